/** Many events in a row are one: a worker that floods its log is looked at as rarely as one that says a line. */
const QUIET_MS = 120;
const GATHER_MS = 500;

/** Rung by whatever pushes; waited for by the one who looks. A ring that nobody waits for is not lost. */
export class Bell {
  #rings = 0;
  #heard = 0;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rings++;
    this.#wake?.();
  }

  /** True when it was rung since the last wait, and has been quiet for a moment since; false when the time is up first. */
  async within(ms: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + ms;
    if (this.#rings === this.#heard && !(await this.#next(ms, signal))) return false;
    const gathered = performance.now() + GATHER_MS;
    let rings: number;
    do {
      rings = this.#rings;
      const left = Math.min(gathered, deadline) - performance.now();
      if (left <= 0) break;
      await this.#next(Math.min(QUIET_MS, left), signal);
    } while (this.#rings !== rings);
    this.#heard = this.#rings;
    return true;
  }

  #next(ms: number, signal?: AbortSignal): Promise<boolean> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (isRung: boolean) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        this.#wake = undefined;
        resolve(isRung);
      };
      const onAbort = () => end(false);
      const timer = setTimeout(() => end(false), ms);
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#wake = () => end(true);
    });
  }
}
