import { awsErrorRules } from "../../../rules/awsErrorRules";
import { unreadErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";

export const queueThrottled: Cause = {
  id: "queue.throttled",
  outcome: "degraded",
  rank: 5,
  means: "SQS slows the caller down.",
  recognise:
    "RequestThrottled, ThrottlingException, OverLimit or KmsThrottled. A message that was not enqueued for it is blocked.",
  fixes: ["wait-and-retry"],
  en: {
    title: "SQS is throttling requests",
    explanation: "[{side}: ]SQS answered {code}[ to {operation}].",
    elsewhere: { title: "{system} is throttling requests", explanation: "[{side}: ]{system} said: {code}." },
  },
  ko: {
    title: "SQS가 호출을 제한함",
    explanation: "[{side}: ]SQS 응답은 {code}입니다[ ({operation})].",
    elsewhere: { title: "{system}: 요청을 제한함", explanation: "[{side}: ]{system} 응답: {code}." },
  },
  rules: [...awsErrorRules("queue.throttled", "api", "worker", "probe"), unreadErrorRule("queue.throttled")],
};
