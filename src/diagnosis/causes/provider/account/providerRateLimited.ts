import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerRateLimited: Cause = {
  id: "provider.rate-limited",
  outcome: "blocked",
  rank: 7,
  means: "Too many requests a second to Solapi.",
  recognise: "TooManyRequests or status 429 from Solapi.",
  fixes: ["wait-and-retry"],
  en: {
    title: "Too many requests to Solapi",
    explanation: "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "{system}: too many requests", explanation: systemAnswered.en },
  },
  ko: {
    title: "Solapi 요청이 너무 많음",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "{system}: 요청이 너무 많음", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.rate-limited"),
    workerSignRule("provider-limited", { confidence: 0.85 }),
    unreadErrorRule("provider.rate-limited"),
  ],
};
