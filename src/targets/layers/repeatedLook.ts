import * as l10n from "@vscode/l10n";
import { ExpectedError, messageOf } from "../../common/errors";
import { maskText } from "../../common/masking";
import { isTimeUp, withinLimit } from "../looking/timeLimit";
import type { Measured } from "./layersSnapshot";

export interface LookOptions<T> {
  /** Between the end of a look and the next one; remote services push nothing. */
  everyMs: number;
  look(signal: AbortSignal): Promise<T>;
  changed(): void;
  /** Longer than this counts as no answer. */
  limitMs?: number;
}

/** A cold helper has to start, a token to be fetched. */
const LIMIT_MS = 8_000;

/** A part that fails is asked ever more rarely, but never less often than this. */
const MAX_PAUSE_MS = 60_000;

/**
 * Looks at one part of an environment again and again.
 *
 *     idle ─start─▶ looking ─answer─▶ waiting (everyMs) ─time is up, wake─▶ looking …
 *      ▲               └──────error──▶ waiting (twice as long each time, at most 60 s) ─▶ looking
 *      └──stop, from every state
 *
 * `measured` is kept over a stop, and is then seen to be old.
 */
export class RepeatedLook<T> {
  readonly #options: LookOptions<T>;
  #measured: Measured<T> | undefined;
  #stopped: AbortController | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #failures = 0;
  /** Something happened while it was looking: the answer may be of before. */
  #isWoken = false;

  constructor(options: LookOptions<T>) {
    this.#options = options;
  }

  get measured(): Measured<T> | undefined {
    return this.#measured;
  }

  start(): void {
    this.#stopped ??= new AbortController();
    this.wake();
  }

  /** Looks soon after something happened; nothing where nobody watches. */
  wake(): void {
    if (!this.#stopped) return;
    if (this.#looking) this.#isWoken = true;
    else void this.now();
  }

  /** One look, also where it was not started; resolves with its end and never rejects. */
  now(): Promise<void> {
    clearTimeout(this.#waiting);
    return (this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
      this.#lookLater();
    }));
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#stopped?.abort();
    this.#stopped = undefined;
  }

  async #lookOnce(): Promise<void> {
    const { look, changed, everyMs, limitMs = LIMIT_MS } = this.#options;
    const stopped = this.#stopped?.signal;
    try {
      const value = await withinLimit(limitMs, stopped, look);
      this.#failures = 0;
      this.#measured = { at: Date.now(), value, staleAfterMs: 2 * everyMs + limitMs };
    } catch (error) {
      if (stopped?.aborted) return;
      this.#failures++;
      this.#fail(isTimeUp(error) ? l10n.t("no answer within {0} s", limitMs / 1000) : reasonOf(error));
    }
    changed();
  }

  /** What was known last is kept, and since when nothing is known. */
  #fail(failed: string): void {
    const before = this.#measured;
    const last = before && ("value" in before ? { at: before.at, value: before.value } : before.last);
    const at = before && "failed" in before ? before.at : Date.now();
    this.#measured = { at, failed, ...(last && { last }) };
  }

  #lookLater(): void {
    if (!this.#stopped) return;
    const pauseMs = Math.min(this.#options.everyMs * 2 ** this.#failures, MAX_PAUSE_MS);
    this.#waiting = setTimeout(() => void this.now(), this.#isWoken ? 0 : pauseMs);
    this.#isWoken = false;
  }
}

/** One line, nothing secret: it stands in the tree. */
function reasonOf(error: unknown): string {
  const [line = ""] = messageOf(error).split("\n");
  const text = maskText(ExpectedError.is(error) ? line.replace(/(?<![.\s])[.\s]+$/, "") : line);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
