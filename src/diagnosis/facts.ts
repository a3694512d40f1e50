import { type Answer, isSuccess, readAnswer } from "./answers/answer";
import { isGivenUp } from "./answers/answerWords";
import { type Layer, layers } from "../common/layer";
import {
  type Difference,
  type Known,
  type Sides,
  differences,
  isOn,
  observedQueue,
  queueSides,
  regionSides,
} from "./facts/variableFacts";
import type { Evidence, NotificationLogRow, ProviderMessage } from "./evidence";
import { type Excerpt, type Line, excerptAt, excerptOfLine, linesOfLog } from "./logLines";
import { loggedAnswer } from "./facts/loggedAnswer";
import type { Platform } from "./logs/exports/platform";
import { isNoLog } from "./logs/noLog";
import type { ParsedLog } from "./logs/types";
import { type WorkerProcess, readContainer } from "./facts/containerFacts";
import { ownershipOf } from "./facts/ownership";
import { nationalDigits } from "./facts/namedRecipients";
import { isAccepted } from "./providerCodes";
import { type ProviderCall, type ProviderSign, callsIn, isAboutProvider, signsOf } from "./facts/providerSigns";
import { type Sent, isSentLine, sentIn, unsettledIn } from "./facts/sentLines";
import { tells, toldIn } from "./signs";

export interface ParsedLogs {
  worker?: ParsedLog;
  api?: ParsedLog;
}

/** What rules read: everything derived from the bundle, once. `undefined` always means not collected. */
export interface Facts {
  evidence: Evidence;
  answer: Answer;
  /** Lines since the send. The worker's lines exclude those that are certainly about another message. */
  api?: Line[];
  worker?: Line[];
  /** The worker's lines from before the send. They show its configuration, never what happened to the message. */
  workerBefore: Line[];
  generation?: ParsedLog["generation"];
  process: WorkerProcess;
  /** What runs the worker. Undefined if nothing shows it, and for a plain process. */
  platform?: Platform;
  queue: QueueFacts;
  queues: Sides;
  regions: Sides;
  observed?: Known;
  differences: Difference[];
  rows?: NotificationLogRow[];
  records?: ProviderMessage[];
  calls: ProviderCall[];
  sent: Sent[];
  mock: Line[];
  /** The provider accepted a call, but the worker ended before it logged the result. */
  unsettled?: Line;
  /** Lines of the worker about a message, this one or another. */
  handled: Line[];
  signs: ProviderSign[];
  sender: SenderFacts;
  /** Seconds from the send to the collection of the evidence. */
  waitedSeconds?: number;
  /** The deepest layer with positive evidence of a message. */
  reach?: Layer;
  /** The API's answer alone proves that this message got no further. */
  stoppedAt?: "api" | "queue";
  /** Positive evidence that the provider accepted a message. */
  accepted?: Accepted;
}

export interface QueueFacts {
  visible?: number;
  inFlight?: number;
  /** `after` − `before`. */
  growth?: number;
  /** New messages in the dead-letter queue; without a `before`, all of them. */
  dead?: number;
  isDeadCountCompared: boolean;
  oldestAgeSeconds?: number;
}

export interface SenderFacts {
  value?: string;
  source?: "Tenant.messaging_sender" | "SOLAPI_SENDER";
  /** Active numbers at the provider. */
  registered?: string[];
  isRegistered?: boolean;
}

export interface Accepted {
  confidence: number;
  evidence: Excerpt[];
  code?: string;
  group?: string;
  /** Rests on the worker's own line alone, which mock mode logs too. */
  isWorkersWord: boolean;
}

/** A frame's name is no evidence of a message: only logged text counts. */
const isAboutAMessage = (line: Line) =>
  tells(line, "message-handled") || isSentLine(line.text) || isAboutProvider(line);

