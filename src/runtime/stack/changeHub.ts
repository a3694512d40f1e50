/** Changes that come within this time are told as one: a worker under load opens and closes polls by the thousand. */
const COALESCE_MS = 50;

/**
 * Tells whoever listens that something of the stack is no longer as it was, where no message's event says so: the
 * worker's process, who polls, queues, sender numbers, faults. What it is stands in the next snapshot.
 */
export class ChangeHub {
  readonly #listeners = new Set<() => void>();
  #soon: NodeJS.Timeout | undefined;

  note(): void {
    if (this.#listeners.size === 0) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      for (const listener of this.#listeners) listener();
    }, COALESCE_MS);
    this.#soon.unref();
  }

  /** Returns the call that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
