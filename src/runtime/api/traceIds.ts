import { randomBytes } from "node:crypto";

/**
 * Short ids that are read aloud and typed; different from all in `taken`, which is one request's messages. An id is also
 * the key of the worker's job, kept for 15 days: a second message by the same id would be taken for a delivery of the
 * first, and lost. With 48 bits that happens once in 50,000 stores of 100,000 messages. Never digits alone: it would be
 * masked as a number.
 */
export function newTraceId(taken: Set<string>): string {
  for (;;) {
    const id = randomBytes(6).toString("hex");
    if (taken.has(id) || !/[a-f]/.test(id)) continue;
    taken.add(id);
    return id;
  }
}
