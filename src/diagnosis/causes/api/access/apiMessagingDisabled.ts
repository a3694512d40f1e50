import { isSpecial } from "../../../answers/refusals";
import { excerptAt } from "../../../logLines";
import { answerEvidence, answerValues, refusalRules } from "../../../rules/apiAnswer";
import { apiDecisionRule } from "../../../rules/apiDecision";
import type { Rule } from "../../../rules/rule";
import type { Cause } from "../../cause";

const switchRule: Rule = {
  id: "switch",
  evaluate(facts) {
    const { answer, evidence } = facts;
    if (answer.status !== 403 || isSpecial(facts.answer) || evidence.tenant?.messaging_is_active !== false)
      return undefined;
    const found = excerptAt("tenant.messaging_is_active", "false");
    return {
      confidence: 0.85,
      basis: "message",
      evidence: [...answerEvidence(facts), found],
      values: answerValues(facts),
    };
  },
};

export const apiMessagingDisabled: Cause = {
  id: "api.messaging-disabled",
  outcome: "blocked",
  rank: 8,
  means: "Messaging is switched off for the tenant.",
  recognise:
    "`messaging_disabled` in the answer, or the API's log says that messaging is disabled or its runtime held.",
  fixes: ["enable-messaging"],
  en: {
    title: "Messaging is switched off for the tenant",
    explanation:
      "[The API answered {status}.][ It says: {detail}.][ The API's log says: {logged}.] The tenant's switch, or that of the owner's channel, stops every send before the queue.",
  },
  ko: {
    title: "테넌트의 메시지 기능이 꺼져 있음",
    explanation:
      "[API 응답은 {status}입니다.][ 내용: {detail}.][ API 로그 내용: {logged}.] 테넌트 또는 공용 채널의 스위치가 큐 이전에 모든 발송을 막습니다.",
  },
  rules: [...refusalRules("api.messaging-disabled"), switchRule, apiDecisionRule("held-for-tenant")],
};
