import type { Cause } from "../../cause";

export const workerSelfStop: Cause = {
  id: "worker.self-stop",
  outcome: "blocked",
  rank: 6,
  means: "The worker ended itself without an error.",
  recognise: "A shutdown line without a signal from outside, or exit code 0 right after the start line.",
  fixes: ["start-worker", "check-command"],
  en: {
    title: "The worker ended itself without an error",
    explanation: "[{last}][, exit code {exitCode}], and no signal from outside was logged.",
  },
  ko: {
    title: "워커가 오류 없이 스스로 종료함",
    explanation: "[{last}][, 종료 코드 {exitCode}]. 외부 신호는 기록되지 않았습니다.",
  },
  rules: [],
};
