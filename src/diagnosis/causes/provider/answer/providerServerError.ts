import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerServerError: Cause = {
  id: "provider.server-error",
  outcome: "ambiguous",
  rank: 6,
  means: "Solapi failed itself. The message may have been sent.",
  recognise: "Status 5xx or UnknownError from Solapi.",
  fixes: ["reconcile"],
  en: {
    title: "Solapi failed",
    explanation:
      "[Solapi answered {code}.][ It said: {message}.][Reported: {alone}.] The message may have been sent: never resend it blindly.",
    elsewhere: {
      title: "{system} failed",
      explanation: `${systemAnswered.en} The message may have been sent: never resend it blindly.`,
    },
  },
  ko: {
    title: "Solapi 내부 오류",
    explanation:
      "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.] 발송되었을 수 있으니 확인 없이 다시 보내지 마세요.",
    elsewhere: {
      title: "{system}: 내부 오류",
      explanation: `${systemAnswered.ko} 발송되었을 수 있으니 확인 없이 다시 보내지 마세요.`,
    },
  },
  rules: [providerSignRule("provider.server-error"), unreadErrorRule("provider.server-error")],
};
