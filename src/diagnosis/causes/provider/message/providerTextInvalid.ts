import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerTextInvalid: Cause = {
  id: "provider.text-invalid",
  outcome: "blocked",
  rank: 7,
  means: "The text is missing, too long, or has characters that the carriers cannot show.",
  recognise: "Code 1010, 1029 or 1031.",
  fixes: ["correct-text"],
  en: {
    title: "Solapi refuses the text",
    explanation:
      "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.] SMS holds 90 bytes, LMS 2,000, counted in EUC-KR.",
    elsewhere: { title: "{system} refuses the text", explanation: systemAnswered.en },
  },
  ko: {
    title: "Solapi가 본문을 거절함",
    explanation:
      "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.] EUC-KR 기준 SMS는 90바이트, LMS는 2,000바이트입니다.",
    elsewhere: { title: "{system}: 본문을 거절함", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.text-invalid"),
    workerSignRule("provider-text", { confidence: 0.88 }),
    unreadErrorRule("provider.text-invalid"),
  ],
};
