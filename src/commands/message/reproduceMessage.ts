import * as l10n from "@vscode/l10n";
import { withCancellableProgress } from "../../host/progress";
import { LOCAL } from "../../targets/environment";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { Original } from "../../operations/reproduction/localCase";
import type { OperationContext } from "../../operations/operation";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";

type SentOf = (traceId: string) => SentMessage | undefined;

/**
 * Brings a message home, and leaves its case set up, to work on it. Resolves with the cause on the local stack, and
 * whether it is the same; undefined: the user gave up.
 */
export async function reproduceMessage(context: CommandContext, sentOf: SentOf, argument: unknown): Promise<unknown> {
  const { operations, environments, notifier } = context;
  const source = traceIdArgument(argument) ?? (await askForSource(context));
  if (source === undefined || source === "") return undefined;
  const result = await withCancellableProgress(l10n.t("Reproduce locally"), async (signal, report) => {
    const operation = context.operation(signal, report);
    const original = await originalFrom(context, sentOf, source, operation);
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

/** The newest message is offered; nobody types an id by heart. */
const askForSource = async ({ interaction, messages }: CommandContext) =>
  interaction.ask({
    title: l10n.t("Reproduce locally"),
    prompt: l10n.t("The id of a message, a row or a dead message, or the path of a bundle (JSON)"),
    value: (await messages.recent())[0]?.traceId ?? "",
  });

async function originalFrom(
  context: CommandContext,
  sentOf: SentOf,
  source: string,
  operation: OperationContext,
): Promise<Original | undefined> {
  const { operations, messages } = context;
  const environment = await context.environment.open();
  const trace = environment.archive ? undefined : await messages.find(source).catch(() => undefined);
  if (!trace) return operations().originalFrom(environment, source, operation);
  // A real environment has no archive: what was sent from here is diagnosed as it stands now.
  const sent = sentOf(source);
  const subject = { trace, ...(sent && { sent }) };
  const { evidence, diagnosis } = await operations().diagnoseNow(environment, subject, operation);
  return { evidence, verdict: diagnosis.verdict };
}
