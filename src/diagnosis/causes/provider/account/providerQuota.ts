import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerQuota: Cause = {
  id: "provider.quota",
  outcome: "blocked",
  rank: 8,
  means: "The Solapi account's daily quota is reached.",
  recognise: "QuotaExceeded, `provider_quota_exceeded`.",
  fixes: ["raise-quota"],
  en: {
    title: "The daily quota at Solapi is reached",
    explanation: "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "{system}: the quota is used up", explanation: systemAnswered.en },
  },
  ko: {
    title: "Solapi 일일 한도 도달",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "{system}: 한도 도달", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.quota"),
    workerSignRule("provider-quota", { confidence: 0.88 }),
    unreadErrorRule("provider.quota"),
  ],
};
