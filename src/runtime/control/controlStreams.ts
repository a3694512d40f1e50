import type { FastifyReply } from "fastify";
import type { ChangeHub } from "../stack/changeHub";
import { CONTRACT_HEADER, CONTRACT_VERSION } from "./contract/contractVersion";
import type { StackChange } from "./stackContract";

/** More than this waiting for a client that does not read: it is cut off and may come back where it was. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/**
 * So often an empty line, which is no item, says that the stream is alive: `fetch` (undici's `bodyTimeout`) gives a body
 * up in which nothing came for 5 min, and a stack on which nothing happens would lose all its clients.
 */
const QUIET_AT_MOST_MS = 60_000;

/** A hung process cannot say that it hangs: whoever shows its state hears so often that it does not. */
const ALIVE_EVERY_MS = 1_000;

interface Source<T> {
  since(seq: number): T[];
  subscribe(listener: (item: T) => void): () => void;
}

/** What is kept after `since`, then everything new, one JSON object a line, until the client goes. */
export function streamItems<T>(
  reply: FastifyReply,
  source: Source<T>,
  since: number,
  quietAtMostMs = QUIET_AT_MOST_MS,
): void {
  const stream = new LineStream<T>(reply);
  for (const item of source.since(since)) stream.write(item);
  const alive = setInterval(() => stream.writeNothing(), quietAtMostMs);
  const unsubscribe = source.subscribe((item) => stream.write(item));
  stream.onClose(() => {
    clearInterval(alive);
    unsubscribe();
  });
}

/** Each change, and a sign of life; the first at once. */
export function streamChanges(reply: FastifyReply, changes: ChangeHub): void {
  const stream = new LineStream<StackChange>(reply);
  stream.write({ kind: "alive" });
  const alive = setInterval(() => stream.write({ kind: "alive" }), ALIVE_EVERY_MS);
  const unsubscribe = changes.subscribe(() => stream.write({ kind: "changed" }));
  stream.onClose(() => {
    clearInterval(alive);
    unsubscribe();
  });
}

class LineStream<T> {
  readonly #raw: FastifyReply["raw"];

  constructor(reply: FastifyReply) {
    reply.hijack();
    this.#raw = reply.raw;
    this.#raw.writeHead(200, {
      "content-type": "application/x-ndjson",
      "cache-control": "no-store",
      [CONTRACT_HEADER]: CONTRACT_VERSION,
    });
    this.#raw.flushHeaders();
  }

  write(item: T): void {
    this.#send(JSON.stringify(item));
  }

  writeNothing(): void {
    this.#send("");
  }

  onClose(act: () => void): void {
    this.#raw.once("close", act);
  }

  #send(line: string): void {
    this.#raw.write(`${line}\n`);
    if (this.#raw.writableLength > MAX_UNREAD_BYTES) this.#raw.destroy();
  }
}
