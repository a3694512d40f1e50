import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { holdStack } from "../../operations/stack/holdStack";
import { stopStack } from "../../operations/stack/stopStack";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { operationOf } from "../terminalInteraction";
import { interruption, runningStack, startStackOf } from "./stackSession";
import type { StackAddress } from "../../runtime/control/stackContract";

export function addUpCommands(program: Command, context: CliContext): void {
  program
    .command("up")
    .description("start the local stack, or join the one of this workspace")
    .option("--detach", "leave it running in the background")
    .option("--open-sqs", "SQS answers any access key, not only the stack's own")
    .action(({ detach = false, openSqs = false }: { detach?: boolean; openSqs?: boolean }) =>
      context.run(async ({ output, stack }) => {
        const { client, started } = await startStackOf(stack, detach, openSqs);
        const { address } = client;
        output.json({ version: 1, started, ...publicAddress(address) });
        for (const text of describeStack(address, started)) output.line(text);
        if (detach) return exitCodes.ok;
        output.line();
        output.line(pc.dim(started ? l10n.t("Ctrl-C stops it.") : l10n.t("Ctrl-C leaves it running.")));
        const isInterrupted = await holdStack(client, { signal: interruption() });
        if (isInterrupted) {
          if (started) await stopStack(createLocalEnvironment(client), operationOf(stack));
          return exitCodes.ok;
        }
        output.problem(l10n.t("The local stack has ended."));
        return exitCodes.unavailable;
      }),
    );
  program
    .command("down")
    .description("stop the local stack of this workspace")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const client = await runningStack(stack, { anyVersion: true });
        await stopStack(createLocalEnvironment(client), operationOf(stack));
        output.json({ version: 1, stopped: true });
        output.line(l10n.t("The local stack has ended."));
        return exitCodes.ok;
      }),
    );
}

/** What a client needs. Other tokens are for users who may read the state folder; `env` shows how to use them. */
const publicAddress = ({
  pid,
  apiUrl,
  apiToken,
  sqsEndpoint,
  awsAccessKeyId,
  queueUrl,
  solapiUrl,
  controlUrl,
  notices,
}: StackAddress) => ({
  pid,
  notices,
  apiUrl,
  apiToken,
  sqsEndpoint,
  awsAccessKeyId,
  queueUrl,
  solapiUrl,
  controlUrl,
});

const keyOf = ({ awsAccessKeyId }: StackAddress) =>
  awsAccessKeyId === undefined ? l10n.t("any access key") : `AWS_ACCESS_KEY_ID=${awsAccessKeyId}`;

function describeStack(address: StackAddress, started: boolean): string[] {
  const { pid, apiUrl, sqsEndpoint, solapiUrl } = address;
  const head = started
    ? l10n.t("Local stack started, process {0}", pid)
    : l10n.t("Joined the local stack, process {0}", pid);
  return [
    head,
    `  API     ${apiUrl}/api/v1/messaging/send/`,
    `  SQS     ${sqsEndpoint}  (AWS_ENDPOINT_URL_SQS)  ${keyOf(address)}`,
    `  Solapi  ${solapiUrl}  (sandbox)`,
    ...address.notices.map((notice) => pc.yellow(`  ! ${notice}`)),
  ];
}
