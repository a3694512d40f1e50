import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { Layer } from "../../common/layer";
import { createLineMask, maskFields, maskText } from "../../common/masking";
import type { Evidence } from "../../diagnosis/evidence";
import { LogParser } from "../../diagnosis/logs/logParser";
import type { LogRecord, LogSource, ParsedLog } from "../../diagnosis/logs/types";
import { layerOf } from "../../runtime/message/messageEvents";
import { tell } from "../../runtime/message/stepTexts";
import { isStopping } from "../../runtime/message/traceBreak";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { Environment } from "../../targets/environment";
import { readGivenFiles } from "../diagnosis/diagnoseFiles";
import type { GivenFiles } from "../diagnosis/diagnoseFiles";

/** One step of a recorded run: an event, a log line, an answer, a record. What is foreign in it is masked. */
export interface RecordedStep {
  /** Milliseconds since the Unix epoch; absent where nothing says when. */
  at?: number;
  layer: Layer;
  title: string;
  values: Record<string, unknown>;
  /** The forms of the log call that printed it; empty if none did, or it is unknown. */
  templates: readonly string[];
  /** A layer refused, lost or failed something here. */
  isFailure: boolean;
}

/** More steps than a person steps through. */
const MOST_STEPS = 5_000;

/** The steps of a message that passed the local stack, by its events and its log lines. Error: `trace-not-found`. */
export async function stepsOfMessage(
  environment: Environment,
  id: string,
  signal: AbortSignal,
): Promise<RecordedStep[]> {
  const query = { from: 0, until: Number.MAX_SAFE_INTEGER, id, limit: 1 };
  const [message] = (await environment.archive?.page(query, signal))?.messages ?? [];
  if (!message)
    throw new ExpectedError(
      "trace-not-found",
      l10n.t("No message is known by the id {0}", id),
      l10n.t("Find its id: {0}", "messaging messages"),
    );
  const lines = [
    ...parsedLines("api.logs", message.apiLines).map((record) => stepOfLine(record, "api")),
    ...parsedLines("worker.logs", message.workerLines).map((record) => stepOfLine(record, "worker")),
  ];
  return inOrder([...message.trace.events.map(stepOfEvent), ...lines]);
}

/** The steps that a bundle, logs, or both tell. Errors: those of diagnoseFiles, `nothing-recorded`. */
export async function stepsOfFiles(files: Omit<GivenFiles, "explain">): Promise<RecordedStep[]> {
  const { evidence, logs } = await readGivenFiles(files);
  const ofLog = (log: ParsedLog | undefined, layer: Layer) =>
    (log?.records ?? []).map((record) => stepOfLine(record, layer));
  const timed = inOrder([...ofLog(logs.api, "api"), ...ofLog(logs.worker, "worker"), ...rowSteps(evidence)]);
  const steps = [...answerSteps(evidence), ...timed, ...recordSteps(evidence)].slice(0, MOST_STEPS);
  if (steps.length > 0) return steps;
  throw nothingRecorded();
}

const nothingRecorded = () =>
  new ExpectedError(
    "nothing-recorded",
    l10n.t("There is nothing to step through: no line, no row and no record"),
    l10n.t("Name a log of the API or the worker, or a bundle that has one."),
  );

/**
 * The steps of one file or one pasted text, whose kind its content shows: a bundle or a hand-over as JSON, else log lines
 * of API, worker and provider in any mix; of a report in Markdown those in its blocks. Errors: those of diagnoseFiles,
 * `nothing-recorded`.
 */
