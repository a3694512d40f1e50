import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerAccountBlocked: Cause = {
  id: "provider.account-blocked",
  outcome: "blocked",
  rank: 7,
  means: "The Solapi account may not send.",
  recognise: "Code 1020 or 2063.",
  fixes: ["ask-solapi"],
  en: {
    title: "The Solapi account may not send",
    explanation: "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "{system}: the account may not send this", explanation: systemAnswered.en },
  },
  ko: {
    title: "Solapi 계정이 발송할 수 없음",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "{system}: 계정이 발송할 수 없음", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.account-blocked"),
    workerSignRule("provider-account", { confidence: 0.88 }),
    unreadErrorRule("provider.account-blocked"),
  ],
};
