import type { Cause } from "../../cause";

export const workerExited: Cause = {
  id: "worker.exited",
  outcome: "blocked",
  rank: 3,
  means: "The worker stopped and does not come back.",
  recognise: "Container state exited or dead.",
  fixes: ["read-worker-log", "start-worker"],
  needs: ["worker.logs"],
  en: {
    title: "The worker stopped",
    explanation:
      "The worker[ {container}] stopped[ (state {state})][, exit code {exitCode}].[ Its last words: {last}.][ {waiting} message(s) wait in the queue.]",
  },
  ko: {
    title: "워커가 멈춤",
    explanation:
      "워커[ ({container})]가 멈췄습니다[ (상태 {state})][, 종료 코드 {exitCode}].[ 마지막 기록: {last}.][ 큐에 {waiting}건이 기다립니다.]",
  },
  rules: [],
};
