import type { Cause } from "../../cause";

export const apiMessagingDisabled: Cause = {
  id: "api.messaging-disabled",
  outcome: "blocked",
  rank: 8,
  means: "Messaging is switched off for the tenant.",
  recognise:
    "`messaging_disabled` in the answer, or the API's log says that messaging is disabled or its runtime held.",
  fixes: ["enable-messaging"],
  en: {
    title: "Messaging is switched off for the tenant",
    explanation:
      "[The API answered {status}: {detail}. ]The tenant's switch[ or the owner channel: {held}] stops every send before the queue.",
  },
  ko: {
    title: "테넌트의 메시지 기능이 꺼져 있음",
    explanation:
      "[API 응답은 {status}입니다: {detail}. ]테넌트 스위치[ 또는 공용 채널: {held}]가 큐 이전에 모든 발송을 막습니다.",
  },
  rules: [],
};
