import type { Cause } from "../../cause";

export const workerStartedLate: Cause = {
  id: "worker.started-late",
  outcome: "degraded",
  rank: 3,
  means: "The message waited until a worker was started; it was sent late.",
  recognise: "The worker's start line is younger than the send by a minute and more, and the send follows it.",
  fixes: ["keep-warm"],
  en: {
    title: "The message waited for a worker to start",
    explanation: "The worker started[ {waited} s] after the send and then sent the message.",
  },
  ko: {
    title: "메시지가 워커 시작을 기다림",
    explanation: "워커가 발송 후[ {waited}초] 뒤에 시작했고, 그 다음에 메시지를 보냈습니다.",
  },
  rules: [],
};
