import { systemAnswered } from "../../systemAnswered";
import type { Cause } from "../../cause";

export const providerAlimtalkConfig: Cause = {
  id: "provider.alimtalk-config",
  outcome: "blocked",
  rank: 8,
  means: "The channel id or the template id is missing or malformed in our own configuration.",
  recognise: "`alimtalk_requires_pf_id_and_template_id`, `to_pf_template_required`, `invalid_sender_profile_format`.",
  fixes: ["set-channel", "approve-template"],
  en: {
    title: "The channel or template id is missing",
    explanation:
      "[{message}: ]the channel id (SOLAPI_KAKAO_PF_ID, Tenant.kakao_pfid) or the template id is missing or malformed here.",
    elsewhere: { title: "The channel or template id is missing or not accepted", explanation: systemAnswered.en },
  },
  ko: {
    title: "채널 ID나 템플릿 ID가 없음",
    explanation: "[{message}: ]채널 ID(SOLAPI_KAKAO_PF_ID, Tenant.kakao_pfid)나 템플릿 ID가 없거나 형식이 틀렸습니다.",
    elsewhere: { title: "채널 ID나 템플릿 ID가 없거나 받아들여지지 않음", explanation: systemAnswered.ko },
  },
  rules: [],
};
