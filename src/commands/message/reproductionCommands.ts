import * as l10n from "@vscode/l10n";
import { withCancellableProgress } from "../../host/progress";
import type { CommandMap } from "../../host/commandIds";
import { LOCAL } from "../../targets/environment";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { OperationContext } from "../../operations/operation";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";

export function getReproductionCommands(
  context: CommandContext,
  sentOf: (traceId: string) => SentMessage | undefined,
): CommandMap {
  const { operations, environments, messages, notifier } = context;

  /** The newest message is offered; nobody types an id by heart. */
  const ask = async () =>
    context.interaction.ask({
      title: l10n.t("Reproduce locally"),
      prompt: l10n.t("The id of a message, a row or a dead message, or the path of a bundle (JSON)"),
      value: (await messages.recent())[0]?.traceId ?? "",
    });

  const originalOf = async (source: string, operation: OperationContext) => {
    const environment = await context.environment.open();
    const trace = environment.archive ? undefined : await messages.find(source).catch(() => undefined);
    if (!trace) return operations().originalFrom(environment, source, operation);
    // A real environment has no archive: what was sent from here is diagnosed as it stands now.
    const sent = sentOf(source);
    const { evidence, diagnosis } = await operations().diagnoseNow(
      environment,
      { trace, ...(sent && { sent }) },
      operation,
    );
    return { evidence, verdict: diagnosis.verdict };
  };

  return {
    "messaging.message.reproduce": async (argument) => {
      const source = traceIdArgument(argument) ?? (await ask());
      if (source === undefined || source === "") return undefined;
      const result = await withCancellableProgress(l10n.t("Reproduce locally"), async (signal, report) => {
        const operation = context.operation(signal, report);
        const original = await originalOf(source, operation);
        return original && operations().reproduce(await environments.open(LOCAL), original, operation, { keep: true });
      });
      if (!result) return undefined;
      await context.refresh();
      const { local, isSame, report, case: found } = result;
      const traceId = report?.sent.traceIds[0];
      const left = found.missing.length > 0 ? l10n.t("Not brought home: {0}", found.missing.join("; ")) : "";
      void notifier.info(
        [operations().reproducedText(result), left].filter(Boolean).join(" "),
        ...(traceId === undefined
          ? []
          : [{ title: l10n.t("Show trace"), run: () => context.execute("messaging.trace.open", traceId) }]),
        ...(report ? [{ title: l10n.t("Clear faults"), run: () => context.execute("messaging.fault.clear") }] : []),
      );
      return { cause: local?.cause, same: isSame };
    },
  };
}
