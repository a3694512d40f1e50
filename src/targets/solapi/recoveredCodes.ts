import { isSameNumber } from "../../diagnosis/ownership";
import { isAccepted, verdictOfCode } from "../../diagnosis/providerCodes";
import type { LogRow } from "../../runtime/control/stackContract";
import type { ProviderRecord, ProviderTarget } from "../environment";

/** The code that Solapi gave for an attempt of which the backend kept a generic sentence only. */
export interface RecoveredCode {
  /** NotificationLog. */
  rowId: string;
  statusCode: string;
  /** Solapi's record of it; of several the nearest in time. */
  record: ProviderRecord;
  /** 0 to 1: how sure it is that this code is this row's. */
  confidence: number;
  /** How many refused records the row could be about. */
  candidates: number;
}

/** The row is written when the provider's answer is there; its clock and ours may differ. */
const BEFORE_ROW_MS = 120_000;
const AFTER_ROW_MS = 15_000;

const SURE = {
  /** One record fits, and it fits no other row. */
  only: 0.9,
  /** Several fit, and all have this code: whichever it is. */
  sameCode: 0.85,
  /** One record fits several rows: attempts of one message, or messages to numbers that are masked alike. */
  shared: 0.5,
  /** Several with different codes fit, or the row has no number: the nearest in time. */
  nearest: 0.4,
} as const;

/** The provider's words are gone: nothing, or the SDK's sentence that points at a list nobody stored. */
export function hasLostCode({ success, failure_reason }: LogRow): boolean {
  if (success) return false;
  const reason = failure_reason.trim();
  if (reason === "") return true;
  const meaning = verdictOfCode(reason);
  return meaning?.cause === "provider.rejected-reason-lost" && meaning.code === undefined;
}

/**
 * Looks the lost codes up in Solapi's records of those minutes. Reads only. Errors: those of ProviderTarget.messages.
 *
 * @returns one for each row that a refused record fits, in the order of the rows
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

/** Without I/O: rows against records by masked number and time. */
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
