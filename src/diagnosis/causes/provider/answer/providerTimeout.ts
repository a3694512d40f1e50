import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";

export const providerTimeout: Cause = {
  id: "provider.timeout",
  outcome: "ambiguous",
  rank: 6,
  means: "Solapi did not answer in time. The message may have been sent.",
  recognise: "`timed out` from the HTTP client and no HTTP line.",
  fixes: ["reconcile"],
  en: {
    title: "No answer from Solapi in time",
    explanation: "The call got no answer[: {message}].[ {risk}]",
    elsewhere: {
      title: "No answer from {system} in time",
      explanation: "The call got no answer[: {message}].[ {risk}]",
    },
  },
  ko: {
    title: "Solapi가 제시간에 응답하지 않음",
    explanation: "호출에 응답이 없었습니다[: {message}].[ {risk}]",
    elsewhere: {
      title: "{system}: 제시간에 응답하지 않음",
      explanation: "호출에 응답이 없었습니다[: {message}].[ {risk}]",
    },
  },
  rules: [
    providerSignRule("provider.timeout"),
    workerSignRule("provider-unanswered", {
      confidence: 0.75,
      outcome: "ambiguous",
    }),
    unreadErrorRule("provider.timeout"),
  ],
};
