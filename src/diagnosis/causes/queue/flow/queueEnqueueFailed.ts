import type { Cause } from "../../cause";

export const queueEnqueueFailed: Cause = {
  id: "queue.enqueue-failed",
  outcome: "blocked",
  rank: 2,
  means: "The API could not enqueue and swallowed the reason: it answers 200 all the same.",
  recognise:
    "200 with `enqueued: 0` and `skipped_no_phone: 0`, or `Failed to send message` in the API's log without a known code.",
  fixes: ["read-api-log", "check-queue-from-api"],
  needs: ["api.logs"],
  en: {
    title: "The API could not enqueue",
    explanation:
      "[The API answered {status} with enqueued 0 and skipped_no_phone 0. ]The queue did not take the message[: {message}].[ The reason is in the API's log ({missing}), which was not collected.]",
  },
  ko: {
    title: "API가 큐에 적재하지 못함",
    explanation:
      "[API 응답은 {status}, enqueued 0, skipped_no_phone 0입니다. ]큐가 메시지를 받지 않았습니다[: {message}].[ 이유는 API 로그({missing})에 있으나 수집되지 않았습니다.]",
  },
  rules: [],
};
