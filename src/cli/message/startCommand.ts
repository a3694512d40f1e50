import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import type { CliContext } from "../cliContext";
import { commandLine } from "../commandLine";
import { exitCodes } from "../exitCodes";
import { startStackOf } from "../stack/stackSession";
import { sendMessages } from "../../operations/message/sendMessages";
import { readInbox } from "../../operations/stack/readInbox";
import type { SendReport } from "../../operations/message/sendMessages";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { operationOf } from "../terminalInteraction";
import { describeSend, didReach, sendJson } from "./sendText";

/** The sample data's tenant with a registered sender, and a student whose parent has a phone. */
const SAMPLE = { tenant: "hakwonplus", student: 1, text: "테스트" } as const;

/** `npm start`: the product's main job in one command. */
export function addStartCommand(program: Command, context: CliContext): void {
  program
    .command("start")
    .description("start the local stack, send one test message through it and show the four layers")
    .option("--keep", "leave the stack running")
    .action(({ keep = false }: { keep?: boolean }) =>
      context.run(async ({ output, stack }) => {
        const { client, started } = await startStackOf(stack, keep);
        try {
          const { pid } = (await client.snapshot()).worker;
          const { host } = new URL(client.address.apiUrl);
          output.line(`Messaging Runtime Debugger · ${l10n.t("local stack on {0}", host)} · worker ${pid ?? "?"}`);
          output.line();
          const request = { student_ids: [SAMPLE.student], message_mode: "sms" as const, raw_body: SAMPLE.text };
          const environment = createLocalEnvironment(client);
          const send = await sendMessages(
            environment,
            { tenantCode: SAMPLE.tenant, start: "api", request },
            operationOf(stack),
          );
          if (!send) return exitCodes.stopped;
          for (const text of describeSend({ tenant: SAMPLE.tenant, mode: "sms", text: SAMPLE.text }, send))
            output.line(text);
          const [trace] = send.messages;
          const inbox = trace ? await readInbox(environment, trace) : [];
          const through = didReach(send) && inbox.length === 1 && isLogged(send);
          output.json({ ...sendJson(send), reached: through, inbox });
          if (through) output.line(`  ${l10n.t("In the sandbox's inbox: once.")}`);
          else
            output.problem(
              l10n.t("The message did not get through; it is {0} times in the sandbox's inbox.", inbox.length),
            );
          output.line();
          output.line(pc.dim(moreText(commandLine())));
          return through ? exitCodes.ok : exitCodes.stopped;
        } finally {
          if (started && !keep) await client.end();
          else if (keep) output.line(pc.dim(l10n.t("The stack stays up; stop it with: {0}", `${commandLine()} down`)));
        }
      }),
    );
}

const isLogged = ({ messages }: SendReport): boolean =>
  messages.every((trace) => trace.events.some((event) => event.type === "worker.logged" && event.details.success));

/** The script that opens VS Code is a checkout's. */
function moreText(started: string): string {
  const help = `${started} --help`;
  return started.startsWith("node ")
    ? l10n.t("Open it in VS Code: {0} · on the command line: {1}", "npm run vscode", help)
    : l10n.t("On the command line: {0}", help);
}
