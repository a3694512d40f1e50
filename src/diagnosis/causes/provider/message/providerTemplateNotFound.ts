import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerTemplateNotFound: Cause = {
  id: "provider.template-not-found",
  outcome: "blocked",
  rank: 7,
  means: "The provider does not know the template or the channel.",
  recognise: "Code 1041, 1042 or 3105, TemplateNotApproved.",
  fixes: ["sync-templates", "approve-template"],
  en: {
    title: "Solapi does not know the template or channel",
    explanation: "[Solapi answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "{system} does not know the template or channel", explanation: systemAnswered.en },
  },
  ko: {
    title: "Solapi에 템플릿이나 채널이 없음",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "{system}: 템플릿이나 채널이 없음", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.template-not-found"),
    workerSignRule("template-unknown", { confidence: 0.85 }),
    unreadErrorRule("provider.template-not-found"),
  ],
};
