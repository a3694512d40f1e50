import { providerSignRule } from "../../../rules/providerSign";
import type { Cause } from "../../cause";

export const providerReplyUnreadable: Cause = {
  id: "provider.reply-unreadable",
  outcome: "ambiguous",
  rank: 7,
  means:
    "Solapi answered, and the reply could not be parsed. The message may have been sent, although a failure is recorded.",
  recognise: "`validation errors for SendMessageResponse`, a parse error after status 200.",
  fixes: ["reconcile", "update-sdk"],
  en: {
    title: "Solapi's reply could not be read",
    explanation:
      "The reply could not be parsed[: {message}]. The message may have been sent, although a failure is recorded.",
    elsewhere: {
      title: "{system}'s reply could not be read",
      explanation:
        "The reply could not be parsed[: {message}]. The message may have been sent, although a failure is recorded.",
    },
  },
  ko: {
    title: "Solapi의 응답을 읽지 못함",
    explanation: "응답을 해석하지 못했습니다[: {message}]. 실패로 기록되었어도 발송되었을 수 있습니다.",
    elsewhere: {
      title: "{system}: 응답을 읽지 못함",
      explanation: "응답을 해석하지 못했습니다[: {message}]. 실패로 기록되었어도 발송되었을 수 있습니다.",
    },
  },
  rules: [providerSignRule("provider.reply-unreadable")],
};
