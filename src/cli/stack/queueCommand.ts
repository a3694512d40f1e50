import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { Argument } from "commander";
import pc from "picocolors";
import { maskText } from "../../common/masking";
import { zonedTime } from "../../common/zonedTime";
import type { QueuePart } from "../../runtime/queue/queueServer";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { runningStack } from "./stackSession";

const parts: readonly QueuePart[] = ["ready", "in-flight", "delayed", "dead"];
const SHOWN_BODY = 160;

export function addQueueCommands(program: Command, context: CliContext): void {
  const queue = program.command("queue").description("look into the queue of the running local stack, and repair it");
  queue
    .command("peek")
    .description("messages of one part; changes no receive count and no visibility")
    .addArgument(new Argument("<part>", "which messages").choices(parts))
    .action((part: QueuePart) =>
      context.run(async ({ output, stack }) => {
        const messages = await (await runningStack(stack)).peek(part);
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
    .description("move the messages of the dead-letter queue back; none is lost in between")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const moved = await (await runningStack(stack)).redrive();
        output.json({ version: 1, moved });
        output.line(l10n.t("{0} moved back to the queue.", moved.length));
        return exitCodes.ok;
      }),
    );
  queue
    .command("create")
    .description("create the queue and its dead-letter queue where they are missing")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const { queue } = await (await runningStack(stack)).createQueues();
        output.json({ version: 1, queue });
        output.line(l10n.t("The queue exists: {0}", queue.url));
        return exitCodes.ok;
      }),
    );
}

/** A body without what is private in it: the text becomes its length, numbers are masked. */
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
    // a foreign body: only its size is told
  }
  return `(${Buffer.byteLength(body)} bytes, no job)`;
}
