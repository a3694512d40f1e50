import type { CauseId } from "../causes";
import type { Facts } from "../facts";
import { type LineMatch, allMatches, clip, excerptOfLine } from "../logLines";
import { answerEvidence, answerValues } from "./apiRefusals";
import type { Rule } from "./rule";

/** Why the API queued nothing, according to its own log. Automatic notifications have no answer that could say it. */
interface Decision {
  cause: CauseId;
  pattern: RegExp;
  unless?: RegExp;
}

// prettier-ignore
const decisions: readonly Decision[] = [
  { cause: "api.messaging-disabled", pattern: /messaging disabled|runtime held|messaging restricted|MESSAGING_DISABLED_TENANT_IDS/i, unless: /Ignoring invalid/ },
  { cause: "api.mode-not-allowed", pattern: /(?:enqueue\w*|send_event_notification) blocked:.*non-Alimtalk mode=(\w+)|no available (?:alimtalk )?channel/i },
  { cause: "api.template-not-approved", pattern: /has no registered Solapi SID|no exact approved owner template/i },
  { cause: "api.template-not-found", pattern: /template tenant mismatch|no template (?:found|linked)/i },
  { cause: "api.no-recipients", pattern: /no valid phone for send_to/i },
  { cause: "api.rate-limited", pattern: /notification quota exceeded/i },
  { cause: "api.validation", pattern: /required_vars missing: ?(.*)|invalid (delay_mode|delay_value|delay_minutes|scheduled_hour)=|(delay_value)$/i },
  { cause: "api.not-enqueued", pattern: /DRY-RUN:.*not sending|\(config not found or disabled\)/i },
];

/** Skips lines that name another tenant than the bundle's. */
function isForeign({ evidence }: Facts, { line }: LineMatch): boolean {
  const named = /\b(?:business_)?tenant(?:_id)?=(\d+)/.exec(line.text)?.[1];
  return named !== undefined && evidence.tenant?.id !== undefined && Number(named) !== evidence.tenant.id;
}

export const apiDecisionRules: readonly Rule[] = decisions.map(({ cause, pattern, unless }) => ({
  id: `${cause}/decision`,
  cause,
  evaluate(facts) {
    const { answer, queue, handled, accepted } = facts;
    if ((answer.enqueued ?? 0) > 0 || (queue.growth ?? 0) > 0 || handled.length > 0 || accepted) return undefined;
    const found = allMatches(facts.api, pattern, unless).findLast((match) => !isForeign(facts, match));
    if (!found) return undefined;
    const said = clip(found.line.text, 120);
    const field = found.groups.slice(1).find(Boolean);
    return {
      confidence: 0.9,
      basis: "message",
      evidence: [excerptOfLine(found.line), ...(answer.status === undefined ? [] : answerEvidence(facts))],
      values: { ...answerValues(facts), detail: said, held: said, ...(field && { field, mode: field }) },
    };
  },
}));
