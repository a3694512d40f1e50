import { refusalRules } from "../../../rules/apiAnswer";
import { apiDecisionRule } from "../../../rules/apiDecision";
import type { Cause } from "../../cause";

export const apiTemplateNotFound: Cause = {
  id: "api.template-not-found",
  outcome: "blocked",
  rank: 7,
  means: "The template does not exist in this tenant.",
  recognise: "A 404 about 템플릿 (template).",
  fixes: ["check-template"],
  en: {
    title: "The template does not exist in this tenant",
    explanation:
      "[The API answered {status}.][ It says: {detail}.][ The API's log says: {logged}.][ template_id: {template}.]",
  },
  ko: {
    title: "이 테넌트에 템플릿이 없음",
    explanation: "[API 응답은 {status}입니다.][ 내용: {detail}.][ API 로그 내용: {logged}.][ template_id: {template}.]",
  },
  rules: [...refusalRules("api.template-not-found"), apiDecisionRule("held-for-template")],
};