/** Derives the facts. Takes the logs parsed, because as text they may not fit into memory. */
export function deriveFacts(evidence: Evidence, given: ParsedLogs): Facts {
  const logs = logsIn(given);
  const everyLine = logs.worker && linesOfLog(logs.worker);
  const api = logs.api && linesOfLog(logs.api);
  const answer = answerOf(evidence, { worker: everyLine, api });
  const generation =
    evidence.backend?.generation ?? logs.worker?.generation ?? logs.api?.generation ?? generationOf(evidence);
  const { worker, rows, records } = ownershipOf(evidence, answer, { worker: everyLine, api }, generation);
  const workerBefore = logs.worker ? linesOfLog(logs.worker, true) : [];
  const calls = callsIn(worker ?? []);
  const sent = sentIn(worker ?? []);
  const mock = toldIn(worker, "not-really-sent").map(({ line }) => line);
  const handled = (everyLine ?? []).filter(isAboutAMessage);
  const unsettled = unsettledIn(worker ?? [], calls);
  const waitedSeconds = secondsBetween(evidence.sentAt, evidence.collectedAt);
  const observed = observedQueue(evidence, answer);
  const base = {
    evidence,
    answer,
    ...(api && { api }),
    ...(worker && { worker }),
    workerBefore,
    ...(generation && { generation }),
    process: readContainer(evidence.worker?.container, logs.worker?.state),
    queue: queueFacts(evidence),
    queues: queueSides(evidence, api ?? [], [...workerBefore, ...(worker ?? [])]),
    regions: regionSides(evidence, api ?? [], [...workerBefore, ...(worker ?? [])]),
    ...(observed && { observed }),
    differences: differences(evidence),
    ...(rows && { rows }),
    ...(records && { records }),
    calls,
    sent,
    mock,
    ...(unsettled && { unsettled }),
    handled,
    signs: signsOf({ rows: rows ?? [], records: records ?? [], probe: evidence.provider?.error }, worker ?? []),
    sender: senderFacts(evidence, generation),
    ...(waitedSeconds !== undefined && { waitedSeconds }),
  };
  const platform = platformOf(evidence, logs);
  const stoppedAt = stopOf(answer);
  const accepted = acceptance(base);
  const reach = reachOf(base, accepted !== undefined);
  return {
    ...base,
    ...(platform && { platform }),
    ...(stoppedAt && { stoppedAt }),
    ...(accepted && { accepted }),
    ...(reach && { reach }),
  };
}

/** Source code, a letter or a list of changes is as good as no log. */
function logsIn({ worker, api }: ParsedLogs): ParsedLogs {
  const isLog = (log: ParsedLog | undefined): log is ParsedLog =>
    log !== undefined && (log.state !== undefined || !isNoLog(log.records));
  return { ...(isLog(worker) && { worker }), ...(isLog(api) && { api }) };
}

/** The worker's log shows it best. A collected container is Docker's, unless the log shows what runs Docker. */
function platformOf({ worker }: Evidence, logs: ParsedLogs): Platform | undefined {
  const shown = logs.worker?.platform ?? (logs.worker ? undefined : logs.api?.platform);
  return shown ?? (worker?.container ? { kind: "docker" } : undefined);
}

export const isDeeper = (one: Layer, other: Layer) => layers.indexOf(one) > layers.indexOf(other);
export const isMockSet = ({ evidence }: Pick<Facts, "evidence">) =>
  ["SOLAPI_MOCK", "DEBUG"].find((name) => isOn(evidence.worker?.env?.[name]));
/** Whether the worker can be expected to receive messages: nothing says that it is down. */
export const mayRun = ({ process }: Facts) => process.state === undefined || process.state === "running";

/**
 * The collected answer, otherwise what the API's log says. Not where deeper layers show a message: the logged answer
 * may then belong to another request.
 */
function answerOf(
  { api, notificationLogs, provider }: Evidence,
  lines: { worker?: Line[] | undefined; api?: Line[] | undefined },
): Answer {
  const answer = readAnswer(api);
  const isCollected = answer.status !== undefined || answer.error !== undefined || answer.text !== "";
  const isDeeperKnown =
    (notificationLogs ?? []).length > 0 || (provider?.messages ?? []).length > 0 || lines.worker?.some(isAboutAMessage);
  return isCollected || isDeeperKnown ? answer : { ...answer, ...loggedAnswer(lines.api ?? []) };
}

function queueFacts({ queue }: Evidence): QueueFacts {
  const { before, after } = queue ?? {};
  const visible = after?.visible;
  const growth = visible !== undefined && before?.visible !== undefined ? visible - before.visible : undefined;
  const dead = after?.dead === undefined ? undefined : after.dead - (before?.dead ?? 0);
  return {
    ...(visible !== undefined && { visible }),
    ...(after?.inFlight !== undefined && { inFlight: after.inFlight }),
    ...(growth !== undefined && { growth }),
    ...(dead !== undefined && { dead }),
    isDeadCountCompared: before?.dead !== undefined,
    ...(queue?.oldestAgeSeconds !== undefined && { oldestAgeSeconds: queue.oldestAgeSeconds }),
  };
}

const ACTIVE: ReadonlySet<string> = new Set(["active", "registered", "approved"]);

