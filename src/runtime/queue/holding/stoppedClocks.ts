import type { StoredQueueMessage } from "../queueMessage";

/**
 * Messages whose time in the queue stands still while a debugger holds them. In memory their visibility ends never; the
 * journal keeps the time before, so that after a crash they are received as if nobody had held them.
 */
export class StoppedClocks {
  /** Milliseconds until each becomes visible, once its clock runs again. */
  readonly #left = new Map<StoredQueueMessage, number>();

  has(message: StoredQueueMessage): boolean {
    return this.#left.has(message);
  }

  /** Returns what is left until it becomes visible; 0 for a message that already is. */
  stop(message: StoredQueueMessage, now: number): number {
    const left = this.#left.get(message) ?? Math.max(0, message.visibleAt - now);
    this.#left.set(message, left);
    message.visibleAt = Infinity;
    return left;
  }

  /** Returns false if its clock was not stopped. */
  start(message: StoredQueueMessage, now: number): boolean {
    const left = this.#left.get(message);
    if (left === undefined) return false;
    this.#left.delete(message);
    message.visibleAt = now + left;
    return true;
  }

  /** A consumer asked for another visibility timeout. Returns false if the clock is not stopped. */
  change(message: StoredQueueMessage, ms: number): boolean {
    if (!this.#left.has(message)) return false;
    if (ms > 0) this.#left.set(message, ms);
    else this.#left.delete(message);
    return ms > 0;
  }

  forget(message: StoredQueueMessage): void {
    this.#left.delete(message);
  }
}
