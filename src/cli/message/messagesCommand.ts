import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { machineTimeZone, offsetAt, offsetText } from "../../common/timeZone";
import { findMessages, resultOf } from "../../operations/inquiry/findMessages";
import type { Inquiry } from "../../operations/inquiry/findMessages";
import type { MessageFilter } from "../../operations/inquiry/filter/messageFilter";
import { recipientDigits } from "../../operations/inquiry/filter/recipientDigits";
import { windowOf } from "../../operations/inquiry/filter/inquiryPhrase";
import { readTime } from "../../operations/inquiry/filter/timePhrase";
import type { CliContext } from "../cliContext";
import { environmentOption, onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { operationOf } from "../terminalInteraction";
import { messageRows } from "./messageRows";
import { inquiryLines } from "./inquiryLines";

interface MessagesOptions extends EnvironmentChoice {
  to?: string;
  student?: number;
  tenant?: string;
  from?: string;
  until?: string;
  id?: string;
  cause?: string;
  outcome?: string;
  limit: number;
  csv?: boolean;
}

const exits = { fine: exitCodes.ok, wrong: exitCodes.stopped, unknown: exitCodes.unknown } as const;

export function addMessagesCommand(program: Command, context: CliContext): void {
  program
    .command("messages")
    .description("what became of messages: of a number, a student, a time; grouped by cause. Reads only")
    .option("--to <number>", "to this number, in any spelling, or its last digits")
    .option("--student <id>", "to this student", count)
    .option("--tenant <code>", "of this tenant")
    .option("--from <time>", "since: 2026-03-05 18:00, 18:00, 어제 18시, 오늘 오전, yesterday 18:00, -2h")
    .option("--until <time>", "up to that time; now by default")
    .option("--id <id>", "with this trace, request, SQS, Solapi message or group id")
    .option("--cause <id>", "stopped by this cause")
    .option("--outcome <outcome>", "ok, blocked, degraded, silent, ambiguous, skipped or unknown")
    .option("--limit <count>", "how many messages to list; groups always count all", count, 100)
    .option("--csv", "the messages as CSV")
    .addOption(environmentOption())
    .addHelpText(
      "after",
      "\nExit code: 0 all that were found are fine, 1 some are not or none was ever asked for, 2 cannot be told.",
    )
    .action(({ limit, csv = false, environment, ...options }: MessagesOptions) =>
      context.run(async ({ output, stack }) => {
        const filter = filterOf(options);
        const inquiry = await onEnvironment(stack, { environment }, "started", (opened) =>
          findMessages(opened, filter, limit, operationOf(stack)),
        );
        output.json(jsonOf(inquiry));
        for (const line of csv ? messageRows(inquiry.messages) : inquiryLines(inquiry)) output.line(line);
        return exits[resultOf(inquiry)];
      }),
    );
}

function filterOf({ from, until, to, ...rest }: Omit<MessagesOptions, "limit" | "csv" | "environment">): MessageFilter {
  const now = { now: Date.now(), zone: machineTimeZone() };
  const start = from === undefined ? undefined : readTime(from, now);
  const end = until === undefined ? undefined : readTime(until, now);
  return {
    ...rest,
    ...windowOf(start, end),
    ...(to !== undefined && { to: recipientDigits(to) }),
  };
}

/** Times as ISO 8601 in this machine's zone. */
function jsonOf({ window, groups, messages, looked, ...rest }: Inquiry): unknown {
  return {
    version: rest.version,
    window: { from: isoTime(window.from), until: isoTime(window.until) },
    total: rest.total,
    groups: groups.map(({ first, last, samples, ...group }) => ({
      ...group,
      first: isoTime(first),
      last: isoTime(last),
      samples,
    })),
    messages: messages.map(({ at, ...message }) => ({ ...message, at: isoTime(at) })),
    looked: looked.map(({ from, until, ...each }) => ({ ...each, from: isoTime(from), until: isoTime(until) })),
  };
}

function isoTime(at: number): string {
  const offset = offsetAt(machineTimeZone(), at);
  return new Date(at + offset * 60_000).toISOString().replace("Z", offsetText(offset));
}

function count(value: string): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < 1) throw new InvalidArgumentError("A whole number above 0.");
  return number;
}
