import { ExpectedError } from "../../common/errors";
import type { StackClient } from "../../runtime/control/stackClient";
import type { OperationContext } from "../operation";
import { startStack } from "./startStack";
import type { StackToStart } from "./startStack";

/** Keeps the stack alive until the signal. Resolves with false if the stack ended before. */
export async function holdStack(
  client: Pick<StackClient, "events">,
  { signal }: Pick<OperationContext, "signal">,
): Promise<boolean> {
  try {
    // A client that streams events keeps the stack alive; the stream ends with the stack or at the signal.
    for await (const _event of client.events(Number.MAX_SAFE_INTEGER, signal));
  } catch (error) {
    if (!signal.aborted && !ExpectedError.is(error, "stack-gone")) throw error;
  }
  return signal.aborted;
}

/** Runs on the stack while holding it; ends it afterwards if it was started for this. Errors: those of startStack. */
export async function withStack<T>(stack: StackToStart, run: (client: StackClient) => Promise<T>): Promise<T> {
  const { client, started } = await startStack(stack);
  try {
    return await whileHeld(client, run);
  } finally {
    if (started) await client.end();
  }
}

/** Runs on the stack while holding it. */
export async function whileHeld<T>(client: StackClient, run: (client: StackClient) => Promise<T>): Promise<T> {
  const held = new AbortController();
  void holdStack(client, held).catch(() => undefined); // `run` meets the same trouble
  try {
    return await run(client);
  } finally {
    held.abort();
  }
}
