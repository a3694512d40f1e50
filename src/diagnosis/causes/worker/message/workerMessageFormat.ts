import type { Cause } from "../../cause";

export const workerMessageFormat: Cause = {
  id: "worker.message-format",
  outcome: "blocked",
  rank: 7,
  means: "Fields of the queue's message are missing. The worker deleted it without a row.",
  recognise: "`Invalid message format`.",
  fixes: ["find-producer"],
  en: {
    title: "Fields of the queue's message are missing",
    explanation: "The worker found no recipient or no text[: {message}]. {fate} There is no row.",
    variants: { unknown: { title: "The worker does not know this message", explanation: "[{message}. ]{fate}" } },
  },
  ko: {
    title: "큐의 메시지에 필드가 없음",
    explanation: "수신번호나 본문이 없습니다[: {message}]. {fate} NotificationLog 행은 없습니다.",
    variants: { unknown: { title: "워커가 모르는 메시지", explanation: "[{message}. ]{fate}" } },
  },
  rules: [],
};
