/** A consumer that waits for messages. */
export interface PollRequest {
  max: number;
  visibilitySeconds: number | undefined;
  waitSeconds: number;
  /** Calls back when the consumer's connection is gone; returns how to stop listening. */
  onGone(callback: () => void): () => void;
}

interface Waiting<Result> {
  request: PollRequest;
  finish(result: Result): void;
  fail(error: unknown): void;
}

/**
 * The consumers that long-poll a queue, first come first served.
 *
 *     waiting ─▶ served      something is ready
 *        ├────▶ empty        its time is over, or the line is closed
 *        └────▶ gone         its connection is closed: it is handed nothing
 *
 * Serving always happens in the event loop's check phase, right after pending socket events were taken in: a consumer
 * that hung up before the message came is known to be gone by then.
 */
export class PollLine<Result extends readonly unknown[]> {
  readonly #waiting = new Set<Waiting<Result>>();
  #serving: NodeJS.Immediate | undefined;
  #alarm: NodeJS.Timeout | undefined;
  #closed = false;

  /** `take` hands out what is ready now; `untilDeadlineMs` tells when the next hidden message may become ready. */
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

  /** Something is ready. */
  serveSoon(): void {
    if (this.#waiting.size > 0) this.#serving ??= setImmediate(() => this.#serve());
  }

  /** The next deadline moved: wake up for it while somebody waits. */
  deadlineChanged(): void {
    if (this.#waiting.size === 0) return;
    clearTimeout(this.#alarm);
    const delayMs = this.untilDeadlineMs();
    // The extra millisecond: timers may fire just before the clock shows their time.
    if (delayMs !== Infinity)
      this.#alarm = setTimeout(() => this.#serve(), Math.min(Math.max(0, delayMs) + 1, MAX_ALARM_MS));
  }

  close(nothing: Result): void {
    this.#closed = true;
    this.sendAway(nothing);
  }

  /** Answers those who wait now; they may come again. */
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

/** Waits never last longer than a long poll, so a longer alarm is of no use. */
const MAX_ALARM_MS = 20_000;
