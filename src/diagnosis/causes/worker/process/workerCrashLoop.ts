import type { Cause } from "../../cause";

export const workerCrashLoop: Cause = {
  id: "worker.crash-loop",
  outcome: "blocked",
  rank: 3,
  means: "The worker restarts again and again.",
  recognise:
    "State restarting, a rising restart count, or several start lines since the send. A more special cause wins where the log tells it.",
  fixes: ["read-worker-log"],
  needs: ["worker.logs"],
  en: {
    title: "The worker restarts again and again",
    explanation:
      "The worker[ {container}] does not stay up[ (state {state})][, {restarts} restarts][; {starts} start lines since the send].[ Its last words: {last}.]",
  },
  ko: {
    title: "워커가 재시작을 반복함",
    explanation:
      "워커[ ({container})]가 계속 떠 있지 못합니다[ (상태 {state})][, 재시작 {restarts}회][; 발송 후 시작 기록 {starts}줄].[ 마지막 기록: {last}.]",
  },
  rules: [],
};
