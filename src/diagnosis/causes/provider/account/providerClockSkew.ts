import { providerSignRule } from "../../../rules/providerSign";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerClockSkew: Cause = {
  id: "provider.clock-skew",
  outcome: "blocked",
  rank: 8,
  means: "The machine's clock is off by more than 15 minutes, so Solapi refuses the signature.",
  recognise: "RequestTimeTooSkewed.",
  fixes: ["set-clock"],
  en: {
    title: "The worker's clock is off",
    explanation:
      "[Solapi answered {code}.][ It said: {message}.][Reported: {alone}.] A signature is valid for 15 minutes.",
    elsewhere: {
      title: "The worker's clock is off",
      explanation: `${systemAnswered.en} It accepts a signature for a short time only.`,
    },
  },
  ko: {
    title: "워커의 시계가 맞지 않음",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.] 서명은 15분 동안 유효합니다.",
    elsewhere: {
      title: "워커의 시계가 맞지 않음",
      explanation: `${systemAnswered.ko} 서명은 짧은 시간 동안만 유효합니다.`,
    },
  },
  rules: [providerSignRule("provider.clock-skew"), workerSignRule("provider-clock", { confidence: 0.88 })],
};
