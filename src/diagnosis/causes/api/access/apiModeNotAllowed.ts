import { refusalRules } from "../../../rules/apiAnswer";
import { apiDecisionRule } from "../../../rules/apiDecision";
import type { Cause } from "../../cause";

export const apiModeNotAllowed: Cause = {
  id: "api.mode-not-allowed",
  outcome: "blocked",
  rank: 8,
  means: "The message mode is not allowed for this tenant or this version of the backend.",
  recognise: "A 403 about SMS or 문자, or `sms_disabled` from the API.",
  fixes: ["use-alimtalk", "align-owner-tenant"],
  en: {
    title: "This message mode is not allowed here",
    explanation:
      "[The API answered {status}.][ It says: {detail}.][ The API's log says: {logged}.][ The mode was {mode}.] SMS is restricted by the tenant's policy or gone in this version of the backend.",
  },
  ko: {
    title: "여기서는 이 발송 방식을 쓸 수 없음",
    explanation:
      "[API 응답은 {status}입니다.][ 내용: {detail}.][ API 로그 내용: {logged}.][ 방식은 {mode}입니다.] SMS가 테넌트 정책으로 제한되었거나 이 버전에서 없어졌습니다.",
  },
  rules: [...refusalRules("api.mode-not-allowed"), apiDecisionRule("held-for-mode")],
};
