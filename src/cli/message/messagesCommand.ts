import type { Command } from "commander";
import { findMessages, resultOf } from "../../operations/inquiry/findMessages";
import type { Inquiry } from "../../operations/inquiry/findMessages";
import { messageRows } from "../../operations/inquiry/messageRows";
import type { CliContext } from "../cliContext";
import { environmentOption, onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { operationOf } from "../terminalInteraction";
import { filterOf, wholeCount, withFilterOptions } from "./filterOptions";
import type { FilterOptions } from "./filterOptions";
import { groupJson, isoTime } from "./groupJson";
import { inquiryLines } from "./inquiryLines";

interface MessagesOptions extends EnvironmentChoice, FilterOptions {
  limit: number;
  csv?: boolean;
}

const exits = { fine: exitCodes.ok, wrong: exitCodes.stopped, unknown: exitCodes.unknown } as const;

export function addMessagesCommand(program: Command, context: CliContext): void {
  withFilterOptions(program.command("messages"))
    .description("what became of messages: of a number, a student, a time; grouped by cause. Reads only")
    .option("--limit <count>", "how many messages to list; groups always count all", wholeCount, 100)
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

/** Times as ISO 8601 in this machine's zone. */
function jsonOf({ window, groups, messages, looked, ...rest }: Inquiry): unknown {
  return {
    version: rest.version,
    window: { from: isoTime(window.from), until: isoTime(window.until) },
    total: rest.total,
    groups: groups.map(groupJson),
    messages: messages.map(({ at, sightings: _sightings, ...message }) => ({ ...message, at: isoTime(at) })),
    looked: looked.map(({ from, until, ...each }) => ({ ...each, from: isoTime(from), until: isoTime(until) })),
  };
}
