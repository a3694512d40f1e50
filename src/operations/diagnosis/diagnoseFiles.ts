import * as l10n from "@vscode/l10n";
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import { text as textOf } from "node:stream/consumers";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { maskStart } from "../../common/masking";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import type { Explanation } from "../../diagnosis/explanation";
import { explainParsed } from "../../diagnosis/explanation";
import { parseEvidence } from "../../diagnosis/evidence";
import { LogParser } from "../../diagnosis/logs/logParser";
import type { LogSource } from "../../diagnosis/logs/types";
import { diagnoseParsed } from "../../diagnosis/verdict";
import { withOwnCommands } from "../../targets/evidence/shownFixes";
import { isTimeZone, machineTimeZone } from "../../common/timeZone";
import { leadingCase } from "../handOver/handOver";
import type { HandOver } from "../handOver/handOver";
import { isHandOver, readHandOver } from "../handOver/handOverFile";
import type { DiagnosisContext } from "./diagnoseCollected";
import { ignoredIn } from "./diagnoseCollected";

/** Larger than a stream's usual chunk, so that a large file takes fewer turns. */
const READ_BYTES = 256 * 1_024;

export interface GivenFiles {
  evidence?: string;
  /** The bundle itself, in place of its file. */
  bundle?: string;
  workerLog?: string;
  apiLog?: string;
  timeZone?: string;
  /** Also give the facts and rules behind the verdict. */
  explain?: boolean;
}

export interface DiagnosedFiles {
  /** The evidence; of a log read from a file it holds only the end. */
  evidence: Evidence;
  diagnosis: Diagnosis;
  explanation?: Explanation;
  /** Where the file is one: evidence and diagnosis are those of an example of its largest group that failed. */
  handOver?: HandOver;
}

/**
 * Diagnoses a bundle, logs, or both; a log file and the time zone override the bundle's. A hand-over keeps the verdicts
 * that it was made with.
 * Errors: `evidence-unreadable`, `bad-request`.
 */
export async function diagnoseFiles(
  { explain, ...files }: GivenFiles,
  { language, workspace, commandLine }: Pick<DiagnosisContext, "language" | "workspace" | "commandLine">,
): Promise<DiagnosedFiles> {
  const { evidence, logs, handOver } = await readGivenFiles(files);
  const ignored = await ignoredIn(workspace, []);
  const explanation = explain && { explanation: explainParsed(evidence, logs, ignored) };
  const handed = handOver && leadingCase(handOver);
  if (handOver && handed) return { evidence, diagnosis: handed.diagnosis, handOver, ...explanation };
  const diagnosis = withOwnCommands(diagnoseParsed(evidence, logs, { language, ignored }), commandLine);
  return { evidence, diagnosis, ...(handOver && { handOver }), ...explanation };
}

/** Reads the files and parses their logs. Errors: those of diagnoseFiles. */
export async function readGivenFiles({
  evidence: file,
  bundle: pasted,
  timeZone,
  workerLog,
  apiLog,
}: Omit<GivenFiles, "explain">) {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new ExpectedError(
      "bad-request",
      l10n.t("Unknown time zone: {0}", timeZone),
      l10n.t("Use an IANA name such as Asia/Seoul, or an offset such as +09:00."),
    );
  const text = pasted ?? (await readText(file));
  const handOver = isHandOver(text) ? readHandOver(text) : undefined;
  if (handOver && (workerLog ?? apiLog ?? timeZone) !== undefined)
    throw new ExpectedError(
      "bad-request",
      l10n.t("This file has its own logs and times: it is a hand-over of {0}", handOver.environment),
      l10n.t("Give it alone."),
    );
  const given = handOver ? (leadingCase(handOver)?.evidence ?? {}) : parseEvidence(text);
  const bundle: Evidence = { ...given, ...(timeZone !== undefined && { timeZone }) };
  const [worker, api] = await Promise.all([
    readLog("worker.logs", workerLog, bundle.worker?.logs, bundle),
    readLog("api.logs", apiLog, bundle.api?.logs, bundle),
  ]);
  const evidence: Evidence = {
    ...bundle,
    ...(worker && { worker: { ...bundle.worker, logs: worker.text } }),
    ...(api && { api: { ...bundle.api, logs: api.text } }),
  };
  const logs = { ...(worker && { worker: worker.log }), ...(api && { api: api.log }) };
  return { evidence, logs, ...(handOver && { handOver }) };
}

/** An empty bundle where only logs are given. */
async function readText(file: string | undefined): Promise<string> {
  if (file === undefined) return "{}";
  if (file === "-") return textOf(process.stdin);
  return fs.readFile(file, "utf8").catch((error: unknown) => {
    throw unreadable(file, error, (why) => l10n.t("The bundle cannot be read: {0}", why));
  });
}

/** Streams a log file: its size does not matter, and only its end is kept as text. */
async function readLog(source: LogSource, file: string | undefined, pasted: string | undefined, bundle: Evidence) {
  if (file === undefined && pasted === undefined) return undefined;
  const { sentAt, collectedAt, timeZone } = bundle;
  // A file may come from this machine; a bundle's contents are independent of where it is read.
  const machineZone = file === undefined ? undefined : machineTimeZone();
  const parser = new LogParser({ source, sentAt, collectedAt, timeZone, machineZone });
  if (file === undefined) parser.push(pasted ?? "");
  else {
    try {
      for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) parser.push(chunk as Uint8Array);
    } catch (error) {
      throw unreadable(file, error, (why) => l10n.t("The log cannot be read: {0}", why));
    }
  }
  const log = parser.end();
  return { log, text: parser.tail };
}

/** Why a file cannot be read, and what to do; `sentence` words it if only the system's message is known. */
function unreadable(file: string, error: unknown, sentence: (why: string) => string): ExpectedError {
  const [message, nextStep] = wordsOf(maskStart(file, 300), codeOf(error)) ?? [
    sentence(maskStart(messageOf(error), 300)),
  ];
  return new ExpectedError("evidence-unreadable", message, nextStep, { cause: error });
}

function wordsOf(file: string, code: string | undefined): [string, string] | undefined {
  if (code === "ENOENT" || code === "ENOTDIR")
    return [l10n.t("There is no file {0}", file), l10n.t("Check the path; it starts at {0}.", process.cwd())];
  if (code === "EISDIR") return [l10n.t("{0} is a folder", file), l10n.t("Name the file in it.")];
  if (code === "EACCES" || code === "EPERM")
    return [
      l10n.t("{0} cannot be read: permission denied", file),
      l10n.t("Allow your user to read it, or copy it to where you may read it."),
    ];
  return undefined;
}
