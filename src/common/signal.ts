import type { Disposable } from "./disposable";

/** Tells its listeners each value. A listener that throws is reported, stays subscribed, and keeps no other from hearing. */
export class Signal<T = void> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #failed: (error: unknown) => void;

  /** `failed` reports what a listener threw; by default as a warning of the process. */
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
