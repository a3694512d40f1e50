import { refusalRules } from "../../../rules/apiAnswer";
import { apiDecisionRule } from "../../../rules/apiDecision";
import type { Cause } from "../../cause";

export const apiTemplateNotApproved: Cause = {
  id: "api.template-not-approved",
  outcome: "blocked",
  rank: 8,
  means: "Alimtalk was asked for without an approved template.",
  recognise: "A 400 about 검수 승인 (approval), or 409 `unified_template_unavailable`.",
  fixes: ["approve-template", "sync-templates"],
  en: {
    title: "Alimtalk needs an approved template",
    explanation:
      "[The API answered {status}.][ It says: {detail}.][ The API's log says: {logged}.][ template_id: {template}.] The status here may be older than the provider's.",
  },
  ko: {
    title: "알림톡에는 승인된 템플릿이 필요함",
    explanation:
      "[API 응답은 {status}입니다.][ 내용: {detail}.][ API 로그 내용: {logged}.][ template_id: {template}.] 여기 저장된 상태가 Solapi보다 오래되었을 수 있습니다.",
  },
  rules: [...refusalRules("api.template-not-approved"), apiDecisionRule("held-for-approval")],
};