function senderFacts({ tenant, worker, provider }: Evidence, generation: Facts["generation"]): SenderFacts {
  const own = generation === "2026-08" ? "" : nationalDigits(tenant?.messaging_sender ?? "");
  const fallback = nationalDigits(worker?.env?.["SOLAPI_SENDER"] ?? "");
  const value = own.length >= 7 ? own : fallback.length >= 7 ? fallback : undefined;
  const registered = provider?.senders
    ?.filter(({ status }) => ACTIVE.has((status ?? "active").toLowerCase()))
    .map(({ phoneNumber }) => nationalDigits(phoneNumber));
  return {
    ...(value && { value, source: own.length >= 7 ? "Tenant.messaging_sender" : "SOLAPI_SENDER" }),
    ...(registered && { registered }),
    ...(registered && value && { isRegistered: registered.includes(value) }),
  };
}

/** The generation from the queue's name, where the logs don't show it. */
export function generationOf({ queue, api, worker }: Evidence): Facts["generation"] {
  const names = [queue?.name, api?.env?.["MESSAGING_SQS_QUEUE_NAME"], worker?.env?.["MESSAGING_SQS_QUEUE_NAME"]];
  return names.includes("academy-v1-messaging-queue") && !names.includes("academy-messaging-jobs")
    ? "2026-08"
    : undefined;
}

function stopOf(answer: Answer): Facts["stoppedAt"] {
  const { status, enqueued, skipped } = answer;
  if (status === undefined) return undefined;
  if (status >= 300 && status < 500 && !isGivenUp(status)) return "api";
  if (!isSuccess(answer) || enqueued !== 0 || (answer.scheduled ?? 0) > 0) return undefined;
  return (skipped ?? 0) > 0 ? "api" : "queue";
}

type Base = Omit<Facts, "reach" | "accepted" | "stoppedAt">;

function acceptance({ answer, records, sent, calls, mock, rows, worker }: Base): Accepted | undefined {
  const record = records?.find(({ statusCode }) => !statusCode || isAccepted(statusCode.trim()));
  const real = sent.filter(({ isMock }) => !isMock);
  const call = calls.find(({ status, method }) => status < 300 && method !== "GET");
  const line = real.at(-1);
  if (record?.statusCode) {
    const isShort = (answer.enqueued ?? 0) > (records?.length ?? 0);
    const isUnsettled = worker !== undefined && sent.length === 0 && rows?.length === 0;
    const evidence = [excerptAt("provider.messages", `statusCode=${record.statusCode} ${record.statusMessage ?? ""}`)];
    const group = record.groupId ?? line?.group;
    return {
      // Fewer records than messages: some never reached the provider. No result from the worker: it has not settled
      // yet.
      confidence: isShort || isUnsettled ? 0.7 : 0.97,
      evidence: line ? [excerptOfLine(line.line), ...evidence] : evidence,
      code: record.statusCode,
      ...(group && { group }),
      isWorkersWord: false,
    };
  }
  if (line && mock.length === 0) {
    const evidence = call ? [excerptOfLine(call.line), excerptOfLine(line.line)] : [excerptOfLine(line.line)];
    return { confidence: call ? 0.95 : 0.5, evidence, ...(line.group && { group: line.group }), isWorkersWord: !call };
  }
  const row = rows?.find(({ success, status }) => success ?? status?.toLowerCase() === "sent");
  if (row && mock.length === 0) {
    const evidence = [
      excerptAt("notificationLogs", `#${row.id ?? "?"} success=true`),
      ...(call ? [excerptOfLine(call.line)] : []),
    ];
    return { confidence: call ? 0.9 : 0.65, evidence, isWorkersWord: !call };
  }
  return undefined;
}

function reachOf(
  { answer, queue, worker, rows, records, signs, evidence }: Base,
  isAcceptedBy: boolean,
): Layer | undefined {
  const isProvider = isAcceptedBy || (records?.length ?? 0) > 0 || signs.some(({ origin }) => origin !== "probe");
  if (isProvider) return "provider";
  if ((worker ?? []).some(isAboutAMessage) || (rows?.length ?? 0) > 0) return "worker";
  const before = evidence.queue?.before?.inFlight;
  const isTaken = before !== undefined && (queue.inFlight ?? 0) > before;
  if (
    (answer.enqueued ?? 0) > 0 ||
    (queue.growth ?? 0) > 0 ||
    isTaken ||
    (queue.isDeadCountCompared && (queue.dead ?? 0) > 0)
  )
    return "queue";
  return answer.status !== undefined || answer.error ? "api" : undefined;
}

function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  const elapsed = Date.parse(to ?? "") - Date.parse(from ?? "");
  return Number.isFinite(elapsed) && elapsed >= 0 ? Math.round(elapsed / 1_000) : undefined;
}
