import { providerSignRule } from "../../../rules/providerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerDuplicateRecipient: Cause = {
  id: "provider.duplicate-recipient",
  outcome: "blocked",
  rank: 7,
  means: "The same recipient stood twice in one request.",
  recognise: "Code 1026.",
  fixes: ["dedupe-recipients"],
  en: {
    title: "The same recipient twice in one request",
    explanation: "[Solapi answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "The same recipient twice in one request", explanation: systemAnswered.en },
  },
  ko: {
    title: "한 요청에 같은 수신번호가 두 번 있음",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "한 요청에 같은 수신번호가 두 번 있음", explanation: systemAnswered.ko },
  },
  rules: [providerSignRule("provider.duplicate-recipient")],
};
