export interface Disposable {
  dispose(): void | Promise<void>;
}

/**
 * Owns disposables and disposes them in reverse order. An error is thrown only after the rest is disposed. Anything
 * added after disposal is disposed at once.
 */
export class DisposableStack implements Disposable {
  readonly #owned: Disposable[] = [];
  #disposed = false;

  push<T extends Disposable>(item: T): T {
    if (this.#disposed) void item.dispose();
    else this.#owned.push(item);
    return item;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const errors: unknown[] = [];
    for (let item = this.#owned.pop(); item; item = this.#owned.pop()) {
      try {
        await item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
  }
}
