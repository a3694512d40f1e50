import * as l10n from "@vscode/l10n";
import type { Original } from "../../operations/reproduction/localCase";
import type { OperationContext } from "../../operations/operation";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { CommandContext } from "../context";

/** What is remembered of a message that was sent from here. */
export type SentOf = (traceId: string) => SentMessage | undefined;

/** The newest message is offered; nobody types an id by heart. */
export const askForOriginal = async ({ interaction, messages }: CommandContext, title: string) =>
  interaction.ask({
    title,
    prompt: l10n.t("The id of a message, a row or a dead message, or the path of a bundle (JSON)"),
    value: (await messages.recent())[0]?.traceId ?? "",
  });

/** The message with this id in the selected environment, or the one in a file of that name. */
export async function originalMessage(
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
