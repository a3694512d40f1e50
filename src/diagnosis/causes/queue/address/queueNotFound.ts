import { awsErrorRules } from "../../../rules/awsErrorRules";
import { unreadErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";

export const queueNotFound: Cause = {
  id: "queue.not-found",
  outcome: "blocked",
  rank: 6,
  means: "There is no such queue in this region and account.",
  recognise: "NonExistentQueue or QueueDoesNotExist.",
  fixes: ["create-queue", "check-queue-name"],
  en: {
    title: "There is no such queue",
    explanation: "SQS knows no queue[ {queue}][ in {region}]: {code}.",
    elsewhere: { title: "There is no such queue", explanation: "{system} knows no queue[ {queue}]: {code}." },
  },
  ko: {
    title: "해당 큐가 없음",
    explanation: "SQS에[ {region} 리전의] 큐[ {queue}]가 없습니다: {code}.",
    elsewhere: { title: "그런 큐가 없음", explanation: "{system}: 큐[ {queue}]가 없습니다: {code}." },
  },
  rules: [...awsErrorRules("queue.not-found", "api", "worker", "probe"), unreadErrorRule("queue.not-found")],
};
