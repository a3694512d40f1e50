import type { Cause } from "../../cause";

export const workerMessageNotJson: Cause = {
  id: "worker.message-not-json",
  outcome: "blocked",
  rank: 7,
  means: "The queue's message is not JSON. The worker deleted it without a row.",
  recognise: "`Invalid JSON in message body`.",
  fixes: ["find-producer"],
  en: {
    title: "The queue's message is not JSON",
    explanation: "The worker could not parse the body.[ {fate} There is no row.]",
  },
  ko: {
    title: "큐의 메시지가 JSON이 아님",
    explanation: "워커가 본문을 해석하지 못했습니다.[ {fate} NotificationLog 행은 없습니다.]",
  },
  rules: [],
};
