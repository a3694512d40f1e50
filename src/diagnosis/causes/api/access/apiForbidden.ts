import { isStrangersPage } from "../../../answers/answerPage";
import { isSpecial } from "../../../answers/refusals";
import { sentence } from "../../../logLines";
import { answerEvidence, answerValues } from "../../../rules/apiAnswer";
import type { Rule } from "../../../rules/rule";
import { isSaidIn } from "../../../signs";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const forbiddenRule: Rule = {
  id: "status",
  evaluate(facts) {
    if (facts.answer.status !== 403 || isSpecial(facts.answer) || facts.evidence.tenant?.messaging_is_active === false)
      return undefined;
    const evidence = answerEvidence(facts);
    const csrf = isSaidIn(facts.answer.text || facts.answer.detail, "csrf-refused")
      ? facts.answer.detail
      : evidence.find(({ excerpt }) => isSaidIn(excerpt, "csrf-refused"))?.excerpt;
    const who = word(isStrangersPage(facts.answer) ? "page-of-another" : "only-staff");
    return {
      confidence: 0.85,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), who, ...(csrf && { variant: "csrf", detail: sentence(csrf) }) },
      ...(csrf && { fixes: ["trust-origin"] as const }),
    };
  },
};

export const apiForbidden: Cause = {
  id: "api.forbidden",
  outcome: "blocked",
  rank: 3,
  means: "The user has no role in this tenant that may send.",
  recognise: "Status 403 without a more special code.",
  fixes: ["use-staff-account"],
  en: {
    title: "The user may not send in this tenant",
    explanation: "The API answered {status}[: {detail}].[ {who}.]",
    variants: {
      csrf: {
        title: "Django's CSRF check refuses the request",
        explanation:
          "[The API answered {status}.][ It says: {detail}.][ The API's log says: {logged}.] A role does not help here.",
      },
    },
  },
  ko: {
    title: "이 사용자는 이 테넌트에서 발송할 수 없음",
    explanation: "API 응답은 {status}입니다[: {detail}].[ {who}.]",
    variants: {
      csrf: {
        title: "Django의 CSRF 검사가 요청을 거절함",
        explanation:
          "[API 응답은 {status}입니다.][ 내용: {detail}.][ API 로그 내용: {logged}.] 역할을 바꿔도 소용없습니다.",
      },
    },
  },
  rules: [forbiddenRule],
};
