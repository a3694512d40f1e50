import type { Cause } from "../../cause";

export const queueDeadLettered: Cause = {
  id: "queue.dead-lettered",
  outcome: "blocked",
  rank: 4,
  means: "The message failed at every receive and now sits in the dead-letter queue.",
  recognise: "The dead-letter queue grew, or the worker says that it moved the message there.",
  fixes: ["read-worker-log", "redrive"],
  needs: ["worker.logs", "notificationLogs"],
  en: {
    title: "The message sits in the dead-letter queue",
    explanation:
      "[{dead} message(s) moved to ]the dead-letter queue[ {deadQueue}][ after {receives} receives]. It failed at every receive[: {reason}].",
  },
  ko: {
    title: "메시지가 DLQ에 있음",
    explanation:
      "DLQ[ {deadQueue}]에[ {receives}번 수신한] 메시지[ {dead}건]이 들어갔습니다. 수신할 때마다 실패했습니다[: {reason}].",
  },
  rules: [],
};
