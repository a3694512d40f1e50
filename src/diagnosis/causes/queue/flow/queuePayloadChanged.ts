import type { Cause } from "../../cause";

export const queuePayloadChanged: Cause = {
  id: "queue.payload-changed",
  outcome: "degraded",
  rank: 4,
  means:
    "Fields of the job were lost between the API and the handler: the message went out on another channel than was asked for.",
  recognise: "The request's message_mode compared with the channel of the worker's log and the provider's record.",
  fixes: ["check-payload-fields"],
  en: {
    title: "The message went out on another channel",
    explanation:
      "The request asked for {asked}, {sent} was sent[, and no fallback was logged ({trace})]. Fields of the job were lost on the way to the handler.",
  },
  ko: {
    title: "메시지가 다른 채널로 나감",
    explanation:
      "요청한 채널: {asked}, 발송된 채널: {sent}[. 대체 발송 기록({trace})이 없습니다]. 처리기로 가는 길에 작업의 필드가 사라졌습니다.",
  },
  rules: [],
};
