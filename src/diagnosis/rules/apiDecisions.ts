import type { CauseId } from "../causes/causeIds";
import type { Facts } from "../facts";
import { clip, excerptOfLine } from "../logLines";
import type { WordedSign } from "../logs/wordings/wordings";
import { type ToldSign, toldByWords, toldIn } from "../signs";
import { answerEvidence, answerValues } from "./apiRefusals";
import type { Rule } from "./rule";

/** Why the API queued nothing, according to its own log. Automatic notifications have no answer that could say it. */
const decisions: readonly (readonly [CauseId, WordedSign])[] = [
  ["api.messaging-disabled", "held-for-tenant"],
  ["api.mode-not-allowed", "held-for-mode"],
  ["api.template-not-approved", "held-for-approval"],
  ["api.template-not-found", "held-for-template"],
  ["api.no-recipients", "held-for-phone"],
  ["api.rate-limited", "held-for-quota"],
  ["api.validation", "held-for-variables"],
  ["api.not-enqueued", "held-by-config"],
];

/** Skips lines that name another tenant than the bundle's. */
function isForeign({ evidence }: Facts, { line }: ToldSign): boolean {
  const named = toldByWords(line, "tenant-named")?.values["tenant"];
  return named !== undefined && evidence.tenant?.id !== undefined && Number(named) !== evidence.tenant.id;
}

export const apiDecisionRules: readonly Rule[] = decisions.map(([cause, sign]) => ({
  id: `${cause}/decision`,
  cause,
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
      values: { ...answerValues(facts), detail: said, held: said, ...(field && { field, mode: field }) },
    };
  },
}));
