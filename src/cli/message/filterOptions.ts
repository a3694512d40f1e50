import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { machineTimeZone } from "../../common/timeZone";
import { windowOf } from "../../operations/inquiry/filter/inquiryFields";
import type { MessageFilter } from "../../operations/inquiry/filter/messageFilter";
import { recipientDigits } from "../../operations/inquiry/filter/recipientDigits";
import { readTime } from "../../operations/inquiry/filter/timePhrase";

/** The options of every command that is about some messages. */
export interface FilterOptions {
  to?: string;
  student?: number;
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
    .option("--student <id>", "to this student", wholeCount)
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
    ...(student !== undefined && { student }),
    ...(tenant !== undefined && { tenant }),
    ...(id !== undefined && { id }),
    ...(cause !== undefined && { cause }),
    ...(outcome !== undefined && { outcome }),
    ...windowOf(start, end),
    ...(to !== undefined && { to: recipientDigits(to) }),
  };
}

export function wholeCount(value: string): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < 1) throw new InvalidArgumentError("A whole number above 0.");
  return number;
}
