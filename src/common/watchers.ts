import type { Disposable } from "./disposable";

/** Counts who looks at something: the first one wakes it, and when the last one has left it rests. */
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

  /** Looks until the answer is disposed; disposing it again does nothing. */
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
