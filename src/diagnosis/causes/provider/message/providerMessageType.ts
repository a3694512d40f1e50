import { providerSignRule } from "../../../rules/providerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerMessageType: Cause = {
  id: "provider.message-type",
  outcome: "blocked",
  rank: 6,
  means: "The message cannot be sent as the type that was asked for, such as an LMS without a subject.",
  recognise: "Code 1025 or 1058, 발송 가능한 메시지가 없습니다.",
  fixes: ["correct-type"],
  en: {
    title: "The message cannot be sent as this type",
    explanation: "[Solapi answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "The message cannot be sent as this type", explanation: systemAnswered.en },
  },
  ko: {
    title: "이 유형으로 보낼 수 없음",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "이 유형으로 보낼 수 없음", explanation: systemAnswered.ko },
  },
  rules: [providerSignRule("provider.message-type")],
};
