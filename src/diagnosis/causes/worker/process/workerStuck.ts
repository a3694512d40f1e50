import type { Cause } from "../../cause";

export const workerStuck: Cause = {
  id: "worker.stuck",
  outcome: "blocked",
  rank: 3,
  means: "A message was taken and nothing followed.",
  recognise: "A message in flight past the visibility timeout, and no line about it.",
  fixes: ["restart-worker"],
  needs: ["worker.container", "queue"],
  en: {
    title: "The worker took the message and went silent",
    explanation: "[{inFlight} message(s) in flight][ for {age} s], and the worker prints nothing.",
  },
  ko: {
    title: "워커가 메시지를 가져간 뒤 조용함",
    explanation: "[{inFlight}건이 처리 중][({age}초)]이며, 워커 로그가 없습니다.",
  },
  rules: [],
};
