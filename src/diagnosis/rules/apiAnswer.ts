import { isRefusal, refusals } from "../answers/refusals";
import type { CauseId } from "../causes/causeIds";
import type { Facts } from "../facts";
import { type Excerpt, clip, excerptAt, sentence } from "../logLines";
import { lastTold } from "../signs";
import type { Values } from "../texts/text";
import type { Rule, RuleHit } from "./rule";

export function answerEvidence({ answer }: Facts): Excerpt[] {
  if (answer.logged) return [answer.logged];
  if (answer.status === undefined && !answer.detail && !answer.text) return [];
  return [excerptAt("api", `${answer.status ?? ""} ${clip(answer.detail || answer.text)}`.trim())];
}

export function answerValues({ answer, evidence }: Facts): Values {
  const { request, tenant } = evidence;
  return {
    status: answer.status,
    detail: sentence(answer.detail || answer.text),
    code: answer.codes[0],
    tenant: tenant?.code,
    mode: request?.message_mode,
    students: request?.student_ids?.slice(0, 5).join(", "),
    template: request?.template_id,
    sendTo: request?.send_to,
    seconds: answer.elapsedMs === undefined ? undefined : Math.round(answer.elapsedMs / 100) / 10,
  };
}

/**
 * The API's answer is one of the refusals of this cause (answers/refusals.ts). `more`: what else is said of it, given
 * the evidence and values that all refusals have.
 */
export const refusalRules = (cause: CauseId, more?: (facts: Facts, hit: RuleHit) => Partial<RuleHit>): Rule[] =>
  refusals
    .filter((refusal) => refusal.cause === cause)
    .map((refusal) => ({
      id: refusal.id,
      evaluate(facts) {
        if (!isRefusal(facts.answer, refusal)) return undefined;
        const { confidence = 0.95 } = refusal;
        const evidence = answerEvidence(facts);
        const hit: RuleHit = { confidence, basis: "message", evidence, values: answerValues(facts) };
        return { ...hit, ...more?.(facts, hit) };
      },
    }));

/** The address at which the proxy found nobody. */
export function upstreamValues({ api }: Facts): Values {
  const upstream = lastTold(api, "upstream-refused")?.values["upstream"];
  return upstream === undefined ? {} : { upstream, variant: "refused" };
}
