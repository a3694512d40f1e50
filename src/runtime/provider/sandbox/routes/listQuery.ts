import { apiErrors } from "./apiError";
import { koreanDay, startOfKoreanDay } from "../messages/solapiIds";
import type { Condition } from "../messages/sandboxStore";

/** A query as it arrives: a repeated name has a list. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 500;

const CALENDAR_DATE = /^\d{4}-?\d{2}-?\d{2}$/;
const DAY_MS = 86_400_000;

const messageColumns: Readonly<Record<string, string>> = {
  messageId: "message_id",
  groupId: "group_id",
  to: "recipient",
  from: "sender",
  type: "type",
  statusCode: "status_code",
};

const groupColumns: Readonly<Record<string, string>> = { groupId: "group_id", status: "status" };

/** The operators of `cond`, for text columns. */
const operators: Readonly<Record<string, string>> = { eq: "=", ne: "<>", gt: ">", gte: ">=", lt: "<", lte: "<=" };

/** @throws ApiError ValidationError */
export function limitOf(query: Query): number {
  const given = single(query["limit"]);
  if (given === undefined) return DEFAULT_LIMIT;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw apiErrors.validation(`limit 은 1 ~ ${MAX_LIMIT} 사이의 정수여야 합니다.`);
}

export const messageConditions = (query: Query): Condition[] => [
  ...conditionsOf(query, messageColumns),
  ...messageIdsOf(query),
  ...datesOf(query, single(query["dateType"]) === "UPDATED" ? "updated_at" : "created_at"),
];

export const groupConditions = (query: Query): Condition[] => [
  ...conditionsOf(query, groupColumns),
  ...datesOf(query, "created_at"),
];

/** A filter is given either by its name, or in the three lists `criteria`, `cond` and `value`. */
function conditionsOf(query: Query, columns: Readonly<Record<string, string>>): Condition[] {
  const conditions: Condition[] = [];
  for (const [name, column] of Object.entries(columns)) {
    const value = single(query[name]);
    if (value !== undefined) conditions.push([`${column} = ?`, value]);
  }
  const names = listOf(query["criteria"]);
  const conds = listOf(query["cond"]);
  const values = listOf(query["value"]);
  names.forEach((name, index) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    const operator = operators[conds[index] ?? "eq"];
    if (column === undefined || operator === undefined || values[index] === undefined)
      throw apiErrors.validation(`검색 조건이 올바르지 않습니다: ${name}`);
    conditions.push([`${column} ${operator} ?`, values[index]]);
  });
  return conditions;
}

function messageIdsOf(query: Query): Condition[] {
  const given = query["messageIds"] ?? query["messageIds[]"];
  if (given === undefined) return [];
  const ids = typeof given === "string" ? given.split(",") : given;
  return [[`message_id IN (${ids.map(() => "?").join(", ")})`, ...ids]];
}

function datesOf(query: Query, column: "created_at" | "updated_at"): Condition[] {
  const start = single(query["startDate"]);
  const end = single(query["endDate"]);
  return [
    ...(start === undefined ? [] : [[`${column} >= ?`, momentOf(start)] as const]),
    // The last day is included in full.
    ...(end === undefined
      ? []
      : [[`${column} <= ?`, CALENDAR_DATE.test(end) ? momentOf(end) + DAY_MS - 1 : momentOf(end)] as const]),
  ];
}

/** A date without a time is a day in Korea. */
function momentOf(text: string): number {
  const calendar = CALENDAR_DATE.test(text);
  const digits = text.replaceAll("-", "");
  // An unencoded "+" of a time zone arrives as a space.
  const iso = calendar ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}` : text.replace(" ", "+");
  const moment = Date.parse(iso);
  if (Number.isNaN(moment)) throw apiErrors.validation(`날짜 형식이 올바르지 않습니다: ${text}`);
  return calendar ? startOfKoreanDay(koreanDay(moment)) : moment;
}

const single = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value) || undefined;

const listOf = (value: string | string[] | undefined): string[] => {
  const text = single(value);
  return text === undefined ? [] : text.split(",");
};

export { single as singleValue };
