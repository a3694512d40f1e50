import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerRecipientInvalid: Cause = {
  id: "provider.recipient-invalid",
  outcome: "blocked",
  rank: 7,
  means: "The recipient's number is wrong.",
  recognise: "Code 1011 or 3010, 수신번호 형식.",
  fixes: ["correct-phone"],
  en: {
    title: "The recipient's number is wrong",
    explanation: "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.]",
    elsewhere: { title: "The recipient's number is wrong", explanation: systemAnswered.en },
  },
  ko: {
    title: "수신번호가 잘못됨",
    explanation: "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.]",
    elsewhere: { title: "수신번호가 잘못됨", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.recipient-invalid"),
    workerSignRule("recipient-invalid", { confidence: 0.92 }),
    unreadErrorRule("provider.recipient-invalid"),
  ],
};
