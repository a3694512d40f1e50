import { digitsOf } from "../../common/text/digits";
import * as l10n from "@vscode/l10n";
import * as z from "zod";
import { ExpectedError } from "../../common/errors";
import type { ProviderRecord } from "../environment";
import type { SolapiReader } from "./solapiReader";

export type RecordQuery = { messageId: string } | { groupId: string } | { from: number; to: number };

/** Maximum page size of Solapi. */
const PAGE = 500;
/** A busy account's day; a query that needs more is too broad. */
const MAX_PAGES = 60;

const DAY_MS = 86_400_000;
const KOREA_MS = 9 * 3_600_000;

const text = z.string().nullish();

const storedMessage = z.object({
  messageId: text,
  groupId: text,
  statusCode: text,
  /** The code's description. */
  reason: text,
  statusMessage: text,
  to: z.union([z.string(), z.array(z.string())]).nullish(),
  type: text,
  dateCreated: text,
});

const page = z.object({
  /** By message id. An empty list may arrive as an array. */
  messageList: z.union([z.record(z.string(), storedMessage), z.array(storedMessage)]),
  nextKey: text,
});

/**
 * The records of a query, oldest first. Solapi accepts a time span only as whole days in Korea; records outside the
 * span are dropped here. `onPage` gets each page as it comes, so that a later refusal loses none. Errors: those of SolapiReader, `provider-too-many`.
 */
export async function readRecords(
  reader: SolapiReader,
  query: RecordQuery,
  signal?: AbortSignal,
  onPage?: (records: readonly ProviderRecord[]) => void,
): Promise<ProviderRecord[]> {
  const span = "from" in query ? query : undefined;
  const found: ProviderRecord[] = [];
  let startKey: string | undefined;
  let isNewestFirst = true;
  let last = Infinity;
  for (let pages = 0; ; pages += 1) {
    if (pages === MAX_PAGES) throw tooMany();
    const { messageList, nextKey } = await reader.get(
      "/messages/v4/list",
      { ...parametersOf(query), limit: String(PAGE), startKey },
      page,
      signal,
    );
    const records = Object.entries(messageList).map(([id, message]) => toRecord(message.messageId ?? id, message));
    for (const { createdAt = last } of records) {
      if (createdAt > last) isNewestFirst = false;
      last = createdAt;
    }
    const within = records.filter((record) => isWithin(record, span));
    found.push(...within);
    onPage?.(within);
    const isPastSpan = span !== undefined && isNewestFirst && last < span.from;
    if (!nextKey || nextKey === startKey || isPastSpan) break;
    startKey = nextKey;
  }
  // The sort is stable: reversing first keeps records with equal times oldest first.
  if (isNewestFirst) found.reverse();
  return found.sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0));
}

function parametersOf(query: RecordQuery): Record<string, string> {
  if ("messageId" in query) return { messageId: query.messageId };
  if ("groupId" in query) return { groupId: query.groupId };
  // Adds a day: it is undocumented whether Solapi includes the whole last day.
  return { dateType: "CREATED", startDate: koreanDay(query.from), endDate: koreanDay(query.to + DAY_MS) };
}

const koreanDay = (at: number) => new Date(at + KOREA_MS).toISOString().slice(0, 10);

/** Keeps a record without a time: dropping it could hide the one that is looked for. */
const isWithin = ({ createdAt }: ProviderRecord, span: { from: number; to: number } | undefined) =>
  span === undefined || createdAt === undefined || (createdAt >= span.from && createdAt <= span.to);

function toRecord(messageId: string, message: z.infer<typeof storedMessage>): ProviderRecord {
  const { groupId, statusCode, reason, statusMessage, to, type, dateCreated } = message;
  const recipient = Array.isArray(to) ? to[0] : to;
  const createdAt = Date.parse(dateCreated ?? "");
  const sentence = reason ?? statusMessage;
  return {
    messageId,
    ...(groupId && { groupId }),
    ...(statusCode && { statusCode }),
    ...(sentence && { statusMessage: sentence }),
    ...(recipient && { to: digitsOf(recipient) }),
    ...(type && { type }),
    ...(Number.isNaN(createdAt) ? {} : { createdAt }),
  };
}

const tooMany = () =>
  new ExpectedError(
    "provider-too-many",
    l10n.t("Solapi has more than {0} records of these days", MAX_PAGES * PAGE),
    l10n.t("Look the message up by its message or group id"),
  );
