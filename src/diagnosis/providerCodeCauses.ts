import type { CauseId } from "./causes/causeIds";

/**
 * The causes of Solapi's status codes. 1xxx: refused at intake; 2000: accepted; other 2xxx: refused by the platform
 * after intake; 3000: at the carrier; other 3xxx: failed there; 4000: done.
 */
export const statusCauses: Readonly<Record<string, CauseId>> = {
  ...of("provider.text-invalid", 1010, 1029, 1031),
  ...of("provider.recipient-invalid", 1011, 3010),
  ...of("provider.account-blocked", 1020, 2063),
  ...of("provider.message-type", 1025, 1058),
  ...of("provider.duplicate-recipient", 1026),
  ...of("provider.balance", 1030, 2230),
  ...of("provider.request-invalid", 1032),
  ...of("provider.template-not-found", 1041, 1042, 3105),
  ...of("provider.template-mismatch", 1043, 3034, 3103, 3063, 3073, 3076),
  ...of("provider.recipient-blocked", 1060, 1061, 2060, 2061),
  ...of("provider.sender-not-registered", 1062, 2062),
  ...of("provider.alimtalk-undelivered", 3104, 3107, 3108),
};

/** Solapi's errorCodes and our names for call results, in lower case. */
export const errorCauses: Readonly<Record<string, CauseId>> = {
  invalidapikey: "provider.unauthorized",
  unauthorized: "provider.unauthorized",
  signaturedoesnotmatch: "provider.unauthorized",
  duplicatedsignature: "provider.unauthorized",
  forbidden: "provider.ip-not-allowed",
  requesttimetooskewed: "provider.clock-skew",
  notenoughbalance: "provider.balance",
  provider_not_enough_balance: "provider.balance",
  quotaexceeded: "provider.quota",
  provider_quota_exceeded: "provider.quota",
  toomanyrequests: "provider.rate-limited",
  validationerror: "provider.request-invalid",
  recipientstoomany: "provider.request-invalid",
  templatenotapproved: "provider.template-not-found",
  "not-sent": "provider.unreachable",
  "timed-out": "provider.timeout",
  "cut-off": "provider.timeout",
  networkerror: "provider.timeout",
  parseerror: "provider.reply-unreadable",
  incompletereply: "provider.reply-unreadable",
  unknownerror: "provider.server-error",
  internalservererror: "provider.server-error",
  internalerror: "provider.server-error",
  unregisteredsenderid: "provider.sender-not-registered",
  ppurio_token_failed: "provider.unauthorized",
};

function of(cause: CauseId, ...codes: number[]): Record<string, CauseId> {
  return Object.fromEntries(codes.map((code) => [String(code), cause]));
}
