import type { FastifyReply } from "fastify";
import type { HoldBoard } from "../holds/holdBoard";
import type { HoldNews } from "../holds/holdMessages";
import type { ChangeHub } from "../stack/changeHub";
import { CONTRACT_HEADER, CONTRACT_VERSION } from "./contract/contractVersion";
import type { StackChange } from "./stackContract";

/** The most unread data per client; beyond it the client is cut off, and may resume where it was. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/**
 * How often a quiet stream sends an empty line, which is not an item. `fetch` (undici's `bodyTimeout`) drops a body
 * that receives nothing for 5 min, so a stack without events would lose all its clients.
 */
const QUIET_AT_MOST_MS = 60_000;

/** How often a client receives a sign of life: a hung process cannot report that it hangs. */
const ALIVE_EVERY_MS = 1_000;

interface Source<T> {
  since(seq: number): T[];
  subscribe(listener: (item: T) => void): () => void;
}

/** Sends the kept items after `since`, then every new one, one JSON object per line, until the client disconnects. */
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

/** Sends each change and a regular sign of life; the first at once. */
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

/** Sends one item, then nothing more; `gone` runs when the client disconnects, however that comes about. */
export function streamHeld(reply: FastifyReply, item: object, gone: () => void): void {
  const stream = new LineStream<object>(reply);
  stream.write(item);
  const alive = setInterval(() => stream.writeNothing(), QUIET_AT_MOST_MS);
  stream.onClose(() => {
    clearInterval(alive);
    gone();
  });
}

/** Attaches a debugger for as long as its connection lasts. Error: `debugger-attached`, before anything is sent. */
export function streamHolds(reply: FastifyReply, holds: HoldBoard): void {
  const unsent: HoldNews[] = [];
  let send = (news: HoldNews): void => void unsent.push(news);
  const detach = holds.attach((news) => send(news));
  const stream = new LineStream<HoldNews>(reply);
  send = (news) => stream.write(news);
  unsent.forEach(send);
  const alive = setInterval(() => stream.writeNothing(), QUIET_AT_MOST_MS);
  stream.onClose(() => {
    clearInterval(alive);
    detach();
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
    if (this.#raw.destroyed) act();
    else this.#raw.once("close", act);
  }

  #send(line: string): void {
    this.#raw.write(`${line}\n`);
    if (this.#raw.writableLength > MAX_UNREAD_BYTES) this.#raw.destroy();
  }
}
