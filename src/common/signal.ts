import type { Disposable } from "./disposable";

/** Passes each value to its listeners. A listener that throws is reported, stays subscribed and stops no other. */
export class Signal<T = void> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #failed: (error: unknown) => void;

  /** `failed` receives what a listener threw; the default emits a process warning. */
  constructor(failed: (error: unknown) => void = warn) {
    this.#failed = failed;
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  subscribe(listener: (value: T) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#failed(error);
      }
    }
  }
}

const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));
