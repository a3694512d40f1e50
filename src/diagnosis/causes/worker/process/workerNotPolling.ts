import { mayRun } from "../../../facts";
import { excerptAt } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { containerEvidence, processValues } from "../../../rules/worker/processEvidence";
import { STUCK_SECONDS, isOthersLog, isSilent, mayJudgeSilence } from "../../../rules/worker/silence";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

/** Earlier than this, the worker may be busy with other messages, and the queue's counts are approximate. */
const EARLY_SECONDS = 15;

const TAKEN_SECONDS = 10;

const isBetween = (seconds: number | undefined, from: number, to: number) =>
  seconds !== undefined && seconds >= from && seconds < to;

const silenceRule: Rule = {
  id: "silence",
  evaluate(facts) {
    const { queue, answer, process, accepted, waitedSeconds, rows } = facts;
    const isPaused = process.state === "paused";
    if (!isPaused && (!isSilent(facts) || !mayRun(facts) || accepted || (rows?.length ?? 0) > 0)) return undefined;
    const isWaiting = (queue.growth ?? 0) > 0 || ((queue.visible ?? 0) > 0 && (answer.enqueued ?? 0) > 0);
    const isAll = (queue.visible ?? 0) > 0 && answer.status === undefined;
    const isBlind =
      queue.visible === undefined && (queue.inFlight ?? 0) === 0 && (answer.enqueued ?? 0) > 0 && !isOthersLog(facts);
    // Received by a process that does nothing: the message is in flight, but it is too early to call the worker stuck.
    const before = facts.evidence.queue?.before?.inFlight;
    const isTaken =
      before !== undefined && (queue.inFlight ?? 0) > before && isBetween(waitedSeconds, TAKEN_SECONDS, STUCK_SECONDS);
    if (!mayJudgeSilence(facts) || !(isPaused || isWaiting || isAll || isBlind || isTaken)) return undefined;
    const isLong = (waitedSeconds ?? 0) >= 30 || (queue.oldestAgeSeconds ?? 0) >= 30;
    const isEarly = !isLong && waitedSeconds !== undefined && waitedSeconds < EARLY_SECONDS;
    const counts = excerptAt(
      "queue.after.visible",
      `visible ${facts.evidence.queue?.before?.visible ?? "?"} → ${queue.visible ?? "?"}`,
    );
    const silence = excerptAt("worker.logs", word("no-message-line"));
    const found = [
      ...(isBlind ? [] : [counts]),
      ...(facts.worker ? [silence] : []),
      ...(process.state ? [containerEvidence(facts)] : []),
    ];
    return {
      confidence: isPaused
        ? 0.85
        : isBlind
          ? 0.55
          : isTaken || isEarly
            ? 0.6
            : isLong || process.state === "running"
              ? 0.78
              : 0.7,
      basis: isPaused ? "state" : "absence",
      evidence: found,
      values: { ...processValues(facts), health: process.health },
      notes: isPaused ? [] : ["silence"],
    };
  },
};

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
      "The worker has printed no line since the send[ ({waited} s)][, while {waiting} {waiting|message waits|messages wait} in the queue][; the container is {state}].[ Its health check says {health}: it never tests polling.]",
  },
  ko: {
    title: "워커가 실행 중이지만 폴링하지 않음",
    explanation:
      "발송 후[ {waited}초 동안] 워커 로그가 없습니다[. 큐에 {waiting}건이 기다립니다][. 컨테이너 상태는 {state}입니다].[ 헬스체크는 {health}이지만 폴링을 검사하지 않습니다.]",
  },
  rules: [silenceRule],
};
