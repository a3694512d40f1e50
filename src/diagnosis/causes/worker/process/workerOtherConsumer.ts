import { clip, excerptAt } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { SILENCE_SECONDS, isSilent } from "../../../rules/worker/silence";
import type { Cause } from "../../cause";

const emptyQueueRule: Rule = {
  id: "empty-queue",
  evaluate(facts) {
    const { queue, queues, answer, rows, waitedSeconds } = facts;
    const isGone =
      queue.visible === 0 && (queue.inFlight ?? 0) === 0 && (queue.dead ?? 0) === 0 && queue.growth !== undefined;
    const isSameQueue =
      queues.api !== undefined &&
      queues.api.value === queues.worker?.value &&
      [undefined, queues.api.value].includes(facts.evidence.queue?.name);
    const isNowhere = isSilent(facts) && rows?.length === 0 && !facts.accepted;
    if (!isGone || !isSameQueue || !isNowhere || (answer.enqueued ?? 0) === 0 || (waitedSeconds ?? 0) < SILENCE_SECONDS)
      return undefined;
    const counts = excerptAt("queue", "visible 0, in flight 0");
    return {
      confidence: 0.65,
      basis: "absence",
      evidence: [counts],
      values: { queue: queues.api?.value },
      notes: ["silence"],
    };
  },
};

/**
 * According to the queue, another consumer received the message. Its log is not available, so the message may have been
 * sent.
 */
const takenRule: Rule = {
  id: "taken",
  evaluate({ evidence: { otherConsumer }, accepted, queues }) {
    if (!otherConsumer?.hasTaken || accepted) return undefined;
    const { name, hasDeleted } = otherConsumer;
    const seen = excerptAt("queue", `${hasDeleted ? "received and deleted" : "received"} by ${name}`);
    return {
      confidence: 0.85,
      basis: "message",
      outcome: "ambiguous",
      evidence: [seen],
      values: { queue: queues.api?.value, consumer: clip(name, 60) },
      notes: [hasDeleted ? "deleted-by-other" : "taken-by-other"],
    };
  },
};

export const workerOtherConsumer: Cause = {
  id: "worker.other-consumer",
  outcome: "blocked",
  rank: 3,
  means: "The message left the queue, but this worker did not take it: something else consumes the same queue.",
  recognise: "Enqueued, the same queue on both sides, an empty queue, no line and no row.",
  fixes: ["find-consumer"],
  en: {
    title: "Something else took the message",
    explanation:
      "The message was enqueued[ to {queue}] and taken from there, and this worker neither logged nor recorded it.",
  },
  ko: {
    title: "다른 소비자가 메시지를 가져감",
    explanation: "메시지가 적재되었다가[ ({queue})] 큐에서 나갔는데, 이 워커의 로그와 행이 없습니다.",
  },
  rules: [emptyQueueRule, takenRule],
};
