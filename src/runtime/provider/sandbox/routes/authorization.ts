import { timingSafeEqual } from "node:crypto";
import type { Clock } from "../../../../common/clock";
import { signatureOf, type SolapiKeys } from "../../solapiSignature";
import { apiErrors } from "./apiError";

/** Solapi's page "API Key 인증 방식": a request is valid for ±15 minutes, and its signature only once in that time. */
const MAX_SKEW_MS = 15 * 60_000;
const MIN_SALT_BYTES = 12;
const MAX_SALT_BYTES = 64;

/** Limits the memory; beyond it, the oldest signature could be reused too early. */
const REMEMBERED_SIGNATURES = 100_000;

const HEADER = /^HMAC-(SHA256|MD5)\s+(\S.*)$/i;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Checks `Authorization: HMAC-SHA256 apiKey=…, date=…, salt=…, signature=…`; the signature is over date + salt. */
export class Authorizer {
  /** Signature → when it was used, oldest first. */
  readonly #used = new Map<string, number>();

  constructor(
    private readonly credentials: SolapiKeys,
    private readonly clock: Clock,
  ) {}

  /** @throws ApiError InvalidAPIKey, RequestTimeTooSkewed, SignatureDoesNotMatch, DuplicatedSignature, Unauthorized */
  check(header: string | undefined): void {
    const { algorithm, fields } = parseHeader(header);
    const apiKey = fields.get("apikey") ?? "";
    const date = fields.get("date") ?? "";
    const salt = fields.get("salt") ?? "";
    const signature = fields.get("signature") ?? "";
    if (!apiKey || !signature) throw apiErrors.unauthorized("apiKey, date, salt, signature 는 필수입니다.");
    const saltBytes = Buffer.byteLength(salt);
    if (saltBytes < MIN_SALT_BYTES || saltBytes > MAX_SALT_BYTES)
      throw apiErrors.unauthorized("salt 는 12 ~ 64바이트의 문자열이어야 합니다.");
    const sentAt = ISO_8601.test(date) ? Date.parse(date) : NaN;
    if (Number.isNaN(sentAt)) throw apiErrors.unauthorized("date 는 ISO 8601 규격이어야 합니다.");
    if (apiKey !== this.credentials.apiKey) throw apiErrors.invalidApiKey();
    const now = this.clock.now();
    if (Math.abs(now - sentAt) > MAX_SKEW_MS) throw apiErrors.requestTimeTooSkewed();
    const expected = signatureOf(this.credentials.apiSecret, date, salt, algorithm);
    if (!isSame(expected, signature.toLowerCase())) throw apiErrors.signatureDoesNotMatch();
    this.#useOnce(expected, now);
  }

  #useOnce(signature: string, now: number): void {
    for (const [oldest, at] of this.#used) {
      if (now - at <= MAX_SKEW_MS && this.#used.size < REMEMBERED_SIGNATURES) break;
      this.#used.delete(oldest);
    }
    if (this.#used.has(signature)) throw apiErrors.duplicatedSignature();
    this.#used.set(signature, now);
  }
}

function parseHeader(header: string | undefined): { algorithm: string; fields: Map<string, string> } {
  const [, algorithm, rest] = HEADER.exec(header ?? "") ?? [];
  if (algorithm === undefined || rest === undefined) throw apiErrors.unauthorized("인증 정보가 올바르지 않습니다.");
  const fields = new Map<string, string>();
  for (const part of rest.split(",")) {
    const at = part.indexOf("=");
    // The Python SDK writes ApiKey and Date.
    if (at > 0) fields.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  return { algorithm: algorithm.toLowerCase(), fields };
}

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
