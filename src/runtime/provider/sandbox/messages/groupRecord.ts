import { SOLAPI_ACCOUNT_ID } from "./solapiIds";
import type { ScenarioName } from "../behaviour/scenarios";
import { prices } from "../sandboxSettings";

/**
 * States of a group:
 *
 *     PENDING ─▶ SENDING ─▶ COMPLETE     every message has its result
 *        │  └──▶ FAILED                  a send in one step of which no message was accepted
 *        └─────▶ DELETED
 *
 * Only a PENDING group takes messages or can be sent, and it leaves that state in the transaction that puts its
 * messages into the inbox. So a group enters the inbox only once.
 */
export type GroupState = "PENDING" | "SENDING" | "COMPLETE" | "FAILED" | "DELETED";

/** Message kinds that Solapi counts and charges; the sandbox sends the first four. */
const chargeKinds = [
  ...["sms", "lms", "mms", "ata", "cta", "cti", "nsa"],
  ...["rcs_sms", "rcs_lms", "rcs_mms", "rcs_tpl", "rcs_itpl", "rcs_ltpl", "fax", "voice"],
  ...["bms_text", "bms_image", "bms_wide", "bms_wide_item_list", "bms_carousel_feed", "bms_premium_video"],
  ...["bms_commerce", "bms_carousel_commerce", "bms_free"],
];

export interface GroupLogEntry {
  createAt: string;
  message: string;
  oldBalance?: number;
  newBalance?: number;
  oldPoint?: number;
  newPoint?: number;
  totalPrice?: number;
}

/** A group as stored. Dates are ISO 8601. */
export interface GroupRecord {
  groupId: string;
  status: GroupState;
  allowDuplicates: boolean;
  strict: boolean;
  appId: string | null;
  sdkVersion: string | null;
  osPlatform: string | null;
  customFields: Record<string, string>;
  count: {
    total: number;
    sentTotal: number;
    sentFailed: number;
    sentSuccess: number;
    sentPending: number;
    sentReplacement: number;
    refund: number;
    registeredFailed: number;
    registeredSuccess: number;
  };
  /** Kind (`sms`) → country → messages. */
  countForCharge: Record<string, Record<string, number>>;
  balance: { requested: number; replacement: number; refund: number; sum: number };
  log: GroupLogEntry[];
  dateCreated: string;
  dateUpdated: string;
  dateSent: string | null;
  dateCompleted: string | null;
  /** The scenario that a magic recipient selected for the send. */
  sendScenario?: ScenarioName;
}

/** Solapi keeps every line, but a group that receives its messages one by one would grow without limit. */
const KEPT_LOG_LINES = 100;

export function note(group: GroupRecord, entry: GroupLogEntry): void {
  group.log.push(entry);
  if (group.log.length > KEPT_LOG_LINES) group.log.splice(KEPT_LOG_LINES / 2, 1);
  group.dateUpdated = entry.createAt;
}

export interface NewGroup {
  allowDuplicates?: boolean;
  strict?: boolean;
  appId?: string | null;
  sdkVersion?: string | null;
  osPlatform?: string | null;
  customFields?: Record<string, string>;
}

export function newGroup(groupId: string, at: string, options: NewGroup): GroupRecord {
  return {
    groupId,
    status: "PENDING",
    allowDuplicates: options.allowDuplicates ?? false,
    strict: options.strict ?? false,
    appId: options.appId ?? null,
    sdkVersion: options.sdkVersion ?? null,
    osPlatform: options.osPlatform ?? null,
    customFields: options.customFields ?? {},
    count: {
      total: 0,
      sentTotal: 0,
      sentFailed: 0,
      sentSuccess: 0,
      sentPending: 0,
      sentReplacement: 0,
      refund: 0,
      registeredFailed: 0,
      registeredSuccess: 0,
    },
    countForCharge: {},
    balance: { requested: 0, replacement: 0, refund: 0, sum: 0 },
    log: [{ createAt: at, message: "[127.0.0.1] 메시지 그룹이 생성되었습니다." }],
    dateCreated: at,
    dateUpdated: at,
    dateSent: null,
    dateCompleted: null,
  };
}

const wonByKind = new Map(Object.entries(prices).map(([type, won]) => [type.toLowerCase(), won]));

/** Every kind has a price: the Python SDK treats an answer without one as a failed send. */
const price = Object.fromEntries(chargeKinds.map((kind) => [kind, wonByKind.get(kind) ?? 0]));

/** The group in the form of Solapi's API, with every field of the samples in its reference. */
export function groupToWire(group: GroupRecord): Record<string, unknown> {
  const { groupId, count, countForCharge, balance, log, appId, sdkVersion, osPlatform, customFields } = group;
  return {
    count,
    countForCharge: Object.fromEntries(chargeKinds.map((kind) => [kind, countForCharge[kind] ?? {}])),
    balance,
    point: { requested: 0, replacement: 0, refund: 0, sum: 0 },
    app: { profit: Object.fromEntries(chargeKinds.map((kind) => [kind, 0])), appId, version: null },
    serviceMethod: "MT",
    sdkVersion,
    osPlatform,
    log,
    status: group.status,
    scheduledDate: null,
    dateSent: group.dateSent,
    dateCompleted: group.dateCompleted,
    isRefunded: balance.refund > 0,
    flagUpdated: false,
    prepaid: true,
    strict: group.strict,
    masterAccountId: null,
    allowDuplicates: group.allowDuplicates,
    accountId: SOLAPI_ACCOUNT_ID,
    apiVersion: "4",
    customFields,
    hint: null,
    groupId,
    price: { "82": price },
    dateCreated: group.dateCreated,
    dateUpdated: group.dateUpdated,
    _id: groupId,
  };
}
