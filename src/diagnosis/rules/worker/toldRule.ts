import type { Facts } from "../../facts";
import type { FixId } from "../../fixes/allFixes";
import { type Excerpt, clip, excerptAt, excerptOfTold, sentence, timesOf } from "../../logLines";
import type { WordedSign } from "../../logs/wordings/wordings";
import type { VerdictOutcome } from "../../outcome";
import { type ToldSign, isReason, tells, toldIn } from "../../signs";
import { type NoteId, type Values, word } from "../../texts/text";
import type { Rule } from "../rule";

/** How a line of the worker, or the reason in a NotificationLog row, is read. */
interface Told {
  /** The API's log has the same line, because both sides have this guard. */
  isInApiToo?: boolean;
  confidence?: number;
  outcome?: (facts: Facts) => VerdictOutcome | undefined;
  values?: (values: Readonly<Record<string, string>>, text: string) => Values;
  fixes?: (text: string) => FixId[];
  isLasting?: boolean;
  isFinal?: boolean;
}

/** The line as a sentence. */
export const said = (_: Readonly<Record<string, string>>, text: string): Values => ({ message: sentence(text) });
/** The reason that the line names. */
export const why = (values: Readonly<Record<string, string>>, text: string): Values => ({
  reason: values["reason"] ?? clip(text, 90),
});

/** A cause that a line of the worker names, or the reason in a NotificationLog row. `id` names the rule. */
export function toldRule(id: string, sign: WordedSign, told: Told = {}): Rule {
  const { isInApiToo, confidence = 0.95, outcome, values, fixes, isLasting, isFinal } = told;
  return {
    id,
    evaluate(facts) {
      const matches = [...toldIn(facts.worker, sign), ...(isInApiToo ? toldIn(facts.api, sign) : [])];
      const found = facts.rows?.find(({ failure_reason, success }) => !success && isReason(failure_reason, sign));
      // Our runtime logs the move on a line of its own, after the line with the reason.
      const isMoved = ({ line }: ToldSign) => tells(line, "moved-to-dead-letters");
      const reasons = matches.filter((one) => !isMoved(one));
      const last = reasons.at(-1) ?? matches.at(-1);
      if (!last && !found) return undefined;
      const reason = found?.failure_reason ?? "";
      const evidence: Excerpt[] = [];
      if (last) evidence.push(excerptOfTold(last));
      if (found) evidence.push(excerptAt("notificationLogs", `failure_reason=${reason}`));
      const own = outcome?.(facts);
      const count = timesOf(reasons.length > 0 ? reasons : matches);
      const notes: NoteId[] = count > 1 ? ["repeated"] : [];
      const fate = word(matches.some(isMoved) ? "fate-dead" : "fate-deleted");
      return {
        confidence,
        basis: "message",
        evidence,
        values: { fate, ...values?.(last?.values ?? {}, last?.line.text ?? reason), ...(count > 1 && { count }) },
        ...(notes.length > 0 && { notes }),
        ...(fixes && last && { fixes: fixes(last.line.text) }),
        ...(own && { outcome: own }),
        ...(last?.line.at !== undefined && { at: last.line.at }),
        ...(isLasting && { isLasting }),
        ...(isFinal && { isFinal }),
      };
    },
  };
}
