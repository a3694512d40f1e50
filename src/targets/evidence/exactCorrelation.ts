import type { LogLine } from "../../runtime/stack/lineBuffer";
import type { Correlated, Seen } from "./correlation";
import type { TraceTarget } from "../environment";
import type { Probes } from "../looking/probes";
import type { SentMessage } from "./sentMessage";

/** At the end of every line of our own runtime that is about one message. */
const TRACE_ID = / trace_id=(\S+)$/;

/** What is one send's in our own runtime: its ids tell. */
export async function exactly(
  traces: TraceTarget,
  { sentAt, traceIds }: SentMessage,
  { lines, rows, records }: Seen,
  probes: Probes,
): Promise<Correlated> {
  const isOwn = ({ at, text }: LogLine) => {
    const traceId = TRACE_ID.exec(text)?.[1];
    return at >= sentAt && (traceId === undefined || traceIds.includes(traceId));
  };
  const ids = rows && (await probes.run("trace", (signal) => rowsOf(traces, traceIds, signal)));
  return {
    ...(lines && { lines: lines.filter(isOwn) }),
    ...(ids && { rows: rows.filter(({ id }) => ids.has(Number(id))) }),
    ...(records && { records }),
    correlation: { method: "trace-id", confidence: 1, others: 0 },
  };
}

/** Rows carry no trace id: those that the messages' own events name. */
async function rowsOf(traces: TraceTarget, traceIds: readonly string[], signal: AbortSignal): Promise<Set<number>> {
  const found = await Promise.all(traceIds.map((id) => traces.trace(id, signal)));
  const events = found.flatMap((trace) => trace?.events ?? []);
  return new Set(events.flatMap((event) => (event.type === "worker.logged" ? event.details.notificationLogId : [])));
}
