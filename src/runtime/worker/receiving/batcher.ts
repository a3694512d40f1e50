/**
 * Collects items and hands them on in batches of at most `size`. Items added in one turn of the event loop are batched
 * together, so a lone item never waits. At most `concurrency` batches are in progress; the rest wait.
 */
export class Batcher<T> {
  readonly #size: number;
  readonly #concurrency: number;
  readonly #handle: (batch: T[]) => Promise<void>;
  readonly #waiting: T[] = [];
  #underWay = 0;
  #scheduled = false;
  #idle: (() => void)[] = [];

  /** `handle` handles its own errors: a throw is a bug and ends the process. */
  constructor(options: { size: number; concurrency: number; handle: (batch: T[]) => Promise<void> }) {
    this.#size = options.size;
    this.#concurrency = options.concurrency;
    this.#handle = options.handle;
  }

  add(item: T): void {
    this.#waiting.push(item);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  /** Resolves when everything added before has been handled. */
  drained(): Promise<void> {
    if (this.#waiting.length === 0 && this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    while (this.#underWay < this.#concurrency && this.#waiting.length > 0) {
      this.#underWay++;
      void this.#handle(this.#waiting.splice(0, this.#size)).finally(() => {
        this.#underWay--;
        this.#pump();
      });
    }
    if (this.#waiting.length === 0 && this.#underWay === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
