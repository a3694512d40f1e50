import type { Facts } from "../../facts";
import { type Line, excerptOfLine, sentence } from "../../logLines";
import { weightOf } from "../../logs/complaints";
import type { Sign } from "../../logs/types";
import { isOver, reportsAny, tells } from "../../signs";
import type { Rule } from "../rule";

/**
 * An uncaught exception in the worker's log, or a handled message that it could not delete. It explains a message only
 * if nothing better does. Exceptions in the backend's own log sentences are left to the rules for those sentences.
 */
export const exceptionRule: Rule = {
  id: "worker.exception/uncaught",
  cause: "worker.exception",
  evaluate(facts) {
    const failures = failuresIn(facts);
    const last = failures.findLast(({ record }) => record.exception) ?? failures.at(-1);
    if (!last || isOver(facts.worker, last)) return undefined;
    const isOfDeletion = isNotRemoved(last);
    // The verdict on the send says that the message comes again.
    if (isOfDeletion && facts.accepted) return undefined;
    const { exception } = last.record;
    return {
      confidence: 0.6,
      basis: "hint",
      evidence: [excerptOfLine(last)],
      values: {
        type: exception?.type,
        message: sentence(exception?.message ?? last.text),
        ...(isOfDeletion && { variant: "not-removed" }),
      },
      // Its message was handled before.
      ...(isOfDeletion && { outcome: "degraded" as const, notes: ["not-removed"] }),
      ...(last.at !== undefined && { at: last.at }),
    };
  },
};

const NOT_REMOVED: ReadonlySet<Sign> = new Set<Sign>(["not-removed"]);
const isNotRemoved = (line: Line) => reportsAny(line, NOT_REMOVED);

/** Those of warnings count only where no error was logged. */
function failuresIn({ worker = [] }: Facts): Line[] {
  const isWorst = !worker.some(({ record }) => weightOf(record) >= 4);
  return worker.filter((line) => isUncaught(line) || isNotRemoved(line) || (isWorst && isWarned(line)));
}

const isWarned = ({ record: { pattern, exception, level } }: Line) =>
  exception !== undefined && level === "WARNING" && (pattern?.generation ?? "runtime") === "runtime";

const isUncaught = (line: Line): boolean => {
  const { pattern, exception } = line.record;
  if (pattern && pattern.generation !== "runtime") return false;
  const isBad = weightOf(line.record) >= 4 && exception !== undefined;
  return (
    isBad ||
    weightOf(line.record) >= 5 ||
    tells(line, "thrown-uncaught") ||
    (exception !== undefined && !line.record.level)
  );
};
