import * as l10n from "@vscode/l10n";
import { withCancellableProgress } from "../../host/progress";
import { LOCAL } from "../../targets/environment";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import { askForOriginal, originalMessage } from "./originalMessage";
import type { SentOf } from "./originalMessage";

/**
 * Brings a message home, and leaves its case set up, to work on it. Resolves with the cause on the local stack, and
 * whether it is the same; undefined: the user gave up.
 */
export async function reproduceMessage(context: CommandContext, sentOf: SentOf, argument: unknown): Promise<unknown> {
  const { operations, environments, notifier } = context;
  const source = traceIdArgument(argument) ?? (await askForOriginal(context, l10n.t("Reproduce locally")));
  if (source === undefined || source === "") return undefined;
  const result = await withCancellableProgress(l10n.t("Reproduce locally"), async (signal, report) => {
    const operation = context.operation(signal, report);
    const original = await originalMessage(context, sentOf, source, operation);
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
}
