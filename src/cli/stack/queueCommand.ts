import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { Argument } from "commander";
import pc from "picocolors";
import { maskText } from "../../common/masking";
import { zonedTime } from "../../common/zonedTime";
import { createQueue } from "../../operations/queue/createQueue";
import { peekQueue, queueParts } from "../../operations/queue/peekQueue";
import { redriveQueue } from "../../operations/queue/redriveQueue";
import type { QueuePart } from "../../runtime/queue/queueServer";
import type { CliContext } from "../cliContext";
import { confirmOption, environmentOption, onEnvironment, yesOption } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { operationOf } from "../terminalInteraction";
import type { Answers } from "../terminalInteraction";

type QueueOptions = EnvironmentChoice & Answers;

const SHOWN_BODY = 160;

export function addQueueCommands(program: Command, context: CliContext): void {
  const queue = program
    .command("queue")
    .description("look into the queue of the running local stack or of a backend, and repair it");
  queue
    .command("peek")
    .description("messages of one part; at AWS a look receives them and gives them back")
    .addArgument(new Argument("<part>", "which messages").choices(queueParts))
    .addOption(environmentOption())
    .addOption(yesOption())
    .addOption(confirmOption())
    .action((part: QueuePart, { yes, confirm, ...choice }: QueueOptions) =>
      context.run(async ({ output, stack }) => {
        const sections = await onEnvironment(stack, choice, "running", (each) =>
          peekQueue(each, [part], operationOf(stack, { yes, confirm })),
        );
        if (!sections) return exitCodes.stopped;
        const messages = sections.flatMap((section) => section.messages);
        output.json({
          version: 1,
          messages: messages.map((message) => ({ ...message, body: withoutText(message.body) })),
        });
        if (messages.length === 0) output.line(l10n.t("No message is {0}.", part));
        for (const { messageId, receiveCount, sentAt, body } of messages) {
          const head = `${zonedTime(sentAt)}  ${messageId}  ${l10n.t("receives {0}", receiveCount)}`;
          output.line(`${head}  ${pc.dim(withoutText(body).slice(0, SHOWN_BODY))}`);
        }
        return exitCodes.ok;
      }),
    );
  queue
    .command("redrive")
    .description("move the messages of the dead-letter queue back; lists what would be sent and asks before")
    .addOption(environmentOption())
    .addOption(yesOption())
    .addOption(confirmOption())
    .action(({ yes, confirm, ...choice }: QueueOptions) =>
      context.run(async ({ output, stack }) => {
        const redriven = await onEnvironment(stack, choice, "running", (each) =>
          redriveQueue(each, operationOf(stack, { yes, confirm })),
        );
        if (!redriven) return exitCodes.stopped;
        output.json({ version: 1, ...redriven });
        output.line(l10n.t("{0} moved back to the queue.", redriven.moved));
        return exitCodes.ok;
      }),
    );
  queue
    .command("create")
    .description("create the queue and its dead-letter queue where they are missing")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const queue = await onEnvironment(stack, {}, "running", (each) => createQueue(each, operationOf(stack)));
        if (!queue) return exitCodes.stopped;
        output.json({ version: 1, queue });
        output.line(l10n.t("The queue exists: {0}", queue.url ?? queue.name));
        return exitCodes.ok;
      }),
    );
}

/** Removes private content from a body: the text becomes its length, numbers are masked. */
function withoutText(body: string): string {
  try {
    const payload: unknown = JSON.parse(body);
    if (typeof payload === "object" && payload !== null && !Array.isArray(payload)) {
      const shown = Object.entries(payload).map(([name, value]) =>
        name === "text" ? [name, `(${String(value).length} characters)`] : [name, value as unknown],
      );
      return maskText(JSON.stringify(Object.fromEntries(shown)));
    }
  } catch {
    // a foreign body: shows only its size
  }
  return `(${Buffer.byteLength(body)} bytes, no job)`;
}
