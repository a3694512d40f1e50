import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerRequestInvalid: Cause = {
  id: "provider.request-invalid",
  outcome: "blocked",
  rank: 5,
  means: "Solapi refused the request as malformed.",
  recognise: "ValidationError, RecipientsTooMany, code 1032.",
  fixes: ["correct-request"],
  en: {
    title: "Solapi refused the request as malformed",
    explanation: "[Solapi answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "{system} refused the request as malformed", explanation: systemAnswered.en },
  },
  ko: {
    title: "Solapi가 요청 형식을 거절함",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "{system}: 요청 형식을 거절함", explanation: systemAnswered.ko },
  },
  rules: [providerSignRule("provider.request-invalid"), unreadErrorRule("provider.request-invalid")],
};
