import path from "node:path";
import { withStack } from "../../operations/stack/holdStack";
import { requireStack } from "../../operations/stack/joinStack";
import type { JoinOptions } from "../../operations/stack/joinStack";
import { startStack } from "../../operations/stack/startStack";
import type { StackToStart } from "../../operations/stack/startStack";
import type { StackClient } from "../../runtime/control/stackClient";
import type { Launched } from "../../runtime/control/stackLauncher";
import { stateDirOf } from "../../runtime/control/stackAddress";

export interface StackChoice {
  /** The workspace that the stack belongs to. */
  workspace: string;
}

export const stateDirFor = ({ workspace }: StackChoice): string => stateDirOf(workspace);

/** Tests set MESSAGING_ANY_PORT so that their stacks can run beside another one. */
const stackToStart = (choice: StackChoice, over: { stay?: boolean; openSqs?: boolean } = {}): StackToStart => ({
  stateDir: stateDirFor(choice),
  distDir: __dirname,
  preferredPorts: !process.env.MESSAGING_ANY_PORT,
  stay: false,
  ...over,
});

export const startStackOf = (choice: StackChoice, stay: boolean, openSqs = false): Promise<Launched> =>
  startStack(stackToStart(choice, { stay, openSqs }));

/** Runs on the workspace's stack; if none is up, starts one and ends it afterwards. */
export const withStackOf = <T>(choice: StackChoice, run: (client: StackClient) => Promise<T>): Promise<T> =>
  withStack(stackToStart(choice), run);

/** Error: `no-stack`. */
export const runningStack = (choice: StackChoice, options?: JoinOptions): Promise<StackClient> =>
  requireStack(stateDirFor(choice), path.resolve(choice.workspace), options);

/** Aborted by Ctrl-C, or by whoever ends this process. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  return interrupted.signal;
}
