import { excerptOfLine } from "../../../logLines";
import { providerSignRule } from "../../../rules/providerSign";
import type { Rule } from "../../../rules/rule";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { lastTold } from "../../../signs";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

const fallbackRule: Rule = {
  id: "fallback",
  evaluate(facts) {
    const found = lastTold(facts.worker, "template-ids-missing");
    if (!found) return undefined;
    const values = { message: word("sent-as-sms") };
    return {
      confidence: 0.88,
      basis: "message",
      evidence: [excerptOfLine(found.line)],
      values,
      outcome: "degraded",
      isLasting: true,
    };
  },
};

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
  rules: [
    providerSignRule("provider.alimtalk-config"),
    fallbackRule,
    workerSignRule("channel-refused", { confidence: 0.85 }),
  ],
};
