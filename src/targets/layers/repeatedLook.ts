import * as l10n from "@vscode/l10n";
import { ExpectedError, messageOf } from "../../common/errors";
import { maskText } from "../../common/masking";
import { isTimeUp, withinLimit } from "../looking/timeLimit";
import type { Measured } from "./layersSnapshot";

export interface LookOptions<T> {
  /** Pause between the end of one look and the next; remote services push nothing. */
  everyMs: number;
  look(signal: AbortSignal): Promise<T>;
  changed(): void;
  /** Timeout of one look. */
  limitMs?: number;
}

/** Enough to start a cold helper or fetch a token. */
const LIMIT_MS = 8_000;

/** A failing part is looked at less and less often, up to this pause. */
const MAX_PAUSE_MS = 60_000;

/**
 * Looks at one part of an environment repeatedly.
 *
 *     idle ─start─▶ looking ─answer─▶ waiting (everyMs) ─time is up, wake─▶ looking …
 *      ▲               └──────error──▶ waiting (twice as long each time, at most 60 s) ─▶ looking
 *      └──stop, from every state
 *
 * `measured` survives a stop and then shows its age.
 */
export class RepeatedLook<T> {
  readonly #options: LookOptions<T>;
  #measured: Measured<T> | undefined;
  #stopped: AbortController | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #failures = 0;
  /** A wake came during a look: its answer may be out of date. */
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

  /** Looks soon after something happened; does nothing when stopped. */
  wake(): void {
    if (!this.#stopped) return;
    if (this.#looking) this.#isWoken = true;
    else void this.now();
  }

  /** Looks once, even if stopped; resolves when the look ends and never rejects. */
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
      const failed = isTimeUp(error) ? l10n.t("no answer within {0} s", limitMs / 1000) : reasonOf(error);
      this.#fail(failed, ExpectedError.is(error) ? error.reason : undefined);
    }
    changed();
  }

  /** Keeps the last known value, and the time since when it is unknown. */
  #fail(failed: string, code: string | undefined): void {
    const before = this.#measured;
    const last = before && ("value" in before ? { at: before.at, value: before.value } : before.last);
    const at = before && "failed" in before ? before.at : Date.now();
    this.#measured = { at, failed, ...(code !== undefined && { code }), ...(last && { last }) };
  }

  #lookLater(): void {
    if (!this.#stopped) return;
    const pauseMs = Math.min(this.#options.everyMs * 2 ** this.#failures, MAX_PAUSE_MS);
    this.#waiting = setTimeout(() => void this.now(), this.#isWoken ? 0 : pauseMs);
    this.#isWoken = false;
  }
}

/** One line without secrets, shown in the tree. */
function reasonOf(error: unknown): string {
  const [line = ""] = messageOf(error).split("\n");
  const text = maskText(ExpectedError.is(error) ? line.replace(/(?<![.\s])[.\s]+$/, "") : line);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
