import type { Cause } from "../../cause";

export const workerOtherConsumer: Cause = {
  id: "worker.other-consumer",
  outcome: "blocked",
  rank: 3,
  means: "The message left the queue, but this worker did not take it: something else consumes the same queue.",
  recognise: "Enqueued, the same queue on both sides, an empty queue, no line and no row.",
  fixes: ["find-consumer"],
  en: {
    title: "Something else took the message",
    explanation:
      "The message was enqueued[ to {queue}] and taken from there, and this worker neither logged nor recorded it.",
  },
  ko: {
    title: "다른 소비자가 메시지를 가져감",
    explanation: "메시지가 적재되었다가[ ({queue})] 큐에서 나갔는데, 이 워커의 로그와 행이 없습니다.",
  },
  rules: [],
};
