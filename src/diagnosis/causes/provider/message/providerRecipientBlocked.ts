import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerRecipientBlocked: Cause = {
  id: "provider.recipient-blocked",
  outcome: "blocked",
  rank: 7,
  means: "The recipient opted out or is blocked.",
  recognise: "Code 1060, 1061, 2060 or 2061, 수신거부.",
  fixes: ["respect-opt-out"],
  en: {
    title: "The recipient opted out or is blocked",
    explanation: "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "The recipient opted out or is blocked", explanation: systemAnswered.en },
  },
  ko: {
    title: "수신자가 수신거부했거나 차단됨",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "수신자가 수신거부했거나 차단됨", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.recipient-blocked"),
    workerSignRule("recipient-opted-out", { confidence: 0.9 }),
    unreadErrorRule("provider.recipient-blocked"),
  ],
};
