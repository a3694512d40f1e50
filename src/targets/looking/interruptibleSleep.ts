import { clearTimeout, setTimeout } from "node:timers";

/**
 * One sleeper that any of several sources can wake. A wake without a sleeper is kept for the next sleep. (A race of
 * promises in a loop would keep every round's reactions alive on the quiet sources.)
 */
export class InterruptibleSleep {
  #isDue = false;
  #resume: (() => void) | undefined;

  readonly wake = (): void => {
    this.#isDue = true;
    this.#resume?.();
  };

  /** Sleeps until woken, aborted, or `limitMs` has passed. Resolves with whether it was woken. */
  async sleep(limitMs?: number, signal?: AbortSignal): Promise<boolean> {
    if (!this.#isDue && !signal?.aborted && !(limitMs !== undefined && limitMs <= 0)) {
      let timer: NodeJS.Timeout | undefined;
      let end: (() => void) | undefined;
      await new Promise<void>((resolve) => {
        this.#resume = end = resolve;
        if (limitMs !== undefined) timer = setTimeout(resolve, limitMs);
        signal?.addEventListener("abort", end, { once: true });
      });
      clearTimeout(timer);
      signal?.removeEventListener("abort", end!);
      this.#resume = undefined;
    }
    const wasWoken = this.#isDue;
    this.#isDue = false;
    return wasWoken;
  }
}
