import { awsErrorRules } from "../../../rules/awsErrorRules";
import type { Cause } from "../../cause";

export const queueAccessDeniedSend: Cause = {
  id: "queue.access-denied-send",
  outcome: "blocked",
  rank: 7,
  means: "The API's identity may not send to the queue.",
  recognise: "AccessDenied on SendMessage or GetQueueUrl on the API's side.",
  fixes: ["grant-send"],
  en: {
    title: "The API may not send to the queue",
    explanation: "SQS refused {operation} of the API's identity[ on {queue}]: {code}.",
    elsewhere: {
      title: "{system} refuses the sender",
      explanation: "{system} did not let the API send[ to {queue}]: {code}.",
    },
  },
  ko: {
    title: "API에 큐 전송 권한이 없음",
    explanation: "SQS가 API 자격의 {operation} 호출을 거절했습니다[ ({queue})]: {code}.",
    elsewhere: {
      title: "{system}: API를 거절함",
      explanation: "{system}: API의 전송이 거절되었습니다[ ({queue})]: {code}.",
    },
  },
  rules: [...awsErrorRules("queue.access-denied-send", "api", "probe")],
};
