import type { StoredQueueMessage } from "./queueMessage";

/** A consumer's long poll. */
export interface PollRequest {
  max: number;
  visibilitySeconds: number | undefined;
  waitSeconds: number;
  /** Asked before a message is taken: true leaves it, held by a debugger. */
  holdBack?: ((message: StoredQueueMessage) => boolean) | undefined;
  /** Calls `callback` when the consumer's connection closes. Returns a function that stops listening. */
  onGone(callback: () => void): () => void;
}

interface Waiting<Result> {
  request: PollRequest;
  finish(result: Result): void;
  fail(error: unknown): void;
}

/**
 * The consumers that long-poll a queue, first come, first served.
 *
 *     waiting ─▶ served      a message is ready
 *        ├────▶ empty        the wait time is over, or the line is closed
 *        └────▶ gone         the connection is closed: it receives nothing
 *
 * Serves only in the event loop's check phase, right after pending socket events: a consumer that disconnects before
 * the message arrives is known to be gone by then.
 */
export class PollLine<Result extends readonly unknown[]> {
  readonly #waiting = new Set<Waiting<Result>>();
  #serving: NodeJS.Immediate | undefined;
  #alarm: NodeJS.Timeout | undefined;
  #closed = false;

  /** `take` receives what is ready now; `untilDeadlineMs`: the time until the next hidden message may become ready. */
  constructor(
    private readonly take: (request: PollRequest) => Result,
    private readonly untilDeadlineMs: () => number,
  ) {}

  wait(request: PollRequest, nothing: Result): Promise<Result> {
    if (this.#closed) return Promise.resolve(nothing);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiting.delete(waiting);
        clearTimeout(timer);
        stopListening();
        if (this.#waiting.size === 0) this.#stopTimers();
      };
      const waiting: Waiting<Result> = {
        request,
        finish: (result) => (end(), resolve(result)),
        fail: (error) => (end(), reject(error)),
      };
      const timer = setTimeout(() => waiting.finish(nothing), request.waitSeconds * 1000);
      const stopListening = request.onGone(() => waiting.finish(nothing));
      this.#waiting.add(waiting);
      this.deadlineChanged();
    });
  }

  /** Call when messages become ready. */
  serveSoon(): void {
    if (this.#waiting.size > 0) this.#serving ??= setImmediate(() => this.#serve());
  }

  /** Call when the next deadline changes. Sets a timer for it while a consumer waits. */
  deadlineChanged(): void {
    if (this.#waiting.size === 0) return;
    clearTimeout(this.#alarm);
    const delayMs = this.untilDeadlineMs();
    // One extra millisecond, because timers may fire just before the clock shows their time.
    if (delayMs !== Infinity)
      this.#alarm = setTimeout(() => this.#serve(), Math.min(Math.max(0, delayMs) + 1, MAX_ALARM_MS));
  }

  close(nothing: Result): void {
    this.#closed = true;
    this.sendAway(nothing);
  }

  /** Answers all waiting consumers with `nothing`; they may poll again. */
  sendAway(nothing: Result): void {
    for (const waiting of this.#waiting) waiting.finish(nothing);
    this.#stopTimers();
  }

  #serve(): void {
    this.#serving = undefined;
    for (const waiting of this.#waiting) {
      try {
        const result = this.take(waiting.request);
        if (result.length === 0) break;
        waiting.finish(result);
      } catch (error) {
        waiting.fail(error);
      }
    }
    this.deadlineChanged();
  }

  #stopTimers(): void {
    clearTimeout(this.#alarm);
    clearImmediate(this.#serving);
    this.#serving = undefined;
  }
}

/** No wait lasts longer than a long poll, so a longer alarm is useless. */
const MAX_ALARM_MS = 20_000;
