import type { Cause } from "../../cause";

export const apiNotEnqueued: Cause = {
  id: "api.not-enqueued",
  outcome: "silent",
  rank: 5,
  means:
    "The API answered with success and put nothing into the queue: the callback that should have enqueued never ran.",
  recognise:
    "A 2xx without `enqueued`, an unchanged queue and no enqueue line (`SQS_QUEUE_URL_TRACE`) in the API's log.",
  fixes: ["check-on-commit", "read-api-log"],
  needs: ["api.logs"],
  en: {
    title: "Nothing was put into the queue, although nothing failed",
    explanation:
      "[The API answered {status} without enqueuing.][ Its log shows no attempt to ({trace}).][ Its log says why: {held}.][ The queue did not change: the callback that enqueues did not run ({unchanged}).]",
  },
  ko: {
    title: "실패는 없었지만 큐에 적재된 것이 없음",
    explanation:
      "[API가 적재 없이 응답했습니다({status}).][ 로그에 적재 시도({trace})가 없습니다.][ 로그에 적힌 이유: {held}.][ 큐가 변하지 않았습니다. 적재 콜백이 실행되지 않았습니다({unchanged}).]",
  },
  rules: [],
};
