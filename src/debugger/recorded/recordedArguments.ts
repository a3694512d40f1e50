import * as l10n from "@vscode/l10n";
import fs from "node:fs/promises";
import path from "node:path";
import { codeOf, ExpectedError, messageOf } from "../../common/errors";
import { stepsOfFiles, stepsOfMessage, stepsOfText } from "../../operations/debugging/recordedSteps";
import type { RecordedStep } from "../../operations/debugging/recordedSteps";
import type { Environment } from "../../targets/environment";

/** What a launch configuration names: a message of the local stack, or files. */
export interface RecordedArguments {
  trace?: string;
  evidence?: string;
  apiLog?: string;
  workerLog?: string;
  /** A report, a bundle, or logs, whichever it is. */
  file?: string;
  /** The same, as it was pasted. */
  text?: string;
  timeZone?: string;
}

const names = ["trace", "evidence", "apiLog", "workerLog", "file", "text", "timeZone"] as const;

/** Error: `bad-request` if it names nothing. */
export function recordedArguments(given: object): RecordedArguments {
  const named = names.flatMap((name) => {
    const value = (given as Record<string, unknown>)[name];
    return typeof value === "string" && value !== "" ? [[name, value] as const] : [];
  });
  if (named.some(([name]) => name !== "timeZone")) return Object.fromEntries(named);
  throw new ExpectedError(
    "bad-request",
    l10n.t("This launch configuration names nothing to step through"),
    l10n.t("Give it one of these: {0}", "trace, evidence, apiLog, workerLog, file, text"),
  );
}

/** What is stepped through, as its thread's name. */
export function nameOf({ trace, text, timeZone: _zone, ...files }: RecordedArguments): string {
  if (trace !== undefined) return trace;
  const names = Object.values(files).map((file: string) => path.basename(file));
  return names.length === 0 && text !== undefined ? l10n.t("Pasted text") : names.join(", ");
}

/** Errors: those of the operations behind it, `evidence-unreadable`. */
export async function recordedSteps(
  { trace, text, file, ...files }: RecordedArguments,
  open: () => Promise<Environment>,
  signal: AbortSignal,
): Promise<RecordedStep[]> {
  if (trace !== undefined) return stepsOfMessage(await open(), trace, signal);
  const given = text ?? (file === undefined ? undefined : await readFile(file));
  return given === undefined ? stepsOfFiles(files) : stepsOfText(given, files.timeZone);
}

async function readFile(file: string): Promise<string> {
  try {
    if ((await fs.stat(file)).size > LARGEST_FILE)
      throw new ExpectedError(
        "evidence-unreadable",
        l10n.t("{0} is too large to step through", file),
        l10n.t("Name it as apiLog or workerLog: those are read whatever their size."),
      );
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if (ExpectedError.is(error)) throw error;
    const why = codeOf(error) === "ENOENT" ? l10n.t("There is no file {0}", file) : messageOf(error);
    throw new ExpectedError("evidence-unreadable", why, l10n.t("Check the path; it starts at {0}.", process.cwd()), {
      cause: error,
    });
  }
}

/** Bytes. */
const LARGEST_FILE = 64 * 1024 * 1024;
