import { randomBytes } from "node:crypto";

/** The only account of the sandbox. */
export const SOLAPI_ACCOUNT_ID = "26030500000001";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const HASH_LENGTH = 15;
const KOREAN_TIME_MS = 9 * 60 * 60_000;

const GROUP_ID = /^G4V\d{14}[0-9A-Z]{15}$/;

/** 32 characters, as in Solapi: preamble, Korean time to the second, 15 random characters. */
export const newGroupId = (at: number): string => `G4V${stamp(at)}${chance()}`;
export const newMessageId = (at: number): string => `M4V${stamp(at)}${chance()}`;

export const isGroupId = (text: string): boolean => GROUP_ID.test(text);

/** Days since the epoch in Korea, where Solapi's quota resets at midnight. */
export const koreanDay = (at: number): number => Math.floor((at + KOREAN_TIME_MS) / 86_400_000);

/** The first moment of such a day. */
export const startOfKoreanDay = (day: number): number => day * 86_400_000 - KOREAN_TIME_MS;

const stamp = (at: number): string => new Date(at + KOREAN_TIME_MS).toISOString().replace(/\D/g, "").slice(0, 14);

function chance(): string {
  let text = "";
  for (const byte of randomBytes(HASH_LENGTH)) text += ALPHABET[byte % ALPHABET.length];
  return text;
}
