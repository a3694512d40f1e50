import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { zonedTime } from "../../common/zonedTime";
import { readInbox } from "../../operations/stack/readInbox";
import type { CliContext } from "../cliContext";
import { onEnvironment } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";

export function addInboxCommand(program: Command, context: CliContext): void {
  program
    .command("inbox")
    .description("what the Solapi sandbox would have delivered (own test data, numbers in full)")
    .option("--trace <id>", "only this message")
    .action(({ trace }: { trace?: string }) =>
      context.run(async ({ output, stack }) => {
        const messages = await onEnvironment(stack, {}, "started", (environment) =>
          readInbox(environment, { traceId: trace }),
        );
        output.json({ version: 1, messages });
        if (messages.length === 0) output.line(l10n.t("The sandbox has sent nothing yet."));
        for (const { at, type, from, to, bytes, text, client } of messages) {
          const sentBy = client === undefined ? "" : `  ${pc.dim(l10n.t("{0}, yours", client))}`;
          const said = text.replace(/\s+/g, " ");
          output.line(`${pc.dim(zonedTime(at))}  ${type}  ${from} → ${to}  ${bytes} B  ${said}${sentBy}`);
        }
        return exitCodes.ok;
      }),
    );
}
