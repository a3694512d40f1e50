import * as l10n from "@vscode/l10n";
import { zonedTime } from "../../../common/zonedTime";
import { messageOf } from "../../../common/errors";
import type { Evidence } from "../../../diagnosis/evidence";
import type { LogLine } from "../../../runtime/stack/lineBuffer";
import type { LogRow } from "../../../runtime/control/stackContract";
import type { Environment, ProviderRecord, WorkerContainer } from "../../../targets/environment";
import type { QueueReading } from "../../../targets/layers/layerReadings";
import type { LookedAt } from "../foundMessage";

export type InquiryRow = LogRow & { status?: string };

/** What a real backend's sources tell of a window. A source that is missing or failed is absent. */
export interface BackendSources {
  rows?: InquiryRow[];
  records?: ProviderRecord[];
  workerLines?: LogLine[];
  apiLines?: LogLine[];
  /** What commands of fixes name. */
  named: Pick<Evidence, "queue" | "worker">;
  looked: LookedAt[];
}

/** Rows are asked for in growing steps, newest first, until they reach back to the window's start. */
const ROW_STEPS = [500, 5_000, 50_000];
/** The row is written after the send, and its clock is another. */
const CLOCK_MS = 15_000;
/** A log with a line from this long before the window reaches back to it. */
const BEFORE_MS = 3_600_000;

/** Times are milliseconds since the Unix epoch. */
interface Span {
  from: number;
  until: number;
  tenant: string | undefined;
}

/** What a source told, from when on, and what it could not tell. */
interface Told<T> {
  told: T;
  since?: number;
  note?: string;
}

/** Asks all sources at once. One that fails, or tells only a part, says so in `looked`. */
export async function readSources(environment: Environment, span: Span, signal: AbortSignal): Promise<BackendSources> {
  const { from, until } = span;
  const looked: LookedAt[] = [];
  const { tenants, provider, worker, api, queue } = environment;
  const look = async <T>(part: string, read: (() => Promise<Told<T>>) | undefined): Promise<T | undefined> => {
    const entry = { part, from, until };
    if (!read) {
      looked.push({ ...entry, complete: false, note: l10n.t("not configured in this environment") });
      return undefined;
    }
    try {
      const { told, since = from, note = "" } = await read();
      looked.push({ part, from: since, until, complete: since <= from && note === "", note });
      return told;
    } catch (error) {
      signal.throwIfAborted();
      looked.push({ ...entry, complete: false, note: messageOf(error) });
      return undefined;
    }
  };
  const [rows, records, workerLines, apiLines, reading, container] = await Promise.all([
    look("notificationLogs", tenants && (async () => rowsSince(tenants, span, signal))),
    look("provider.messages", provider && (() => recordsIn(provider, span, signal))),
    look("worker.logs", worker && (async () => linesFrom(await worker.linesSince(from - BEFORE_MS, signal), span))),
    look("api.logs", api?.linesSince && (async () => linesFrom(await api.linesSince!(from - BEFORE_MS, signal), span))),
    look("queue", queue && (async () => waitingIn(await queue.measure(signal)))),
    worker?.container(signal).catch(() => undefined),
  ]);
  return {
    ...(rows && { rows }),
    ...(records && { records }),
    ...(workerLines && { workerLines }),
    ...(apiLines && { apiLines }),
    named: namesIn(reading, container),
    looked,
  };
}

/** Names alone: the present state says nothing of a past message. */
const namesIn = (
  queue: Pick<QueueReading, "name" | "region"> | undefined,
  container: WorkerContainer | undefined,
): BackendSources["named"] => ({
  ...(queue && { queue: { name: queue.name, region: queue.region } }),
  ...(container?.name !== undefined && { worker: { container: { name: container.name } } }),
});

async function rowsSince(
  tenants: NonNullable<Environment["tenants"]>,
  { from, until, tenant }: Span,
  signal: AbortSignal,
): Promise<Told<InquiryRow[]>> {
  let rows: InquiryRow[] = [];
  for (const limit of ROW_STEPS) {
    rows = await tenants.newestLogs(limit, tenant, signal);
    const oldest = rows.at(-1);
    const told = rows.filter(({ sent_at }) => Date.parse(sent_at) >= from && Date.parse(sent_at) < until);
    const isAll = rows.length < limit && rows.length !== tenants.mostLogs;
    if (!oldest || Date.parse(oldest.sent_at) < from || isAll) return { told };
    if (rows.length < limit || limit === ROW_STEPS.at(-1))
      return {
        told,
        since: Date.parse(oldest.sent_at),
        note: l10n.t("only the newest {0} rows were read", rows.length),
      };
  }
  return { told: [] };
}

/** Solapi may refuse a page after others: what those said counts. */
async function recordsIn(
  provider: NonNullable<Environment["provider"]>,
  { from, until }: Span,
  signal: AbortSignal,
): Promise<Told<ProviderRecord[]>> {
  const pages: ProviderRecord[] = [];
  try {
    const take = (records: readonly ProviderRecord[]) => void pages.push(...records);
    return { told: await provider.messages({ from: from - CLOCK_MS, to: until + CLOCK_MS }, signal, take) };
  } catch (error) {
    signal.throwIfAborted();
    if (pages.length === 0) throw error;
    return { told: pages, note: l10n.t("only {0} records were read: {1}", pages.length, messageOf(error)) };
  }
}

/**
 * A log that has a line from before the window, or none at all, tells everything. One that begins within the window was
 * cut or rotated, or its container is new. `lines`: from BEFORE_MS before the window on.
 */
function linesFrom(lines: LogLine[], { from, until }: Span): Told<LogLine[]> {
  const told = lines.filter(({ at }) => at >= from && at < until);
  const [first] = lines;
  if (!first || first.at <= from) return { told };
  return { told, since: first.at, note: l10n.t("the log begins at {0}", zonedTime(first.at)) };
}

function waitingIn(reading: QueueReading): Told<QueueReading> {
  const { counts, error } = reading;
  if (error) return { told: reading, note: [error.code, error.message].filter(Boolean).join(": ") };
  if (!counts) return { told: reading, note: l10n.t("the counts are not known") };
  const { visible, inFlight, delayed, dead = 0 } = counts;
  const waiting = visible + inFlight + delayed;
  if (waiting + dead === 0) return { told: reading };
  return {
    told: reading,
    note: l10n.t(
      "{0} messages wait and {1} are dead-lettered; the queue does not show whom they are for",
      waiting,
      dead,
    ),
  };
}
