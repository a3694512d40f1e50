import type { Facts } from "../../../facts";
import { excerptAt } from "../../../logLines";
import { answerEvidence, answerValues, refusalRules } from "../../../rules/apiAnswer";
import { isEmptySender } from "../../../rules/apiElsewhere";
import type { Rule, RuleHit } from "../../../rules/rule";
import type { Cause } from "../../cause";

const emptySenderRule: Rule = {
  id: "value",
  evaluate(facts) {
    if (facts.generation === "2026-08") return undefined;
    if (isEmptySender(facts)) {
      const evidence = [...answerEvidence(facts), excerptAt("tenant.messaging_sender", '""')];
      return { confidence: facts.answer.text ? 0.7 : 0.8, basis: "message", evidence, values: answerValues(facts) };
    }
    // Without an answer the empty value is only a warning, not a verdict.
    if (facts.evidence.tenant?.messaging_sender?.trim() !== "" || facts.answer.status !== undefined || facts.reach)
      return undefined;
    const evidence = [excerptAt("tenant.messaging_sender", '""')];
    return { confidence: 0.4, basis: "hint", evidence, values: { ...answerValues(facts), status: 400 } };
  },
};

/** The tenant's own number beside the refusal; one that is set contradicts it. */
function withOwnSender({ evidence: { request, tenant } }: Facts, { evidence, values }: RuleHit): Partial<RuleHit> {
  const own = tenant?.messaging_sender;
  return {
    ...((own ?? "") !== "" && { confidence: 0.75 }),
    evidence: own === undefined ? evidence : [...evidence, excerptAt("tenant.messaging_sender", own || '""')],
    values: {
      ...values,
      ...(own !== "" && { tenant: undefined }),
      ...(request?.message_mode === "alimtalk" && { alimtalk: "alimtalk" }),
    },
  };
}

export const apiSenderEmpty: Cause = {
  id: "api.sender-empty",
  outcome: "blocked",
  rank: 8,
  means:
    "Tenant.messaging_sender is empty, and the API refuses before it enqueues. The March 2026 generation refuses every mode, Alimtalk too.",
  recognise:
    "A 400 about 발신번호, or a 400 without a text (never a page of HTML) while the tenant's messaging_sender is known to be empty.",
  fixes: ["set-sender", "register-sender"],
  en: {
    title: "Tenant.messaging_sender is empty",
    explanation:
      "The API answered {status} before it enqueued[: {detail}].[ messaging_sender of {tenant} is empty.][ The mode was {alimtalk}: this backend asks for a sender in every mode.]",
  },
  ko: {
    title: "Tenant.messaging_sender(발신번호)가 비어 있음",
    explanation:
      "API가 적재 전에 거절했습니다({status})[: {detail}].[ {tenant}의 messaging_sender가 비어 있습니다.][ 방식은 {alimtalk}입니다. 이 백엔드는 모든 방식에서 발신번호를 요구합니다.]",
  },
  rules: [...refusalRules("api.sender-empty", withOwnSender), emptySenderRule],
};
