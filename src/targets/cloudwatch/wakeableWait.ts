/** Waits that `wake()` cuts short; a wake while nobody waits makes the next wait the shortest. */
export class WakeableWait {
  #woken = false;
  #wake: (() => void) | undefined;

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** Resolves after `ms`, earlier when woken or aborted, but not before `atLeastMs`, so that a flood makes no hot loop. */
  async wait(ms: number, atLeastMs: number, signal: AbortSignal): Promise<void> {
    await this.#sleep(Math.min(atLeastMs, ms), signal, false);
    if (!this.#woken && ms > atLeastMs) await this.#sleep(ms - atLeastMs, signal, true);
    this.#woken = false;
  }

  #sleep(ms: number, signal: AbortSignal, isWakeable: boolean): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end, { once: true });
      if (isWakeable) this.#wake = end;
    });
  }
}
