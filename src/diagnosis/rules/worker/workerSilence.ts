import { type Facts, mayRun } from "../../facts";
import { type Line, clip, excerptAt, excerptOfLine } from "../../logLines";
import { firstTold } from "../../signs";
import { isComplaint, mentionsTrouble, weightOf } from "../../logs/complaints";
import type { Rule } from "../rule";
import { containerEvidence, processValues } from "./workerProcessRules";
import { word } from "../../texts/text";

/** Shorter silence proves nothing: a long poll returns at once, but a start takes seconds. */
const SILENCE_SECONDS = 5;
/** Earlier than this, the worker may be busy with other messages, and the queue's counts are approximate. */
const EARLY_SECONDS = 15;
const TAKEN_SECONDS = 10;
const STUCK_SECONDS = 60;
const LATE_SECONDS = 60;

/** Every line is known to be about no message, such as the lines of a start. */
const isSilent = ({ worker, handled }: Facts) =>
  worker !== undefined && handled.length === 0 && worker.every(isOfNoMessage);
/** The collected lines contain no complaint, neither by their level nor by their words. */
const isCalm = ({ worker }: Facts) => !worker?.some(({ record }) => isComplaint(record) || mentionsTrouble(record));
const isOfNoMessage = ({ text, record }: Line) =>
  text.trim() === "" ||
  (!record.exception &&
    weightOf(record) < 4 &&
    (record.pattern?.after === "none" || record.pattern?.after === "untouched"));
/** Lines were collected, but none is from this worker: another container's log says nothing about its silence. */
const isOthersLog = ({ worker = [], workerBefore }: Facts) => {
  const all = [...workerBefore, ...worker].filter(({ text }) => text.trim());
  return (
    all.length > 0 &&
    !all.some(
      ({ record }) =>
        (record.pattern && record.pattern.layer !== "api") ||
        record.logger?.toUpperCase().includes("MESSAGING") === true,
    )
  );
};
const isBetween = (seconds: number | undefined, from: number, to: number) =>
  seconds !== undefined && seconds >= from && seconds < to;
const mayJudgeSilence = ({ waitedSeconds }: Facts) => waitedSeconds === undefined || waitedSeconds >= SILENCE_SECONDS;

const notPollingRule: Rule = {
  id: "worker.not-polling/silence",
  cause: "worker.not-polling",
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

const stuckRule: Rule = {
  id: "worker.stuck/in-flight",
  cause: "worker.stuck",
  evaluate(facts) {
    const { queue, worker, waitedSeconds, handled, accepted, evidence, rows } = facts;
    if (
      (queue.inFlight ?? 0) <= 0 ||
      !worker ||
      !isCalm(facts) ||
      handled.length > 0 ||
      accepted ||
      !mayRun(facts) ||
      (rows?.length ?? 0) > 0
    )
      return undefined;
    const age = Math.max(waitedSeconds ?? 0, queue.oldestAgeSeconds ?? 0);
    const isKnown = waitedSeconds !== undefined || queue.oldestAgeSeconds !== undefined;
    if (isKnown && age < STUCK_SECONDS) return undefined;
    const grew = (queue.inFlight ?? 0) > (evidence.queue?.before?.inFlight ?? 0);
    if (!grew && evidence.queue?.before?.inFlight !== undefined && (queue.visible ?? 0) > 0) return undefined;
    return {
      confidence: isKnown ? 0.78 : 0.6,
      basis: "absence",
      evidence: [
        excerptAt(
          "queue.after.inFlight",
          `inFlight ${evidence.queue?.before?.inFlight ?? "?"} → ${queue.inFlight ?? "?"}`,
        ),
        excerptAt("worker.logs", word("no-message-line")),
      ],
      values: { ...processValues(facts), inFlight: queue.inFlight, age: age || undefined },
      notes: ["silence"],
    };
  },
};

const BACKLOG = 5;
const backlogRule: Rule = {
  id: "worker.backlog/growth",
  cause: "worker.backlog",
  evaluate(facts) {
    const { queue, sent, rows, mock } = facts;
    const isSending = sent.length > 0 || (rows ?? []).some(({ success }) => success === true);
    const growth = queue.growth ?? 0;
    const isOld = queue.growth === undefined && (queue.oldestAgeSeconds ?? 0) >= STUCK_SECONDS;
    if (!isSending || mock.length > 0 || (queue.visible ?? 0) < BACKLOG || !(growth > 0 || isOld)) return undefined;
    const counts = excerptAt(
      "queue",
      `visible ${facts.evidence.queue?.before?.visible ?? "?"} → ${queue.visible ?? "?"}, oldest ${queue.oldestAgeSeconds ?? "?"} s`,
    );
    const age = queue.oldestAgeSeconds;
    return {
      confidence: 0.85,
      basis: "message",
      evidence: [counts],
      values: { visible: queue.visible, growth: growth || undefined, age },
      isLasting: true,
    };
  },
};

const startedLateRule: Rule = {
  id: "worker.started-late/log",
  cause: "worker.started-late",
  evaluate(facts) {
    // A diagnosis without a send has no message that could have waited.
    if ((facts.answer.enqueued ?? 0) === 0) return undefined;
    const sentAt = Date.parse(facts.evidence.sentAt ?? "");
    const started = firstTold(facts.worker, "worker-begun");
    if (!started?.line.at || !facts.accepted || facts.workerBefore.length > 0) return undefined;
    const waited = Math.round((started.line.at - sentAt) / 1_000);
    const isEarlier = facts.handled.some(({ line }) => line < started.line.line);
    if (!(waited >= LATE_SECONDS) || isEarlier) return undefined;
    return {
      confidence: 0.82,
      basis: "message",
      evidence: [excerptOfLine(started.line)],
      values: { waited },
      isLasting: true,
    };
  },
};

const otherConsumerRule: Rule = {
  id: "worker.other-consumer/empty-queue",
  cause: "worker.other-consumer",
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
  id: "worker.other-consumer/taken",
  cause: "worker.other-consumer",
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

export const workerSilenceRules: readonly Rule[] = [
  notPollingRule,
  stuckRule,
  backlogRule,
  startedLateRule,
  otherConsumerRule,
  takenRule,
];
