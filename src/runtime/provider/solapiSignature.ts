import { createHmac, randomBytes } from "node:crypto";

export interface SolapiKeys {
  apiKey: string;
  apiSecret: string;
}

/** Signs date and salt as on Solapi's page "API Key 인증 방식"; hexadecimal. */
export const signatureOf = (apiSecret: string, date: string, salt: string, algorithm = "sha256"): string =>
  createHmac(algorithm, apiSecret)
    .update(date + salt)
    .digest("hex");

/** The header of one request: Solapi accepts a signature once, and within 15 minutes. */
export function authorizationOf({ apiKey, apiSecret }: SolapiKeys, now = new Date()): string {
  const date = now.toISOString().replace(/\.\d+Z$/, "Z");
  const salt = randomBytes(16).toString("hex");
  return `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${signatureOf(apiSecret, date, salt)}`;
}
