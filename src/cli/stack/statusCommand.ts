import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { layerStates } from "../../targets/layers/layerStates";
import type { LightStatus } from "../../targets/layers/layerStates";
import { layersOfStack } from "../../targets/local/localLayers";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";
import type { CliContext } from "../cliContext";
import { showCheck } from "../environment/environmentCommand";
import { environmentOption } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { padCells } from "../output";
import { runningStack } from "./stackSession";
import { layerTitle } from "../../runtime/message/layerLines";

const symbol: Record<LightStatus, string> = {
  ok: pc.green("✔"),
  degraded: pc.yellow("!"),
  blocked: pc.red("✖"),
  unknown: pc.yellow("?"),
  off: pc.dim("○"),
};

export function addStatusCommand(program: Command, context: CliContext): void {
  program
    .command("status")
    .description("the four layers of the running stack or of a backend, as measured now")
    .addOption(environmentOption())
    .action(({ environment }: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        if (environment !== undefined) return showCheck(output, environment);
        const client = await runningStack(stack);
        const snapshot = await client.snapshot();
        const layers = layerStates(layersOfStack(snapshot));
        output.json({ version: 1, ...snapshot, layers });
        output.line(l10n.t("Local stack, process {0}", snapshot.pid));
        for (const { layer, status, summary } of layers) {
          output.line(`  ${symbol[status]} ${padCells(layerTitle[layer], 8)}${summary}`);
        }
        output.line(`  ${pc.dim("●")} ${padCells("Data", 8)}${dataSummary(snapshot)}`);
        return layers.every(({ status }) => status === "ok") ? exitCodes.ok : exitCodes.stopped;
      }),
    );
}

function dataSummary({ data: { lastLog } }: StackSnapshot): string {
  if (!lastLog) return l10n.t("no NotificationLog yet");
  const { id, success, failureReason } = lastLog;
  return success ? l10n.t("last log #{0} success", id) : l10n.t("last log #{0} failed: {1}", id, failureReason);
}
