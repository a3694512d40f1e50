import * as l10n from "@vscode/l10n";
import path from "node:path";
import type { StackClient } from "../../runtime/control/stackClient";
import { findStack, launchStack } from "../../runtime/control/stackLauncher";
import { stateDirOf } from "../../runtime/control/stackAddress";
import { ExpectedError } from "../../common/errors";

export interface StackChoice {
  /** The workspace that the stack belongs to. */
  workspace: string;
}

export const stateDirFor = ({ workspace }: StackChoice): string => stateDirOf(workspace);

/** Tests set MESSAGING_ANY_PORT so that their stacks can run beside another one. */
const preferredPorts = () => !process.env.MESSAGING_ANY_PORT;

export async function startStack(
  choice: StackChoice,
  stay: boolean,
  openSqs = false,
): Promise<{ client: StackClient; started: boolean }> {
  return launchStack({
    stateDir: stateDirFor(choice),
    stay,
    openSqs,
    preferredPorts: preferredPorts(),
    distDir: __dirname,
  });
}

/** Runs on the workspace's stack; if none is up, starts one and ends it afterwards. */
export async function withStack<T>(choice: StackChoice, run: (client: StackClient) => Promise<T>): Promise<T> {
  const { client, started } = await startStack(choice, false);
  const attached = new AbortController();
  // A client that streams events keeps the stack alive.
  void drain(client, attached.signal);
  try {
    return await run(client);
  } finally {
    attached.abort();
    if (started) await client.end();
  }
}

/** @throws ExpectedError `no-stack` */
export async function runningStack(choice: StackChoice, options?: { anyVersion: boolean }): Promise<StackClient> {
  const client = await findStack(stateDirFor(choice), options);
  if (client) return client;
  throw new ExpectedError(
    "no-stack",
    l10n.t("No local stack runs for {0}", path.resolve(choice.workspace)),
    l10n.t("Start it: {0}", "node dist/cli.js up"),
  );
}

async function drain(client: StackClient, signal: AbortSignal): Promise<void> {
  try {
    for await (const _event of client.events(Number.MAX_SAFE_INTEGER, signal));
  } catch {
    // the stack ended
  }
}
