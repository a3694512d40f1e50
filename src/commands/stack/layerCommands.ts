import * as l10n from "@vscode/l10n";
import { withCancellableProgress } from "../../host/progress";
import { layerTitle } from "../../runtime/message/layerLines";
import type { LayersCheck } from "../../operations/layers/check";
import type { CommandContext } from "../context";
import type { CommandMap } from "../../host/commandIds";

export function getLayerCommands(context: CommandContext): CommandMap {
  return {
    "messaging.layers.check": async () => {
      const check = await withCancellableProgress(l10n.t("Checking the layers"), async (signal) => {
        const environment = await context.environment.open();
        return context.operations().checkLayers(environment, { signal });
      });
      await context.refresh();
      showResult(context, check);
      return check;
    },
  };
}

function showResult({ notifier, operations, execute }: CommandContext, check: LayersCheck): void {
  const { verdictOfCheck, wrongIn } = operations();
  const [worst, ...others] = wrongIn(check);
  const diagnose = { title: l10n.t("Diagnose"), run: () => execute("messaging.diagnosis.run") };
  if (worst) {
    const layer = worst.layer === "data" ? l10n.t("Data") : layerTitle[worst.layer];
    const text = `${layer}: ${worst.title}`;
    const more = others.length > 0 ? ` ${l10n.t("({0} more)", others.length)}` : "";
    return void notifier.warning(text + more, diagnose);
  }
  if (verdictOfCheck(check) === "fine") return void notifier.info(l10n.t("The layers are in order."));
  const unknown = check.layers.find(({ status }) => status === "unknown");
  const layer = unknown?.layer === "data" ? l10n.t("Data") : layerTitle[unknown!.layer as keyof typeof layerTitle];
  void notifier.warning(l10n.t("{0} cannot be told: {1}", layer, unknown!.summary));
}
