import { tellsFate } from "./messageEnd";
import type { MessageEvent } from "./messageEvents";
import type { MessageTrace } from "./messageTrace";
import { INTAKE_ACCEPTED } from "../provider/provider";

type Duplicate = Extract<MessageEvent, { type: "worker.duplicate" }>;

/** The reason given where the worker's own was lost. */
const REASON = "the worker ended before it told why; its NotificationLog row has the reason";

/**
 * Completes a trace without an end. A worker that is killed after it stores a job's outcome but before it emits the
 * events leaves such a trace. The redelivered message is then a duplicate, whose event carries the outcome.
 *
 * @returns the missing event; undefined where the trace has an end since its last retry
 */
export function recoveredEnd(trace: MessageTrace | undefined, duplicate: Duplicate): MessageEvent | undefined {
  const events = trace?.events ?? [];
  const attempt = events.slice(events.findLastIndex(({ type }) => type === "worker.retrying") + 1);
  if (attempt.some(({ type }) => tellsFate(type))) return undefined;
  const { outcome, groupId, providerMessageId } = duplicate.details;
  const { at, traceId, messageId } = duplicate;
  const of = { at, traceId, ...(messageId !== undefined && { messageId }) };
  switch (outcome) {
    case "accepted":
      return {
        ...of,
        type: "provider.accepted",
        details: { groupId, providerMessageId, code: INTAKE_ACCEPTED, type: "" },
      };
    case "refused":
      return { ...of, type: "provider.refused", details: { groupId, code: "", message: REASON } };
    case "skipped":
      return { ...of, type: "worker.skipped", details: { reason: REASON } };
    case "ambiguous":
      return { ...of, type: "provider.ambiguous", details: { groupId, reason: REASON } };
  }
}
