import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { exportMessages } from "../../operations/handOver/exportMessages";
import { requireFolderOf, writeHandOver } from "../../operations/handOver/writeHandOver";
import { findMessages, resultOf } from "../../operations/inquiry/findMessages";
import { messageRows } from "../../operations/inquiry/messageRows";
import type { CliContext } from "../cliContext";
import { environmentOption, onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { commandLine } from "../commandLine";
import { shellWord } from "../shellWord";
import { operationOf } from "../terminalInteraction";
import { filterOf, wholeCount, withFilterOptions } from "./filterOptions";
import type { FilterOptions } from "./filterOptions";
import { inquiryJson } from "./inquiryJson";
import { inquiryLines } from "./inquiryLines";

interface MessagesOptions extends EnvironmentChoice, FilterOptions {
  limit: number;
  csv?: boolean;
  export?: string;
}

const exits = { fine: exitCodes.ok, wrong: exitCodes.stopped, unknown: exitCodes.unknown } as const;

export function addMessagesCommand(program: Command, context: CliContext): void {
  withFilterOptions(program.command("messages"))
    .description("what became of messages: of a number, a student, a time; grouped by cause. Reads only")
    .option("--limit <count>", "how many messages to list; groups always count all", wholeCount, 100)
    .option("--csv", "the messages as CSV")
    .option("--export <file>", "also write them all, masked, to a file for somebody else: diagnose --evidence FILE")
    .addOption(environmentOption())
    .addHelpText(
      "after",
      "\nExit code: 0 all that were found are fine, 1 some are not or none was ever asked for, 2 cannot be told.",
    )
    .action(({ limit, csv = false, environment, export: file, ...options }: MessagesOptions) =>
      context.run(async ({ output, stack }) => {
        const filter = filterOf(options);
        const operation = operationOf(stack);
        if (file !== undefined) await requireFolderOf(file);
        const inquiry = await onEnvironment(stack, { environment }, "started", async (opened) => {
          if (file === undefined) return findMessages(opened, filter, limit, operation);
          const handOver = await exportMessages(opened, filter, operation);
          await writeHandOver(file, handOver);
          return handOver.inquiry;
        });
        output.json(inquiryJson(inquiry, limit));
        const shown = { ...inquiry, messages: inquiry.messages.slice(0, limit) };
        for (const line of csv ? messageRows(shown.messages) : inquiryLines(shown)) output.line(line);
        if (file !== undefined && !csv) {
          output.line();
          output.line(l10n.t("{0} messages are in {1}: numbers, names and texts are masked", inquiry.total, file));
          output.line(l10n.t("Open it elsewhere: {0}", `${commandLine()} diagnose --evidence ${shellWord(file)}`));
        }
        return exits[resultOf(inquiry)];
      }),
    );
}
