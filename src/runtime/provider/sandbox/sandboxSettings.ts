import { ExpectedError } from "../../../common/errors";
import { sampleChannels, sampleTemplates, type KakaoChannel, type KakaoTemplate } from "./messages/kakaoTemplates";

export interface Sender {
  /** Digits only. */
  phoneNumber: string;
  status: "ACTIVE" | "INACTIVE" | "PENDING" | "EXPIRED";
}

/** What the account at Solapi has and may do. A restart resets it. */
export interface SandboxSettings {
  senders: readonly Sender[];
  /** In won. A send deducts the price of its messages. */
  balance: number;
  /** Messages per day (Korean time); undefined: no limit. */
  quotaPerDay: number | undefined;
  /** Addresses that may use the key; undefined: all. The sandbox's own callers come from 127.0.0.1. */
  allowedIps: readonly string[] | undefined;
  /** undefined: no limit. */
  requestsPerSecond: number | undefined;
  channels: readonly KakaoChannel[];
  templates: readonly KakaoTemplate[];
}

export const defaultSettings: SandboxSettings = {
  senders: [
    { phoneNumber: "0212345678", status: "ACTIVE" },
    { phoneNumber: "0287654321", status: "INACTIVE" },
  ],
  balance: 10_000_000,
  quotaPerDay: undefined,
  allowedIps: undefined,
  requestsPerSecond: undefined,
  channels: sampleChannels,
  templates: sampleTemplates,
};

/** Won per message, by type, from the samples in Solapi's reference. */
export const prices = { SMS: 20, LMS: 50, MMS: 200, ATA: 19 } as const;
export type SandboxMessageType = keyof typeof prices;

/** @throws ExpectedError `invalid-setting` */
export function changeSettings(settings: SandboxSettings, change: Partial<SandboxSettings>): SandboxSettings {
  const next = { ...settings, ...change };
  const limits = { balance: next.balance, quotaPerDay: next.quotaPerDay, requestsPerSecond: next.requestsPerSecond };
  for (const [name, value] of Object.entries(limits)) {
    if (value !== undefined && !(Number.isFinite(value) && value >= 0))
      throw new ExpectedError("invalid-setting", `${name} of the sandbox must be 0 or more: ${value}`);
  }
  const wrong = next.senders.find(({ phoneNumber }) => !/^\d+$/.test(phoneNumber));
  if (wrong)
    throw new ExpectedError("invalid-setting", `A sender number consists of digits only: ${wrong.phoneNumber}`);
  return next;
}
