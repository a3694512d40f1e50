import type { Cause } from "../../cause";

export const workerNotRunning: Cause = {
  id: "worker.not-running",
  outcome: "blocked",
  rank: 4,
  means: "There is no container or process of the worker.",
  recognise: "Container state `missing`, or a container that was created and never started.",
  fixes: ["start-worker"],
  en: {
    title: "The worker does not run",
    explanation:
      "The worker process is not running[: {container}, state {state}][: {said}].[ {waiting} message(s) wait in the queue.]",
  },
  ko: {
    title: "워커가 실행되고 있지 않음",
    explanation:
      "워커 프로세스가 실행되고 있지 않습니다[. {container}, 상태 {state}][: {said}].[ 큐에 {waiting}건이 기다립니다.]",
  },
  rules: [],
};
