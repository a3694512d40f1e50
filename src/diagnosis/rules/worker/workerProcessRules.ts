import type { CauseId } from "../../causes/causeIds";
import { isUnset } from "../../facts/variableFacts";
import type { Facts } from "../../facts";
import { type Line, clip, excerptAt, excerptOfLine, excerptOfTold, timesOf } from "../../logLines";
import { soundsBad } from "../../logs/complaints";
import type { Sign } from "../../logs/types";
import type { WordedSign } from "../../logs/wordings/wordings";
import { firstTold, isReason, isSaidIn, lastTold, tells, toldIn } from "../../signs";
import type { NoteId, Values } from "../../texts/text";
import type { Rule } from "../rule";

const KILLED = 137;
/** A worker that has been up for this long is not in a restart loop. */
const STEADY_MS = 600_000;
const REQUIRED = ["SOLAPI_API_KEY", "SOLAPI_API_SECRET", "SOLAPI_SENDER"];

const isDown = ({ process }: Facts) =>
  process.state !== undefined && process.state !== "running" && process.state !== "paused";
const isWorking = ({ handled, accepted }: Facts) => handled.length > 0 || accepted !== undefined;

export function processValues(facts: Facts): Values {
  const { process, queue, worker, workerBefore, waitedSeconds } = facts;
  const lines = [...workerBefore, ...(worker ?? [])].filter(({ text }) => text.trim());
  const bad = lines.findLast(({ record }) => soundsBad(record));
  // A pasted description of a container ends with whatever its last field is.
  const isPasted = process.source === "worker.logs";
  const last = bad ?? (isPasted ? undefined : lines.at(-1));
  return {
    container: process.name,
    state: process.said,
    exitCode: process.exitCode,
    restarts: process.restarts,
    health: process.health,
    waiting: queue.visible || undefined,
    last: last && clip(last.text, 120),
    waited: waitedSeconds,
    oom: process.isOomKilled === undefined ? undefined : String(process.isOomKilled),
  };
}

export const containerEvidence = ({ process }: Facts) =>
  excerptAt(
    process.source,
    [
      `state=${process.said ?? "?"}`,
      process.exitCode !== undefined && `exitCode=${process.exitCode}`,
      process.isOomKilled && "oomKilled=true",
      process.restarts !== undefined && `restartCount=${process.restarts}`,
    ]
      .filter(Boolean)
      .join(", "),
  );

/** Lines that may explain why the worker is down: those since the send and, if it is down, also those from before. */
function lastWords(facts: Facts): Line[] {
  const { worker = [], workerBefore } = facts;
  if (!isDown(facts)) return worker;
  const start = workerBefore.findLastIndex((line) => tells(line, "worker-begun"));
  return [...workerBefore.slice(Math.max(0, start)), ...worker];
}

/** The log was read and says nothing yet. A more specific cause may still come. */
const hasNoWords = (facts: Facts) => facts.worker !== undefined && lastWords(facts).length === 0;

/** A line that explains the end of the worker. */
interface LastWord {
  cause: CauseId;
  sign: WordedSign;
  confidence: number;
  /** A sign in the same log that explains the line otherwise. */
  unless?: Sign;
  values?: (values: Readonly<Record<string, string>>, line: Line) => Values;
}

const lastWordSigns: readonly LastWord[] = [
  {
    cause: "worker.env-missing",
    sign: "variable-missing",
    confidence: 0.95,
    values: ({ variable = "" }) => ({ variable: clip(variable, 120) }),
  },
  {
    cause: "worker.module-not-found",
    sign: "module-missing",
    confidence: 0.95,
    values: ({ module = "" }, { text, record: { exception } }) => ({
      module: clip(module, 80),
      message: clip(exception ? `${exception.type}: ${exception.message}` : text, 120),
    }),
  },
  {
    cause: "worker.error-exit",
    sign: "too-many-failures",
    confidence: 0.95,
    values: ({ count }) => ({ count }),
  },
  {
    cause: "worker.oom-killed",
    sign: "memory-used-up",
    confidence: 0.85,
    unless: "api-slow", // gunicorn asks "out of memory?" also of a process that it ends for its time limit
    values: (_, { all, text, record: { exception } }) =>
      isSaidIn(all, "memory-refused")
        ? { variant: "thrown", said: clip(exception ? `${exception.type}: ${exception.message}` : text, 120) }
        : {},
  },
  {
    cause: "worker.exception",
    sign: "loop-failed",
    confidence: 0.85,
    values: ({ reason }, { text, record: { exception } }) => ({
      type: exception?.type,
      message: clip(exception?.message ?? reason ?? text, 160),
    }),
  },
];

