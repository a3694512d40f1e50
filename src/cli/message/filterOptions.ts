import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { ExpectedError } from "../../common/errors";
import { machineTimeZone } from "../../common/timeZone";
import { isPersonName, knownKind, windowOf } from "../../operations/inquiry/filter/inquiryFields";
import type { MessageFilter } from "../../operations/inquiry/filter/messageFilter";
import { recipientDigits } from "../../operations/inquiry/filter/recipientDigits";
import { readTime } from "../../operations/inquiry/filter/timePhrase";

/** The options of every command that is about some messages. */
export interface FilterOptions {
  to?: string;
  student?: string;
  tenant?: string;
  from?: string;
  until?: string;
  id?: string;
  cause?: string;
  outcome?: string;
}

export const withFilterOptions = (command: Command): Command =>
  command
    .option("--to <number>", "to this number, in any spelling, or its last digits")
    .option("--student <id>", "to this student, by id or name")
    .option("--tenant <code>", "of this tenant")
    .option("--from <time>", "since: 2026-03-05 18:00, 18:00, 어제 18시, 오늘 오전, yesterday 18:00, -2h")
    .option("--until <time>", "up to that time; now by default")
    .option("--id <id>", "with this trace, request, SQS, Solapi message or group id")
    .option("--cause <id>", "stopped by this cause")
    .option("--outcome <outcome>", "ok, blocked, degraded, silent, ambiguous, skipped or unknown");

/** Errors: `time-unreadable`, `number-unreadable`. */
export function filterOf({ to, student, tenant, from, until, id, cause, outcome }: FilterOptions): MessageFilter {
  const now = { now: Date.now(), zone: machineTimeZone() };
  const start = from === undefined ? undefined : readTime(from, now);
  const end = until === undefined ? undefined : readTime(until, { ...now, ...(start && { after: start.from }) });
  return {
    ...(student !== undefined && studentIn(student)),
    ...(tenant !== undefined && { tenant }),
    ...(id !== undefined && { id }),
    ...knownKind(outcome ?? "", cause ?? ""),
    ...windowOf(start, end),
    ...(to !== undefined && { to: recipientDigits(to) }),
  };
}

/** An id, or a name. */
function studentIn(text: string): Pick<MessageFilter, "student" | "name"> {
  const name = text.normalize("NFC").trim();
  if (/^\d{1,9}$/.test(name) && Number(name) > 0) return { student: Number(name) };
  if (isPersonName(name)) return { name };
  throw new ExpectedError(
    "bad-request",
    l10n.t("This is neither a student's id nor a name: {0}", name.slice(0, 60)),
    l10n.t("Write it as {0}", "--student 7, --student 김민준"),
  );
}

export function wholeCount(value: string): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < 1) throw new InvalidArgumentError("A whole number above 0.");
  return number;
}
