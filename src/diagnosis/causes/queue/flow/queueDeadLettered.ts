import type { Facts } from "../../../facts";
import { clip, excerptAt, excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { lastTold, toldByWords } from "../../../signs";
import type { Cause } from "../../cause";

const reasonOf = (facts: Facts) => {
  const failed = lastTold(facts.worker, "attempt-failed");
  const row = facts.rows?.find(({ failure_reason }) => failure_reason);
  return failed ? clip(failed.line.text, 120) : row?.failure_reason && clip(row.failure_reason, 120);
};

const countRule: Rule = {
  id: "count",
  evaluate(facts) {
    const { queue, evidence } = facts;
    const dead = queue.dead ?? 0;
    if (dead <= 0) return undefined;
    const { before, after, redrive } = evidence.queue ?? {};
    // The reason is deeper, in the worker or behind it, and no evidence from there was collected.
    const isBlind = facts.handled.length === 0 && (facts.rows ?? []).length === 0;
    const counts = excerptAt("queue.after.dead", `dead ${before?.dead ?? "?"} → ${after?.dead ?? "?"}`);
    return {
      confidence: queue.isDeadCountCompared ? (isBlind ? 0.78 : 0.93) : 0.55,
      basis: queue.isDeadCountCompared ? "message" : "hint",
      evidence: [counts],
      values: {
        dead: dead > 1 ? dead : undefined,
        deadQueue: redrive?.deadLetterQueue,
        receives: redrive?.maxReceiveCount,
        reason: reasonOf(facts),
      },
      isLasting: true,
    };
  },
};

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const moved = lastTold(facts.worker, "dead-lettered");
    if (!moved) return undefined;
    const reason = toldByWords(moved.line, "reason-named")?.values["reason"];
    return {
      confidence: 0.9,
      basis: "message",
      evidence: [excerptOfLine(moved.line)],
      values: { reason: reason && clip(reason, 120) },
    };
  },
};

export const queueDeadLettered: Cause = {
  id: "queue.dead-lettered",
  outcome: "blocked",
  rank: 4,
  means: "The message failed at every receive and now sits in the dead-letter queue.",
  recognise: "The dead-letter queue grew, or the worker says that it moved the message there.",
  fixes: ["read-worker-log", "redrive"],
  needs: ["worker.logs", "notificationLogs"],
  en: {
    title: "The message sits in the dead-letter queue",
    explanation:
      "The message was moved to the dead-letter queue[ {deadQueue}][ after {receives} receives], because it failed at every receive[: {reason}].[ {dead} messages were moved there.]",
  },
  ko: {
    title: "메시지가 DLQ에 있음",
    explanation:
      "메시지가 DLQ[({deadQueue})]로 옮겨졌습니다[. 수신 횟수: {receives}]. 수신할 때마다 실패했습니다[: {reason}].[ 옮겨진 메시지: {dead}건.]",
  },
  rules: [countRule, logRule],
};
