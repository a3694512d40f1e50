import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { readStatus } from "../../operations/stack/readStatus";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";
import type { CliContext } from "../cliContext";
import { showCheck } from "../environment/environmentCommand";
import { environmentOption, onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { padCells } from "../output";
import { lightLines } from "./lightLines";
import { operationOf } from "../terminalInteraction";

export function addStatusCommand(program: Command, context: CliContext): void {
  program
    .command("status")
    .description("the four layers of the running stack or of a backend, as measured now")
    .addOption(environmentOption())
    .action((choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        if (choice.environment !== undefined) return showCheck(output, stack, choice.environment, choice);
        const { snapshot, layers } = await onEnvironment(stack, {}, "running", (local) =>
          readStatus(local, operationOf(stack)),
        );
        output.json({ version: 1, ...snapshot, layers });
        output.line(l10n.t("Local stack, process {0}", snapshot.pid));
        for (const notice of snapshot.notices ?? []) output.line(pc.yellow(`  ! ${notice}`));
        for (const line of lightLines(layers)) output.line(line);
        output.line(`    ${padCells("", 8)}${lastLogText(snapshot)}`);
        return layers.every(({ status }) => status === "ok") ? exitCodes.ok : exitCodes.stopped;
      }),
    );
}

function lastLogText({ data: { lastLog } }: StackSnapshot): string {
  if (!lastLog) return l10n.t("no NotificationLog yet");
  const { id, success, failureReason } = lastLog;
  return success ? l10n.t("last log #{0} success", id) : l10n.t("last log #{0} failed: {1}", id, failureReason);
}
