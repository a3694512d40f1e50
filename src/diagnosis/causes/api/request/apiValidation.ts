import { isDjangosBadRequest } from "../../../answers/answerPage";
import { fieldNamedIn, isGivenUp } from "../../../answers/answerWords";
import { hasEmptyBody, isSpecial } from "../../../answers/refusals";
import { sentence } from "../../../logLines";
import { answerEvidence, answerValues } from "../../../rules/apiAnswer";
import { apiDecisionRule } from "../../../rules/apiDecision";
import { isElsewhere, isEmptySender } from "../../../rules/apiElsewhere";
import type { Rule } from "../../../rules/rule";
import type { Cause } from "../../cause";

const fieldRule: Rule = {
  id: "field",
  evaluate(facts) {
    const { answer } = facts;
    if (answer.status !== 400 && answer.status !== 422 && answer.status !== 413 && answer.status !== 415)
      return undefined;
    const named = Object.entries(answer.fields);
    const [field, complaint] = named[0] ?? [];
    const isNamed =
      isSpecial(facts.answer) || isElsewhere(facts) || isDjangosBadRequest(answer) || isEmptySender(facts);
    if ((!field && isNamed) || hasEmptyBody(answer)) return undefined;
    return {
      confidence: field ? 0.95 : 0.7,
      basis: "message",
      evidence: answerEvidence(facts),
      values: {
        ...answerValues(facts),
        field: named.map(([name]) => name).join(", ") || fieldNamedIn(answer),
        detail: sentence(complaint ?? answer.detail),
      },
    };
  },
};

const otherRefusalRule: Rule = {
  id: "other-status",
  evaluate(facts) {
    const { status } = facts.answer;
    const known = [400, 401, 403, 404, 405, 413, 415, 422, 429];
    if (
      status === undefined ||
      status < 400 ||
      status >= 500 ||
      known.includes(status) ||
      isGivenUp(status) ||
      isSpecial(facts.answer)
    )
      return undefined;
    return { confidence: 0.6, basis: "message", evidence: answerEvidence(facts), values: answerValues(facts) };
  },
};

export const apiValidation: Cause = {
  id: "api.validation",
  outcome: "blocked",
  rank: 4,
  means: "A field of the request is wrong.",
  recognise: 'A 400 of the form `{"field": ["message"]}`; the finding names the field.',
  fixes: ["correct-field"],
  en: {
    title: "A field of the request is wrong",
    explanation:
      "[The API answered {status}.][ The refused field is {field}.][ It says: {detail}.][ The API's log says: {logged}.]",
  },
  ko: {
    title: "요청 필드가 잘못됨",
    explanation: "[API 응답은 {status}입니다.][ 필드: {field}.][ 내용: {detail}.][ API 로그 내용: {logged}.]",
  },
  rules: [fieldRule, apiDecisionRule("held-for-variables"), otherRefusalRule],
};
