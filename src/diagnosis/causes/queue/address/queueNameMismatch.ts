import type { Cause } from "../../cause";

export const queueNameMismatch: Cause = {
  id: "queue.name-mismatch",
  outcome: "blocked",
  rank: 8,
  means: "The API and the worker use different queues: the worker polls a valid but wrong queue, in silence.",
  recognise:
    "The queue names and URLs of both sides, compared: environment, `SQS_QUEUE_URL_TRACE` and the worker's start line.",
  fixes: ["align-queue-name"],
  en: {
    title: "The API and the worker use different queues",
    explanation: "{one} says {oneQueue}, {other} says {otherQueue}. The worker polls a queue that stays empty.",
  },
  ko: {
    title: "API와 워커가 서로 다른 큐를 씀",
    explanation: "{one}: {oneQueue}, {other}: {otherQueue}. 워커는 비어 있는 큐를 폴링합니다.",
  },
  rules: [],
};
