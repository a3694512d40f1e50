import { ExpectedError } from "../common/errors";
import type { MessageTrace } from "../runtime/message/messageTrace";
import type { TraceTarget } from "../targets/environment";

/** Undefined where the environment has no trace of this id. */
export async function knownTrace(
  traces: TraceTarget | undefined,
  id: string,
  signal: AbortSignal,
): Promise<MessageTrace | undefined> {
  try {
    return await traces?.trace(id, signal);
  } catch (error) {
    if (ExpectedError.is(error, "trace-not-found")) return undefined;
    throw error;
  }
}
