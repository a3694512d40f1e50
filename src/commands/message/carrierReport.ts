import type { MessageTrace } from "../../runtime/message/messageTrace";
import { hasReached } from "../../runtime/message/messageSummary";
import type { CommandContext } from "../context";

/** After this nobody waits for the toast any more; the views show a later report. */
const WAITED_MS = 5 * 60_000;

/** Whether Solapi accepted the message and the carrier has not reported yet, as far as events show it. */
export const isCarrierAwaited = (trace: MessageTrace): boolean =>
  trace.sightings === undefined &&
  hasReached(trace) &&
  !trace.events.some(({ type }) => type === "provider.delivered" || type === "provider.undelivered");

/** Replaces the early success: diagnoses the message once its carrier reports that it failed. */
export function followCarrier({ stack, execute }: Pick<CommandContext, "stack" | "execute">, traceId: string): void {
  const subscription = stack.events.subscribe((event) => {
    if (event.traceId !== traceId) return;
    if (event.type !== "provider.delivered" && event.type !== "provider.undelivered") return;
    end();
    if (event.type === "provider.undelivered") void execute("messaging.diagnosis.run", traceId);
  });
  const timer = setTimeout(() => end(), WAITED_MS);
  timer.unref();
  const end = () => {
    clearTimeout(timer);
    void subscription.dispose();
  };
}
