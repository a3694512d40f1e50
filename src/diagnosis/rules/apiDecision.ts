import type { Facts } from "../facts";
import { clip, excerptOfLine } from "../logLines";
import type { WordedSign } from "../logs/wordings/wordings";
import { type ToldSign, toldByWords, toldIn } from "../signs";
import { answerEvidence, answerValues } from "./apiAnswer";
import type { Rule } from "./rule";

/** Skips lines that name another tenant than the bundle's. */
function isForeign({ evidence }: Facts, { line }: ToldSign): boolean {
  const named = toldByWords(line, "tenant-named")?.values["tenant"];
  return named !== undefined && evidence.tenant?.id !== undefined && Number(named) !== evidence.tenant.id;
}

/** Why the API queued nothing, by its own log. Automatic notifications have no answer that could say it. */
export const apiDecisionRule = (sign: WordedSign): Rule => ({
  id: "decision",
  evaluate(facts) {
    const { answer, queue, handled, accepted } = facts;
    if ((answer.enqueued ?? 0) > 0 || (queue.growth ?? 0) > 0 || handled.length > 0 || accepted) return undefined;
    const found = toldIn(facts.api, sign).findLast((told) => !isForeign(facts, told));
    if (!found) return undefined;
    const said = clip(found.line.text, 120);
    const field = found.values["mode"];
    return {
      confidence: 0.9,
      basis: "message",
      evidence: [excerptOfLine(found.line), ...(answer.status === undefined ? [] : answerEvidence(facts))],
      values: { ...answerValues(facts), detail: undefined, logged: said, ...(field && { field, mode: field }) },
    };
  },
});
