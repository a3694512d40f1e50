import type { Cause } from "../../cause";

export const workerNotPolling: Cause = {
  id: "worker.not-polling",
  outcome: "blocked",
  rank: 2,
  means:
    "The worker runs, says nothing, and the queue does not drain. The container's health check passes all the same.",
  recognise: "No lines since the send while messages wait in the queue.",
  fixes: ["restart-worker", "check-worker-queue"],
  needs: ["worker.container", "queue", "api.env"],
  en: {
    title: "The worker runs but does not poll",
    explanation:
      "The worker has printed no line since the send[ ({waited} s)][, while {waiting} message(s) wait in the queue][; the container is {state}].[ Its health check says {health}: it never tests polling.]",
  },
  ko: {
    title: "워커가 실행 중이지만 폴링하지 않음",
    explanation:
      "발송 후[ {waited}초 동안] 워커 로그가 없습니다[. 큐에 {waiting}건이 기다립니다][. 컨테이너 상태는 {state}입니다].[ 헬스체크는 {health}이지만 폴링을 검사하지 않습니다.]",
  },
  rules: [],
};
