import { createHash } from "node:crypto";
import * as z from "zod";

/**
 * How late an event may arrive behind newer ones and still be shown. Agents and Docker's awslogs driver send every few
 * seconds, and resend after a failure.
 */
export const INGESTION_WINDOW_MS = 120_000;

const position = z.object({ floor: z.number(), newest: z.number(), shown: z.array(z.string()) });

interface Shown {
  key: string;
  /** Event time, milliseconds since the Unix epoch. */
  at: number;
}

/**
 * The events that a tail has shown, as far back as a late event may arrive. AWS' event ids are unique: a line is new
 * unless its id (and its line number in the event) is stored here. The position after a line is this memory at that
 * line.
 */
export class ShownEvents {
  readonly #keys = new Set<string>();
  /** In the order shown; append-only, so that an older position can still be computed. */
  #shown: Shown[] = [];
  #newest: number;

  /** @param floor earlier events are never shown: the tail began there. */
  private constructor(
    readonly floor: number,
    newest: number,
    shown: readonly string[],
  ) {
    this.#newest = newest;
    for (const key of shown) this.#add({ key, at: newest });
  }

  static since(at: number): ShownEvents {
    return new ShownEvents(at, at, []);
  }

  /** Undefined if the text is not one of our positions. */
  static parse(text: string): ShownEvents | undefined {
    try {
      const { floor, newest, shown } = position.parse(JSON.parse(text));
      return new ShownEvents(floor, newest, shown);
    } catch {
      return undefined;
    }
  }

  /** Timestamp of the newest event; one dated in the future by a wrong clock counts as now. */
  get newest(): number {
    return this.#newest;
  }

  has(eventId: string, lineNumber: number): boolean {
    return this.#keys.has(keyOf(eventId, lineNumber));
  }

  /** @returns the position after it, computed on demand, since it is as long as the window has lines. */
  add(eventId: string, lineNumber: number, at: number): () => string {
    this.#add({ key: keyOf(eventId, lineNumber), at });
    this.#newest = Math.max(this.#newest, Math.min(at, Date.now()));
    const [shown, count, newest] = [this.#shown, this.#shown.length, this.#newest];
    return () => textOf(this.floor, newest, shown.slice(0, count));
  }

  /** Drops events too old to be read again. */
  prune(): void {
    const kept = this.#shown.filter(({ at }) => isInWindow(at, this.#newest));
    if (kept.length === this.#shown.length) return;
    this.#shown = kept;
    this.#keys.clear();
    for (const { key } of kept) this.#keys.add(key);
  }

  #add(shown: Shown): void {
    this.#keys.add(shown.key);
    this.#shown.push(shown);
  }
}

const isInWindow = (at: number, newest: number) => at >= newest - INGESTION_WINDOW_MS;

function textOf(floor: number, newest: number, shown: readonly Shown[]): string {
  const keys = shown.filter(({ at }) => isInWindow(at, newest)).map(({ key }) => key);
  return JSON.stringify({ floor, newest, shown: keys });
}

/** 60 bits of a hash: ids have 56 digits, and a position may hold thousands. */
const keyOf = (eventId: string, lineNumber: number) =>
  createHash("sha1").update(`${eventId}/${lineNumber}`).digest("base64url").slice(0, 10);
