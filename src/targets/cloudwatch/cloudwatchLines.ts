import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import { MOST_LINES } from "../environment";
import { withinLimit } from "../looking/timeLimit";
import type { LogGroup } from "./logGroup";

const READ_MS = 60_000;

/** An event may be a traceback: one entry per line, without the trailing line break. */
export const linesOfEvents = ({ message = "" }: FilteredLogEvent): string[] =>
  message.replace(/\r?\n$/, "").split(/\r?\n/);

/** All lines from that time on, in order. Errors: those of LogGroup, `log-too-long`. */
export async function readLines(group: LogGroup, at: number, signal?: AbortSignal): Promise<LogLine[]> {
  try {
    return await withinLimit(READ_MS, signal, (limited) => readAll(group, at, limited));
  } catch (error) {
    if (signal?.aborted || !(error instanceof DOMException) || error.name !== "TimeoutError") throw error;
    throw new ExpectedError(
      "log-too-long",
      l10n.t("The log group {0} has more lines since then than can be read in a minute", group.name),
      l10n.t("Choose a later start"),
    );
  }
}

async function readAll(group: LogGroup, at: number, signal: AbortSignal): Promise<LogLine[]> {
  let lines: Omit<LogLine, "seq">[] = [];
  for await (const events of group.pages(at, signal)) {
    for (const event of events)
      for (const text of linesOfEvents(event)) lines.push({ at: event.timestamp ?? at, text });
    if (lines.length > MOST_LINES * 1.5) lines = lines.slice(-MOST_LINES);
  }
  // Streams are sorted within a page; the sort is stable, so lines with equal times keep their order.
  lines.sort((one, other) => one.at - other.at);
  return lines.slice(-MOST_LINES).map((line, index) => ({ seq: index + 1, ...line }));
}
