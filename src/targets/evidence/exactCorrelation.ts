import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import type { Correlated, Seen } from "./correlation";
import { evidenceOfEvents } from "./eventEvidence";
import type { EventEvidence } from "./eventEvidence";
import type { TraceTarget } from "../environment";
import type { Probes } from "../looking/probes";
import type { SentMessage } from "./sentMessage";

/** Ends every line of our own runtime that is about one message. */
const TRACE_ID = / trace_id=(\S+)$/;

/** The events of one send's messages; undefined if unavailable. */
export async function lookAtEvents(
  traces: TraceTarget,
  { traceIds }: SentMessage,
  probes: Probes,
): Promise<EventEvidence | undefined> {
  const found = await probes.run("trace", (signal) =>
    Promise.all(traceIds.map((id) => traces.trace(id, signal).catch(() => undefined))),
  );
  return found && evidenceOfEvents(found.filter((trace): trace is MessageTrace => trace !== undefined));
}

/**
 * Correlates by ids in our own runtime. Lines and records expire, events stay: events replace what the log no longer
 * holds.
 */
export function exactly(
  { sentAt, traceIds }: SentMessage,
  { lines, rows, records }: Seen,
  { rowIds, messages }: EventEvidence,
): Correlated {
  const isOwn = ({ at, text }: LogLine) => {
    const traceId = TRACE_ID.exec(text)?.[1];
    return at >= sentAt && (traceId === undefined || traceIds.includes(traceId));
  };
  const ownLines = lines?.filter(isOwn);
  const isLogged = ownLines?.some(({ text }) => TRACE_ID.test(text)) === true;
  const told = isLogged ? [] : messages;
  const ownRecords =
    records?.length === 0 && told.length > 0 ? told.map((each) => ({ messageId: "", ...each })) : records;
  return {
    ...(ownLines && { lines: ownLines }),
    ...(rows && { rows: rows.filter(({ id }) => rowIds.includes(Number(id))) }),
    ...(ownRecords && { records: ownRecords }),
    correlation: { method: "trace-id", confidence: 1, others: 0 },
  };
}
