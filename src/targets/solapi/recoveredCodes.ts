import { isSameNumber } from "../../diagnosis/facts/namedRecipients";
import { isAccepted, verdictOfCode } from "../../diagnosis/providerCodes";
import type { LogRow } from "../../runtime/control/stackContract";
import type { ProviderRecord, ProviderTarget } from "../environment";

/** Solapi's code for an attempt for which the backend kept only a generic sentence. */
export interface RecoveredCode {
  /** Id in NotificationLog. */
  rowId: string;
  statusCode: string;
  /** Solapi's record; the nearest in time if there are several. */
  record: ProviderRecord;
  /** 0 to 1: confidence that this code belongs to this row. */
  confidence: number;
  /** Number of refused records that could belong to the row. */
  candidates: number;
}

/** The row is written after the provider's answer; the two clocks may differ. */
const BEFORE_ROW_MS = 120_000;
const AFTER_ROW_MS = 15_000;

const SURE = {
  /** One record matches, and it matches no other row. */
  only: 0.9,
  /** Several match, all with the same code. */
  sameCode: 0.85,
  /** One record matches several rows: attempts of one message, or messages to numbers with the same mask. */
  shared: 0.5,
  /** Several with different codes match, or the row has no number: takes the nearest in time. */
  nearest: 0.4,
} as const;

/**
 * Whether the provider's reason is lost: nothing was stored, or only the SDK's sentence that refers to a list nobody
 * stored.
 */
export function hasLostCode({ success, failure_reason }: LogRow): boolean {
  if (success) return false;
  const reason = failure_reason.trim();
  if (reason === "") return true;
  const meaning = verdictOfCode(reason);
  return meaning?.cause === "provider.rejected-reason-lost" && meaning.code === undefined;
}

/**
 * Looks up lost codes in Solapi's records of those minutes. Read-only. Errors: those of ProviderTarget.messages.
 *
 * @returns one per row that a refused record matches, in the order of the rows
 */
export async function recoverCodes(
  rows: readonly LogRow[],
  provider: ProviderTarget,
  signal?: AbortSignal,
): Promise<RecoveredCode[]> {
  const times = rows.filter(hasLostCode).map(timeOf);
  if (times.length === 0) return [];
  const span = { from: Math.min(...times) - BEFORE_ROW_MS, to: Math.max(...times) + AFTER_ROW_MS };
  return matchCodes(rows, await provider.messages(span, signal));
}

/** Matches rows with records by masked number and time, without I/O. */
export function matchCodes(rows: readonly LogRow[], records: readonly ProviderRecord[]): RecoveredCode[] {
  const refused = records.filter(isRefused);
  const lost = rows.filter(hasLostCode).map((row) => ({ row, fitting: refused.filter((record) => fits(row, record)) }));
  return lost.flatMap(({ row, fitting }) => {
    const [record] = fitting.toSorted((one, other) => distance(row, one) - distance(row, other));
    if (!record) return [];
    const isShared = lost.some((other) => other.row !== row && other.fitting.includes(record));
    const hasOneCode = fitting.every(({ statusCode }) => statusCode === record.statusCode);
    const isAnonymous = !/\d/.test(row.recipient_summary);
    const confidence =
      isAnonymous || !hasOneCode
        ? SURE.nearest
        : fitting.length > 1
          ? SURE.sameCode
          : isShared
            ? SURE.shared
            : SURE.only;
    return [{ rowId: row.id, statusCode: record.statusCode, record, confidence, candidates: fitting.length }];
  });
}

type RefusedRecord = ProviderRecord & { statusCode: string };

const isRefused = (record: ProviderRecord): record is RefusedRecord =>
  record.statusCode !== undefined && !isAccepted(record.statusCode);

const timeOf = ({ sent_at }: LogRow) => Date.parse(sent_at);

const distance = (row: LogRow, { createdAt = 0 }: ProviderRecord) => Math.abs(timeOf(row) - createdAt);

function fits(row: LogRow, { to, createdAt }: ProviderRecord): boolean {
  const at = timeOf(row);
  const isThen = createdAt !== undefined && createdAt >= at - BEFORE_ROW_MS && createdAt <= at + AFTER_ROW_MS;
  return isThen && to !== undefined && isSameNumber(to, row.recipient_summary);
}
