import * as l10n from "@vscode/l10n";
import { withCancellableProgress } from "../../host/progress";
import type { LayersCheck } from "../../operations/layers/check";
import type { SendMemory } from "../../window/messages/sendMemory";
import type { CommandContext } from "../context";
import type { CommandMap } from "../../host/commandIds";

export function getLayerCommands(context: CommandContext, memory: SendMemory): CommandMap {
  return {
    "messaging.layers.check": async () => {
      const check = await withCancellableProgress(l10n.t("Checking the layers"), async (signal) => {
        const environment = await context.environment.open();
        return context
          .operations()
          .checkLayers(environment, { signal }, { tenantCode: memory.last(environment).tenantCode });
      });
      await context.refresh();
      showResult(context, check);
      return check;
    },
  };
}

function showResult({ notifier, operations, execute }: CommandContext, check: LayersCheck): void {
  const { problemText, verdictOfCheck, wrongIn } = operations();
  const [worst, ...others] = wrongIn(check);
  const diagnose = { title: l10n.t("Diagnose"), run: () => execute("messaging.diagnosis.run") };
  if (worst) {
    const more = others.length > 0 ? ` ${l10n.t("({0} more)", others.length)}` : "";
    return void notifier.warning(problemText(worst) + more, diagnose);
  }
  if (verdictOfCheck(check) === "fine") return void notifier.info(l10n.t("The layers are in order."));
  const unknown = check.layers.find(({ status }) => status === "unknown");
  if (unknown) void notifier.warning(problemText({ layer: unknown.layer, title: unknown.summary }));
}
