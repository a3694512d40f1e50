import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { TraceTarget } from "../../targets/environment";
import type { OperationContext } from "../operation";

export type AwaitedState = MessageTrace["state"];

export interface WantedMessage {
  state: AwaitedState;
  /** Trace id; any message without it. */
  id?: string | undefined;
  /** Milliseconds. */
  withinMs: number;
}

/**
 * The newest message in this state, as soon as there is one; at once if it is there already. Waits on the stack's
 * events. Error: `not-in-time`, which says in which states the messages are.
 */
export async function waitForMessage(
  traces: TraceTarget,
  { state, id, withinMs }: WantedMessage,
  { signal }: Pick<OperationContext, "signal">,
): Promise<MessageTrace> {
  const late = AbortSignal.timeout(withinMs);
  const either = AbortSignal.any([signal, late]);
  const look = async () =>
    id === undefined
      ? (await traces.recent(signal)).find((trace) => trace.state === state)
      : [await traces.trace(id, signal)].find((trace) => trace?.state === state);
  const position = await traces.position(signal);
  const there = await look();
  if (there) return there;
  try {
    for await (const { traceId } of traces.events(position, either)) {
      if (id !== undefined && traceId !== id) continue;
      const trace = await traces.trace(traceId, signal);
      if (trace?.state === state) return trace;
    }
  } catch (error) {
    if (!late.aborted) throw error;
  }
  signal.throwIfAborted();
  const seen = (id === undefined ? await traces.recent(signal) : [await traces.trace(id, signal)]).slice(0, 5);
  const states = seen.flatMap((trace) => (trace ? `${trace.traceId} ${trace.state}` : [])).join(", ");
  throw new ExpectedError(
    "not-in-time",
    l10n.t("No message was {0} within {1} s. There are: {2}", state, withinMs / 1_000, states || l10n.t("none")),
    l10n.t("See why: {0}", "messaging diagnose"),
  );
}