const lastWordRules: Rule[] = lastWordSigns.map(({ cause, sign, confidence, unless, values }) => ({
  id: `${cause}/log`,
  cause,
  evaluate(facts) {
    const words = lastWords(facts);
    const found = lastTold(words, sign);
    if (!found || (unless && toldIn(words, unless).length > 0)) return undefined;
    const reason = cause === "worker.error-exit" ? lastTold(facts.worker, "reason-named")?.values["reason"] : undefined;
    const isBefore = found.line.record.beforeSend;
    const isOther = tells(found.line, "exec-format-wrong");
    const notes: NoteId[] = [
      ...(isBefore ? (["before-send"] as const) : []),
      ...(isOther ? (["other-architecture"] as const) : []),
    ];
    return {
      // These lines are old: the worker was already down. They never make the verdict certain.
      confidence: isBefore ? 0.75 : confidence,
      basis: isBefore ? "state" : "message",
      evidence: [excerptOfTold(found), ...(facts.process.state ? [containerEvidence(facts)] : [])],
      values: { ...processValues(facts), ...values?.(found.values, found.line), reason: reason && clip(reason, 120) },
      ...(found.line.at !== undefined && { at: found.line.at }),
      ...(notes.length > 0 && { notes }),
    };
  },
}));

const rowModuleRule: Rule = {
  id: "worker.module-not-found/row",
  cause: "worker.module-not-found",
  evaluate(facts) {
    const row = facts.rows?.find(({ failure_reason }) => isReason(failure_reason, "module-missing"));
    if (!row) return undefined;
    const values = { module: "solapi", message: row.failure_reason && clip(row.failure_reason, 120) };
    return {
      confidence: 0.95,
      basis: "message",
      evidence: [excerptAt("notificationLogs", `failure_reason=${row.failure_reason ?? ""}`)],
      values,
    };
  },
};

const emptyVariableRule: Rule = {
  id: "worker.env-missing/env",
  cause: "worker.env-missing",
  evaluate(facts) {
    const missing = REQUIRED.filter((name) => isUnset(facts.evidence.worker?.env?.[name]));
    if (missing.length === 0 || isWorking(facts)) return undefined;
    const evidence = [excerptAt("worker.env", missing.map((name) => `${name} is not set`).join(", "))];
    if (facts.process.state) evidence.push(containerEvidence(facts));
    return {
      confidence: isDown(facts) ? 0.9 : 0.75,
      basis: "state",
      evidence,
      values: { ...processValues(facts), variable: missing.join(", ") },
    };
  },
};

const missingRule: Rule = {
  id: "worker.not-running/container",
  cause: "worker.not-running",
  evaluate(facts) {
    const { state } = facts.process;
    if (state !== "missing" && state !== "created") return undefined;
    return { confidence: 0.95, basis: "state", evidence: [containerEvidence(facts)], values: processValues(facts) };
  },
};

/** What `docker logs` prints if there is no container. */
const noContainerRule: Rule = {
  id: "worker.not-running/log",
  cause: "worker.not-running",
  evaluate(facts) {
    const found = firstTold([...facts.workerBefore, ...(facts.worker ?? [])], "container-absent");
    if (!found || facts.process.state === "running") return undefined;
    const container = facts.process.name ?? found.values["container"];
    return {
      confidence: 0.92,
      basis: "state",
      evidence: [excerptOfLine(found.line)],
      values: { ...processValues(facts), container },
    };
  },
};

const exitedRule: Rule = {
  id: "worker.exited/container",
  cause: "worker.exited",
  evaluate(facts) {
    if (facts.process.state !== "exited") return undefined;
    const confidence = hasNoWords(facts) ? 0.75 : 0.93;
    const thrown = lastWords(facts).findLast(({ record }) => record.exception);
    const evidence = [containerEvidence(facts), ...(thrown ? [excerptOfLine(thrown)] : [])];
    return { confidence, basis: "state", evidence, values: processValues(facts) };
  },
};

