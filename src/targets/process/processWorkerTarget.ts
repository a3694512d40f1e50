import * as l10n from "@vscode/l10n";
import fs from "node:fs/promises";
import path from "node:path";
import { codeOf, ExpectedError, messageOf } from "../../common/errors";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import { MOST_LINES } from "../environment";
import type { EnvironmentVariables, TailEntry, WorkerContainer, WorkerTarget } from "../environment";
import { readOwnAccess } from "../own/ownAccess";
import type { OwnAccess, OwnPlaces } from "../own/ownAccess";
import { withoutSecrets } from "../secretFingerprint";
import { instantOfLine } from "./lineTime";
import { LineSplitter } from "./lineSplitter";
import { LogFileTail } from "./logFileTail";
import { zoneOfLogFile } from "./logFileZone";
import { variablesOf, readProcess } from "./runningProcess";

/** Read from the end of the file; enough for MOST_LINES. */
const MAX_BYTES = 32 * 1024 * 1024;

export interface ProcessWorkerSettings {
  logFile: string;
  pidFile?: string | undefined;
  /** Time zone of log times without one. */
  timeZone?: string | undefined;
}

/** A worker that runs as a plain process: its log file and, with a process file, its state and (Linux) variables. */
export function createProcessWorkerTarget(settings: ProcessWorkerSettings): WorkerTarget {
  return new ProcessWorkerTarget(settings);
}

class ProcessWorkerTarget implements WorkerTarget {
  readonly #logFile: string;
  readonly #pidFile: string | undefined;
  readonly #timeZone: string | undefined;
  /** Absent without a process file: the process is then unknown. */
  readonly variables?: (signal?: AbortSignal) => Promise<EnvironmentVariables>;
  readonly ownAccess?: (places: OwnPlaces, signal?: AbortSignal) => Promise<OwnAccess>;

  constructor({ logFile, pidFile, timeZone }: ProcessWorkerSettings) {
    this.#logFile = logFile;
    this.#pidFile = pidFile;
    this.#timeZone = timeZone;
    if (pidFile === undefined) return;
    this.variables = async () => withoutSecrets(await readVariables(pidFile));
    this.ownAccess = async (places, signal) =>
      readOwnAccess(await readVariables(pidFile), "ReceiveMessage", places, signal);
  }

  get origin(): string {
    return l10n.t("log file {0}", this.#logFile);
  }

  /** Without a process file the state is unknown. */
  async container(): Promise<WorkerContainer> {
    const name = path.basename(this.#pidFile ?? this.#logFile).replace(/\.(?:log|pid)$/, "");
    if (this.#pidFile === undefined) return { name };
    const { state, startedAt } = await reading(this.#pidFile, readProcess(this.#pidFile));
    return { name, state, ...(startedAt !== undefined && { startedAt }) };
  }

  /** A line without a time belongs to the line before it. Errors: `log-missing`, `log-unreadable`. */
  async linesSince(at: number, signal?: AbortSignal): Promise<LogLine[]> {
    const { bytes, zone } = await reading(this.#logFile, readEnd(this.#logFile, this.#timeZone));
    signal?.throwIfAborted();
    const splitter = new LineSplitter(Buffer.alloc(0));
    const lines: LogLine[] = [];
    const texts = [...splitter.split(bytes), ...splitter.end()];
    let time = 0;
    for (const { text } of texts) {
      time = instantOfLine(text, zone) ?? time;
      if (time >= at) lines.push({ seq: lines.length + 1, at: time, text });
    }
    return lines.slice(-MOST_LINES);
  }

  async *tail(position: string | undefined, signal: AbortSignal): AsyncGenerator<TailEntry> {
    try {
      yield* new LogFileTail(this.#logFile, signal, this.#timeZone).entries(position);
    } catch (error) {
      throw unreadable(this.#logFile, error);
    }
  }
}

/** With its secrets: only for `withoutSecrets` and the process's own access. */
async function readVariables(pidFile: string): Promise<Record<string, string>> {
  const { pid, state } = await reading(pidFile, readProcess(pidFile));
  const variables = pid !== undefined && state === "running" ? await variablesOf(pid) : undefined;
  if (variables) return variables;
  throw new ExpectedError(
    "variables-unknown",
    l10n.t("The worker's variables cannot be read: {0}", state === "running" ? l10n.t("no access") : state),
    l10n.t("Run this as the worker's user, or start the worker."),
  );
}

async function readEnd(file: string, timeZone: string | undefined): Promise<{ bytes: Buffer; zone: string }> {
  const handle = await fs.open(file, "r");
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - MAX_BYTES);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    // Skips the partial first line.
    const bytes = buffer.subarray(start > 0 ? buffer.indexOf("\n") + 1 : 0, bytesRead);
    return { bytes, zone: timeZone ?? (await zoneOfLogFile(handle)) };
  } finally {
    await handle.close();
  }
}

async function reading<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): unknown {
  if (ExpectedError.is(error) || codeOf(error) === undefined) return error;
  const isMissing = codeOf(error) === "ENOENT";
  return new ExpectedError(
    isMissing ? "log-missing" : "log-unreadable",
    isMissing ? l10n.t("There is no file {0}", file) : l10n.t("{0} cannot be read: {1}", file, messageOf(error)),
    l10n.t("Correct its path in the environment's settings."),
    { cause: error },
  );
}
