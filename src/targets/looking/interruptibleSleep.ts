import { clearTimeout, setTimeout } from "node:timers";

/**
 * One sleeper, woken by any of several sources. A wake while nobody sleeps is kept for the next sleep. (A race of
 * promises in a loop would keep every round's reactions alive on the sources that stay quiet.)
 */
export class InterruptibleSleep {
  #isDue = false;
  #resume: (() => void) | undefined;

  readonly wake = (): void => {
    this.#isDue = true;
    this.#resume?.();
  };

  /** Until woken or aborted, or for so long at most. Resolves with whether it was woken. */
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
