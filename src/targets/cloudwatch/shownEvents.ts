import { createHash } from "node:crypto";
import * as z from "zod";

/**
 * How late an event may arrive behind newer ones and still be shown. Agents and Docker's awslogs driver send every few
 * seconds, and again after a failure.
 */
export const INGESTION_WINDOW_MS = 120_000;

const position = z.object({ floor: z.number(), newest: z.number(), shown: z.array(z.string()) });

interface Shown {
  key: string;
  /** Of the event, milliseconds since the Unix epoch. */
  at: number;
}

/**
 * What a tail has shown, as far back as an event may still arrive late. AWS' event ids are unique: a line is new unless
 * its id (and its number in the event) stands here. The position after a line is exactly this memory at that line.
 */
export class ShownEvents {
  readonly #keys = new Set<string>();
  /** In the order they were shown; only ever appended to, so that an older position can be told later. */
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

  /** Undefined where the text is none of ours. */
  static parse(text: string): ShownEvents | undefined {
    try {
      const { floor, newest, shown } = position.parse(JSON.parse(text));
      return new ShownEvents(floor, newest, shown);
    } catch {
      return undefined;
    }
  }

  /** Timestamp of the newest event; one that a wrong clock dates ahead counts as now. */
  get newest(): number {
    return this.#newest;
  }

  has(eventId: string, lineNumber: number): boolean {
    return this.#keys.has(keyOf(eventId, lineNumber));
  }

  /** @returns the position after it; told when it is asked for, since it is as long as the window has lines. */
  add(eventId: string, lineNumber: number, at: number): () => string {
    this.#add({ key: keyOf(eventId, lineNumber), at });
    this.#newest = Math.max(this.#newest, Math.min(at, Date.now()));
    const [shown, count, newest] = [this.#shown, this.#shown.length, this.#newest];
    return () => textOf(this.floor, newest, shown.slice(0, count));
  }

  /** Forgets what is too old to be asked for again. */
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
