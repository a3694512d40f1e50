import { isUnset } from "../../facts/variableFacts";
import type { Facts } from "../../facts";
import { type Line, allMatches, clip, excerptAt, excerptOfLine, firstMatch, lastMatch, timesOf } from "../../logLines";
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
  const last = [...workerBefore, ...(worker ?? [])].filter(({ text }) => text.trim()).at(-1);
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
    "worker.container",
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
  const start = workerBefore.findLastIndex(({ text }) => /Worker started/.test(text));
  return [...workerBefore.slice(Math.max(0, start)), ...worker];
}

/** The log was read and says nothing yet. A more specific cause may still come. */
const hasNoWords = (facts: Facts) => facts.worker !== undefined && lastWords(facts).length === 0;

interface DeathText {
  cause:
    | "worker.env-missing"
    | "worker.module-not-found"
    | "worker.error-exit"
    | "worker.oom-killed"
    | "worker.exception"
    | "worker.database";
  pattern: RegExp;
  unless?: RegExp;
  confidence: number;
  values: (groups: RegExpExecArray, line: Line) => Values;
}

const deaths: readonly DeathText[] = [
  {
    cause: "worker.env-missing",
    pattern:
      /config error: (?:Missing required env(?:ironment)?(?: variables?)?:?\s*)(\S.*)|Missing required env(?:ironment)?(?: variables?)?:?\s*(\S.*)|(?:environment variable|env(?:ironment)? var|환경 ?변수)\s*["']?([A-Z][A-Z0-9_]{3,})["']?.{0,24}(?:missing|required|not set|must be set|없|설정되지)|["']([A-Z][A-Z0-9_]{3,})["'] environment variable must be set|\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b (?:is )?(?:required|not set|must be set|missing)|KeyError: ["']([A-Z][A-Z0-9]*_[A-Z0-9_]+)["']/,
    unless: /No module named|DB connection|Redis disabled|DJANGO_SETTINGS_MODULE(?!' environment variable must)|pf_id/,
    confidence: 0.95,
    values: (groups) => ({ variable: clip(groups.slice(1).find(Boolean) ?? "", 120) }),
  },
  {
    cause: "worker.module-not-found",
    pattern:
      /(?:ModuleNotFoundError: )?No module named ["']?([\w.]+)|ModuleNotFoundError: ?(.*)|(?:ImportError: ?)?cannot import name ["']?(\w+)|(solapi) SDK not installed|(solapi)_not_installed|Error while finding module specification for ["']?([\w.]+)|Cannot find module ["']?([^\s"']+)|ImportError: ?(.*)/,
    confidence: 0.95,
    values: (groups, line) => ({
      module: clip(groups.slice(1).find(Boolean) ?? "", 80),
      message: clip(
        line.record.exception ? `${line.record.exception.type}: ${line.record.exception.message}` : line.text,
        120,
      ),
    }),
  },
  {
    cause: "worker.error-exit",
    pattern: /Too many consecutive errors(?: \((\d+)\))?/,
    confidence: 0.95,
    values: (groups) => ({ count: groups[1] }),
  },
  {
    cause: "worker.oom-killed",
    pattern: /^Killed$|Out of memory|OOMKilled|oom-kill|Cannot allocate memory|heap out of memory|MemoryError/im,
    confidence: 0.85,
    values: () => ({}),
  },
  {
    cause: "worker.exception",
    pattern: /Unexpected error in main loop:? ?(.*)|Fatal error in Messaging Worker|can't open file/,
    unless:
      /Failed to (?:receive|get queue)|when calling the \w+ operation|endpoint URL|locate credentials|OperationalError|connection slots|MemoryError|redis\.exceptions/,
    confidence: 0.85,
    values: (groups, { record }) => ({
      type: record.exception?.type,
      message: clip(record.exception?.message ?? groups[1] ?? groups[0], 160),
    }),
  },
];

const deathRules: Rule[] = deaths.map(({ cause, pattern, unless, confidence, values }) => ({
  id: `${cause}/log`,
  cause,
  evaluate(facts) {
    const found = lastMatch(lastWords(facts), pattern, unless);
    if (!found) return undefined;
    const reasons = allMatches(facts.worker, /message will retry: (.+?)(?: trace_id=|$)|reason=(.+?)(?: trace_id=|$)/);
    const reason = cause === "worker.error-exit" ? reasons.at(-1)?.groups.slice(1).find(Boolean) : undefined;
    const isBefore = found.line.record.beforeSend;
    const notes: NoteId[] = [
      ...(isBefore ? (["before-send"] as const) : []),
      ...(/exec format error/.test(found.line.all) ? (["other-architecture"] as const) : []),
    ];
    return {
      // These lines are old: the worker was already down. They never make the verdict certain.
      confidence: isBefore ? 0.75 : confidence,
      basis: isBefore ? "state" : "message",
      evidence: [excerptOfLine(found.line, found.groups), ...(facts.process.state ? [containerEvidence(facts)] : [])],
      values: { ...processValues(facts), ...values(found.groups, found.line), reason: reason && clip(reason, 120) },
      ...(found.line.at !== undefined && { at: found.line.at }),
      ...(notes.length > 0 && { notes }),
    };
  },
}));

const rowModuleRule: Rule = {
  id: "worker.module-not-found/row",
  cause: "worker.module-not-found",
  evaluate(facts) {
    const row = facts.rows?.find(({ failure_reason }) =>
      /solapi_not_installed|No module named|ModuleNotFoundError/.test(failure_reason ?? ""),
    );
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
    const found = firstMatch(
      [...facts.workerBefore, ...(facts.worker ?? [])],
      /No such container:? ?(\S*)|no such service:? ?(\S*)|no container found for/i,
    );
    if (!found || facts.process.state === "running") return undefined;
    const container = facts.process.name ?? found.groups.slice(1).find(Boolean);
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
    const end = lastMatch(facts.worker, /shutdown complete|Graceful shutdown: exiting|^Terminated$/);
    const signal = firstMatch(facts.worker, /Received (?:signal|SIG)|^Terminated$/);
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
  (worker ?? []).some(({ line, text }) => line > after.line && /Worker started/.test(text));

const selfStopRule: Rule = {
  id: "worker.self-stop/log",
  cause: "worker.self-stop",
  evaluate(facts) {
    const words = lastWords(facts);
    const end = lastMatch(
      words,
      /shutdown complete|Graceful shutdown: exiting|exiting main loop|worker (?:finished|stopped)/i,
    );
    const signal = firstMatch(words, /Received (?:signal|SIG)|SIGTERM|SIGINT|^Terminated$|Too many consecutive/i);
    if (end && !signal && !isRestarted(facts, end.line)) {
      const isSure = facts.process.exitCode === 0 || facts.process.state === "exited";
      return {
        confidence: isSure ? 0.92 : 0.82,
        basis: "message",
        evidence: [excerptOfLine(end.line)],
        values: processValues(facts),
      };
    }
    const started = lastMatch(words, /Worker started/);
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
    const starts = allMatches(facts.worker, /(?<!AI )Worker started/);
    const since = Date.parse(evidence.sentAt ?? "");
    const isYoung = process.startedAt !== undefined && process.startedAt > since;
    // The engine never resets its restart count. A container that started long before the send is past its restarts.
    const isOld = process.startedAt !== undefined && since - process.startedAt > STEADY_MS;
    const isLooping =
      process.state === "restarting" ||
      ((process.restarts ?? 0) >= 3 && (isYoung || (!isOld && !isWorking(facts) && process.state === "running")));
    // An invalid value ends the worker at every start, just as a missing one does.
    const refused = lastMatch(
      lastWords(facts),
      /config error: (?!.*(?:[Mm]issing|required|not set|must be set|없))(.+)/,
    );
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
  ...deathRules,
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
