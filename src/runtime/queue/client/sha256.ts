import type { Checksum, SourceData } from "@smithy/types";
import { createHmac, createSecretKey, hash } from "node:crypto";
import type { KeyObject } from "node:crypto";

/**
 * SHA-256 or, with a secret, its HMAC, of data available in one piece: a signature takes two of each. Node derives a
 * key from a plain secret for each HMAC, which takes five times as long as the HMAC itself, so the keys are cached.
 */
export class Sha256 implements Checksum {
  readonly #key: KeyObject | undefined;
  #parts: Uint8Array[] = [];

  constructor(secret?: SourceData) {
    this.#key = secret === undefined ? undefined : keyOf(secret);
  }

  update(data: Uint8Array): void {
    this.#parts.push(data);
  }

  digest(): Promise<Uint8Array> {
    const data = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    const key = this.#key;
    return Promise.resolve(key ? createHmac("sha256", key).update(data).digest() : hash("sha256", data, "buffer"));
  }

  reset(): void {
    this.#parts = [];
  }
}

const keys = new Map<SourceData, KeyObject>();

/** Two secrets are in use, the account's and the day's; deriving each new day's takes four more. */
const MAX_KEYS = 20;

function keyOf(secret: SourceData): KeyObject {
  let key = keys.get(secret);
  if (!key) {
    if (keys.size >= MAX_KEYS) keys.clear();
    key = createSecretKey(typeof secret === "string" ? Buffer.from(secret) : (secret as NodeJS.ArrayBufferView));
    keys.set(secret, key);
  }
  return key;
}
