import type { Command } from "commander";
import { Option } from "commander";
import { waitForMessage } from "../../operations/message/waitForMessage";
import type { AwaitedState } from "../../operations/message/waitForMessage";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { interruption, runningStack } from "../stack/stackSession";
import { wholeCount } from "./filterOptions";

const states = [
  "queued",
  "accepted",
  "delivered",
  "undelivered",
  "refused",
  "rejected",
  "skipped",
  "left-out",
  "ambiguous",
  "dead-lettered",
] as const satisfies readonly AwaitedState[];

export function addWaitCommand(program: Command, context: CliContext): void {
  program
    .command("wait")
    .description("wait until a message of the running local stack is in this state; at once if one is")
    .addOption(new Option("--state <state>", "the state").choices(states).default("delivered"))
    .option("--id <id>", "this message, by its trace id; any message without it")
    .option("--within <seconds>", "at the longest", wholeCount, 30)
    .addHelpText("after", "\nExit code: 0 it is, 1 not within that time.")
    .action(({ state, id, within }: { state: AwaitedState; id?: string; within: number }) =>
      context.run(async ({ output, stack }) => {
        const { traces } = createLocalEnvironment(await runningStack(stack));
        const wanted = { state, id, withinMs: within * 1_000 };
        const { traceId, to, tenantCode } = await waitForMessage(traces, wanted, { signal: interruption() });
        output.json({ version: 1, id: traceId, state, to, tenant: tenantCode });
        output.line(`${traceId}  ${state}`);
        return exitCodes.ok;
      }),
    );
}