/** The log ends with a shutdown that a signal requested. */
const shutdownRule: Rule = {
  id: "worker.exited/log",
  cause: "worker.exited",
  evaluate(facts) {
    const end = lastTold(facts.worker, "shut-down-by-signal");
    const signal = firstTold(facts.worker, "signal-received");
    if (!end || !signal || facts.process.state === "running" || isRestarted(facts, end.line)) return undefined;
    return {
      confidence: 0.8,
      basis: "state",
      evidence: [excerptOfLine(signal.line), excerptOfLine(end.line)],
      values: processValues(facts),
    };
  },
};

const isRestarted = ({ worker }: Facts, after: Line) =>
  toldIn(worker, "worker-begun").some(({ line }) => line.line > after.line);

const selfStopRule: Rule = {
  id: "worker.self-stop/log",
  cause: "worker.self-stop",
  evaluate(facts) {
    const words = lastWords(facts);
    const end = lastTold(words, "ended-itself");
    const signal = firstTold(words, "end-explained");
    if (end && !signal && !isRestarted(facts, end.line)) {
      const isSure = facts.process.exitCode === 0 || facts.process.state === "exited";
      return {
        confidence: isSure ? 0.92 : 0.82,
        basis: "message",
        evidence: [excerptOfLine(end.line)],
        values: processValues(facts),
      };
    }
    const started = lastTold(words, "worker-begun");
    const isSilentEnd =
      facts.process.state === "exited" && facts.process.exitCode === 0 && words.length > 0 && !signal && !end;
    if (!isSilentEnd || words.some(({ record }) => record.exception)) return undefined;
    const evidence = [containerEvidence(facts), ...(started ? [excerptOfLine(started.line)] : [])];
    return { confidence: 0.78, basis: "state", evidence, values: processValues(facts) };
  },
};

const crashLoopRule: Rule = {
  id: "worker.crash-loop/container",
  cause: "worker.crash-loop",
  evaluate(facts) {
    const { process, evidence } = facts;
    const starts = toldIn(facts.worker, "worker-begun");
    const since = Date.parse(evidence.sentAt ?? "");
    const isYoung = process.startedAt !== undefined && process.startedAt > since;
    // The engine never resets its restart count. A container that started long before the send is past its restarts.
    const isOld = process.startedAt !== undefined && since - process.startedAt > STEADY_MS;
    const isLooping =
      process.state === "restarting" ||
      ((process.restarts ?? 0) >= 3 && (isYoung || (!isOld && !isWorking(facts) && process.state === "running")));
    // An invalid value ends the worker at every start, just as a missing one does.
    const refused = lastTold(lastWords(facts), "config-refused");
    if (!isLooping && timesOf(starts) < 3 && !refused) return undefined;
    const isPlain = timesOf(starts) >= 3 || isYoung || refused !== undefined;
    const confidence = process.state === "restarting" ? (hasNoWords(facts) ? 0.75 : 0.92) : isPlain ? 0.82 : 0.65;
    const evidenceLines = [
      ...(refused ? [excerptOfLine(refused.line)] : []),
      ...(process.state ? [containerEvidence(facts)] : []),
      ...starts.slice(-1).map(({ line }) => excerptOfLine(line)),
    ];
    return {
      confidence,
      basis: "state",
      evidence: evidenceLines,
      values: { ...processValues(facts), starts: starts.length || undefined },
    };
  },
};

const oomRule: Rule = {
  id: "worker.oom-killed/container",
  cause: "worker.oom-killed",
  evaluate(facts) {
    const { isOomKilled, exitCode, state } = facts.process;
    if (isOomKilled !== true && (exitCode !== KILLED || isOomKilled === false)) return undefined;
    // If a container is running and working again, the kill was some time ago.
    if (state === "running" && isWorking(facts)) return undefined;
    return {
      confidence: isOomKilled ? 0.95 : 0.75,
      basis: "state",
      evidence: [containerEvidence(facts)],
      values: processValues(facts),
    };
  },
};

export const workerProcessRules: readonly Rule[] = [
  ...lastWordRules,
  rowModuleRule,
  emptyVariableRule,
  missingRule,
  noContainerRule,
  exitedRule,
  shutdownRule,
  selfStopRule,
  crashLoopRule,
  oomRule,
];
