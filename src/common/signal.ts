import type { Disposable } from "./disposable";

/** Tells whoever listens that something is new. A listener that throws hurts nobody else. */
export class Signal<T = void> {
  readonly #listeners = new Set<(value: T) => void>();

  subscribe(listener: (value: T) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch {
        this.#listeners.delete(listener);
      }
    }
  }
}
