import type { Facts } from "../../facts";
import { type Line, excerptOfTold } from "../../logLines";
import type { Sign } from "../../logs/types";
import type { WordedSign } from "../../logs/wordings/wordings";
import { lastTold, tells, toldIn } from "../../signs";
import type { NoteId, Values } from "../../texts/text";
import type { Rule } from "../rule";
import { containerEvidence, lastWords, processValues } from "./processEvidence";

/** A line that explains the end of the worker. */
interface LastWord {
  confidence: number;
  /** A sign in the same log that explains the line otherwise. */
  unless?: Sign;
  values?: (values: Readonly<Record<string, string>>, line: Line, facts: Facts) => Values;
}

/** A line that explains why the worker is down. */
export const lastWordRule = (sign: WordedSign, { confidence, unless, values }: LastWord): Rule => ({
  id: "log",
  evaluate(facts) {
    const words = lastWords(facts);
    const found = lastTold(words, sign);
    if (!found || (unless && toldIn(words, unless).length > 0)) return undefined;
    const isBefore = found.line.record.beforeSend;
    const isOther = tells(found.line, "exec-format-wrong");
    const notes: NoteId[] = [
      ...(isBefore ? (["before-send"] as const) : []),
      ...(isOther ? (["other-architecture"] as const) : []),
    ];
    return {
      // These lines are old: the worker was already down. They never make the verdict certain.
      confidence: isBefore ? 0.75 : confidence,
      basis: isBefore ? "state" : "message",
      evidence: [excerptOfTold(found), ...(facts.process.state ? [containerEvidence(facts)] : [])],
      values: { ...processValues(facts), ...values?.(found.values, found.line, facts) },
      ...(found.line.at !== undefined && { at: found.line.at }),
      ...(notes.length > 0 && { notes }),
    };
  },
});
