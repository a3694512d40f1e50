import { tellsFate } from "./messageEnd";
import type { MessageEvent } from "./messageEvents";
import type { MessageTrace } from "./messageTrace";
import { INTAKE_ACCEPTED } from "../provider/provider";

type Duplicate = Extract<MessageEvent, { type: "worker.duplicate" }>;

/** What is said of an end whose own words were lost with the worker. */
const REASON = "the worker ended before it told why; its NotificationLog row has the reason";

/**
 * A worker that is killed after it has stored how a job ended, and before its events are out, leaves a trace without an
 * end. Its message comes again and is known as a duplicate: then the end can be told after all.
 *
 * @returns the event that is missing; undefined where the end was told, after the last time that it was to be retried
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
