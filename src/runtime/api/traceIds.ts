import { randomBytes } from "node:crypto";

/** Short ids that are read aloud and typed; unique within what `taken` has seen, which is one request's messages. */
export function newTraceId(taken: Set<string>): string {
  for (;;) {
    const id = randomBytes(4).toString("hex");
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}
