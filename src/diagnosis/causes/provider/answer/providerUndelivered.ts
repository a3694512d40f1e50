import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerUndelivered: Cause = {
  id: "provider.undelivered",
  outcome: "silent",
  rank: 4,
  means: "The carrier failed after Solapi accepted the message. The backend recorded a success.",
  recognise: "Any other failing code of the platform or the carrier (2xxx, 3xxx) in the provider's record.",
  fixes: ["read-provider-record"],
  en: {
    title: "The carrier failed to deliver",
    explanation:
      "[The code is {code}.][ It said: {message}.][Reported: {alone}.] The provider had accepted the message, and the backend recorded a success.",
    elsewhere: { title: "The carrier failed to deliver", explanation: systemAnswered.en },
  },
  ko: {
    title: "통신사가 전달하지 못함",
    explanation:
      "[접수 후의 코드는 {code}입니다.][ 내용: {message}.][내용: {alone}.] Solapi는 메시지를 접수했고 백엔드는 성공으로 기록했습니다.",
    elsewhere: { title: "통신사가 전달하지 못함", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.undelivered"),
    workerSignRule("provider-undelivered", { confidence: 0.88 }),
    unreadErrorRule("provider.undelivered"),
  ],
};
