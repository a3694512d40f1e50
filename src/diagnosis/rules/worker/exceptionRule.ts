import type { Facts } from "../../facts";
import { type Line, excerptOfLine, sentence } from "../../logLines";
import { weightOf } from "../../logs/complaints";
import { isOver, tells } from "../../signs";
import type { Rule } from "../rule";

/**
 * An uncaught exception in the worker's log. It explains a message only if nothing better does. Exceptions in the
 * backend's own log sentences are left to the rules for those sentences.
 */
export const exceptionRule: Rule = {
  id: "worker.exception/uncaught",
  cause: "worker.exception",
  evaluate(facts) {
    const last = uncaughtIn(facts).at(-1);
    if (!last || isOver(facts.worker, last)) return undefined;
    const { exception } = last.record;
    return {
      confidence: 0.6,
      basis: "hint",
      evidence: [excerptOfLine(last)],
      values: { type: exception?.type, message: sentence(exception?.message ?? last.text) },
      ...(last.at !== undefined && { at: last.at }),
    };
  },
};

const uncaughtIn = ({ worker }: Facts): Line[] =>
  (worker ?? []).filter((line) => {
    const { pattern, exception } = line.record;
    if (pattern && pattern.generation !== "runtime") return false;
    const isBad = weightOf(line.record) >= 4 && exception !== undefined;
    return (
      isBad ||
      weightOf(line.record) >= 5 ||
      tells(line, "thrown-uncaught") ||
      (exception !== undefined && !line.record.level)
    );
  });
