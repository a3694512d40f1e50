import type { Disposable } from "./disposable";

/** Counts watchers: calls `wake` for the first to join and `rest` after the last leaves. */
export class Watchers {
  readonly #wake: () => void;
  readonly #rest: () => void;
  #count = 0;

  constructor(wake: () => void = () => undefined, rest: () => void = () => undefined) {
    this.#wake = wake;
    this.#rest = rest;
  }

  get areThere(): boolean {
    return this.#count > 0;
  }

  /** Adds a watcher until the result is disposed. Disposing it twice is harmless. */
  add(): Disposable {
    if (++this.#count === 1) this.#wake();
    let hasLeft = false;
    return {
      dispose: () => {
        if (!hasLeft && --this.#count === 0) this.#rest();
        hasLeft = true;
      },
    };
  }
}