export async function stepsOfText(text: string, timeZone?: string): Promise<RecordedStep[]> {
  const zone = timeZone !== undefined && { timeZone };
  if (/^\s*\{/.test(text) && isJson(text)) return stepsOfFiles({ bundle: text, ...zone });
  const logs = blocksOf(text).flatMap((block) => {
    const records = parsedLines("worker.logs", block.split("\n"), timeZone);
    return records.some(({ at, pattern }) => at !== undefined || pattern !== undefined) ? records : [];
  });
  const steps = inOrder(logs.map((record) => stepOfLine(record, "worker"))).slice(0, MOST_STEPS);
  if (steps.length > 0) return steps;
  throw nothingRecorded();
}

/** The lines between the fences of Markdown; all of a text without them. */
function blocksOf(text: string): string[] {
  const blocks: string[][] = [];
  let fence: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const mark = /^(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) {
      fence = mark;
      blocks.push([]);
    } else if (fence !== undefined && line.trimEnd() === fence) fence = undefined;
    else if (fence !== undefined) blocks.at(-1)!.push(line);
  }
  return blocks.length === 0 ? [text] : blocks.map((block) => block.join("\n"));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const parsedLines = (source: LogSource, lines: readonly string[], timeZone?: string): LogRecord[] => {
  const parser = new LogParser({ source, timeZone });
  parser.push(lines.join("\n"));
  return parser.end().records;
};

function stepOfEvent(event: SequencedEvent): RecordedStep {
  const { type, at, details, messageId } = event;
  return {
    at,
    layer: layerOf(type),
    title: tell(event).title,
    // The academy's own number is none to hide.
    values: {
      ...maskFields({ ...details, messageId }, maskText),
      ...("sender" in details && { sender: details.sender }),
    },
    templates: [],
    isFailure: isStopping(type),
  };
}

function stepOfLine({ at, text, level, pattern, values, exception, detail }: LogRecord, layer: Layer): RecordedStep {
  const known = pattern?.layer === "data" ? "worker" : pattern?.layer;
  const [title, ...below] = [text, ...detail].map(createLineMask(maskText));
  const more = { level, exception, ...(below.length > 0 && { detail: below.join("\n") }) };
  return {
    ...(at !== undefined && { at }),
    layer: known ?? layer,
    title: title!,
    values: maskFields({ ...values, ...more }, maskText),
    templates: pattern ? [pattern.template, ...(pattern.aliases ?? [])] : [],
    isFailure: exception !== undefined || level === "ERROR" || level === "CRITICAL",
  };
}

function answerSteps({ api, request, sentAt }: Evidence): RecordedStep[] {
  if (!api || (api.status === undefined && !api.error)) return [];
  const { status, body, error, elapsedMs } = api;
  const title = status === undefined ? l10n.t("the API did not answer") : l10n.t("the API answers {0}", status);
  const values = maskFields({ status, body, error, elapsedMs, request }, maskText);
  const at = sentAt ? { at: Date.parse(sentAt) } : {};
  return [{ ...at, layer: "api", title, values, templates: [], isFailure: status === undefined || status >= 400 }];
}

const rowSteps = ({ notificationLogs = [] }: Evidence): RecordedStep[] =>
  notificationLogs.map((row) => {
    const at = Date.parse(row.sent_at ?? "");
    const title = l10n.t("row {0} of NotificationLog", row.id ?? "");
    const when = Number.isNaN(at) ? {} : { at };
    return {
      ...when,
      layer: "worker",
      title,
      values: maskFields(row, maskText),
      templates: [],
      isFailure: row.success === false,
    };
  });

const recordSteps = ({ provider }: Evidence): RecordedStep[] =>
  (provider?.messages ?? []).map((record) => ({
    layer: "provider",
    title: maskText(l10n.t("Solapi's record: {0} {1}", record.statusCode ?? "", record.statusMessage ?? "")),
    values: maskFields(record, maskText),
    templates: [],
    isFailure: !/^(?:[24]|$)/.test(record.statusCode ?? ""),
  }));

/** By time; what has none stays behind what it followed. */
function inOrder(steps: readonly RecordedStep[]): RecordedStep[] {
  let latest = 0;
  const keyed = steps.map((step, index) => {
    if (step.at !== undefined) latest = step.at;
    return { step, at: step.at ?? latest, index };
  });
  return keyed.sort((a, b) => a.at - b.at || a.index - b.index).map(({ step }) => step);
}
