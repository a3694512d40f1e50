import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerRefused: Cause = {
  id: "provider.refused",
  outcome: "blocked",
  rank: 2,
  means: "Solapi refused the message with a code that has no page of its own.",
  recognise: "A refusal with an unknown 1xxx code or errorCode.",
  fixes: ["read-provider-record", "ask-solapi"],
  en: {
    title: "Solapi refused the message",
    explanation: "[Solapi answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "{system} refused the message", explanation: systemAnswered.en },
  },
  ko: {
    title: "Solapi가 메시지를 거절함",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "{system}: 메시지를 거절함", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.refused"),
    workerSignRule("provider-refused", { confidence: 0.85 }),
    unreadErrorRule("provider.refused"),
  ],
};
