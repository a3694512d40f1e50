import { clearTimeout, setTimeout } from "node:timers";

/**
 * One sleeper, woken by any of several sources. A wake while nobody sleeps is kept for the next sleep. (A race of
 * promises in a loop would keep every round's reactions alive on the sources that stay quiet.)
 */
export class Wakeup {
  #isDue = false;
  #resume: (() => void) | undefined;

  readonly wake = (): void => {
    this.#isDue = true;
    this.#resume?.();
  };

  /** Until woken, or for so long at most. Resolves with whether it was woken. */
  async sleep(limitMs?: number): Promise<boolean> {
    if (!this.#isDue) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
        if (limitMs !== undefined) timer = setTimeout(resolve, limitMs);
      });
      clearTimeout(timer);
      this.#resume = undefined;
    }
    const wasWoken = this.#isDue;
    this.#isDue = false;
    return wasWoken;
  }
}
