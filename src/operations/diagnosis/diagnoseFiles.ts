import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
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
import { bytesIn, readGivenText } from "./givenFile";

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
  // Where only logs are given, the bundle is empty.
  const text = pasted ?? (file === undefined ? "{}" : await readGivenText(file));
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

/** Streams a log file: its size does not matter, and only its end is kept as text. */
async function readLog(source: LogSource, file: string | undefined, pasted: string | undefined, bundle: Evidence) {
  if (file === undefined && pasted === undefined) return undefined;
  const { sentAt, collectedAt, timeZone } = bundle;
  // A file may come from this machine; a bundle's contents are independent of where it is read.
  const machineZone = file === undefined ? undefined : machineTimeZone();
  const parser = new LogParser({ source, sentAt, collectedAt, timeZone, machineZone });
  if (file === undefined) parser.push(pasted ?? "");
  else for await (const chunk of bytesIn(file)) parser.push(chunk);
  const log = parser.end();
  return { log, text: parser.tail };
}
