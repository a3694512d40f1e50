import { providerSignRule } from "../../../rules/providerSign";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerAlimtalkUndelivered: Cause = {
  id: "provider.alimtalk-undelivered",
  outcome: "silent",
  rank: 7,
  means:
    "The recipient cannot get Alimtalk: no KakaoTalk, blocked, or outside the hours. The backend recorded a success.",
  recognise: "Code 3104, 3107 or 3108.",
  fixes: ["offer-sms"],
  en: {
    title: "The recipient cannot get Alimtalk",
    explanation:
      "[The code is {code}.][ It said: {message}.][Reported: {alone}.] Solapi had accepted the message, and the backend recorded a success.",
    elsewhere: { title: "The recipient cannot get Alimtalk", explanation: systemAnswered.en },
  },
  ko: {
    title: "수신자가 알림톡을 받을 수 없음",
    explanation:
      "[접수 후의 코드는 {code}입니다.][ 내용: {message}.][내용: {alone}.] Solapi는 메시지를 접수했고 백엔드는 성공으로 기록했습니다.",
    elsewhere: { title: "수신자가 알림톡을 받을 수 없음", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.alimtalk-undelivered"),
    workerSignRule("channel-undelivered", { confidence: 0.8 }),
  ],
};
