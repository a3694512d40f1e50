import { awsErrorRules } from "../../../rules/awsErrorRules";
import { unreadErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";

export const queueAccessDeniedReceive: Cause = {
  id: "queue.access-denied-receive",
  outcome: "blocked",
  rank: 7,
  means: "The worker's identity may not receive from the queue. There is no back-off: the log floods.",
  recognise: "AccessDenied on ReceiveMessage, GetQueueUrl or DeleteMessage in the worker's log.",
  fixes: ["grant-receive"],
  en: {
    title: "The worker may not receive from the queue",
    explanation: "SQS refused {operation} of the worker's identity[ on {queue}]: {code}. Messages stay in the queue.",
    variants: {
      delete: {
        title: "The worker may not delete from the queue",
        explanation: "SQS refused {operation} of the worker's identity[ on {queue}]: {code}.",
      },
    },
    elsewhere: {
      title: "{system} refuses the worker",
      explanation: "{system} did not let the worker receive[ from {queue}]: {code}.",
    },
  },
  ko: {
    title: "워커에 큐 수신 권한이 없음",
    explanation: "SQS가 워커 자격의 {operation} 호출을 거절했습니다[ ({queue})]: {code}. 메시지는 큐에 남아 있습니다.",
    variants: {
      delete: {
        title: "워커에 큐 삭제 권한이 없음",
        explanation: "SQS가 워커 자격의 {operation} 호출을 거절했습니다[ ({queue})]: {code}.",
      },
    },
    elsewhere: {
      title: "{system}: 워커를 거절함",
      explanation: "{system}: 워커의 수신이 거절되었습니다[ ({queue})]: {code}.",
    },
  },
  rules: [
    ...awsErrorRules("queue.access-denied-receive", "worker", "probe"),
    unreadErrorRule("queue.access-denied-receive"),
  ],
};
