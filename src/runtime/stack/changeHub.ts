import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";

/** Changes within this time are reported as one: a busy worker opens and closes thousands of polls. */
const COALESCE_MS = 50;

/**
 * Notifies its listeners of changes that no message event carries: the worker's process, pollers, queues, sender
 * numbers, faults. The next snapshot shows what changed.
 */
export class ChangeHub {
  readonly #changed: Signal;
  #soon: NodeJS.Timeout | undefined;

  constructor(log: Logger) {
    this.#changed = new Signal((error) => log.error(`a listener of changes failed: ${messageOf(error)}`));
  }

  note(): void {
    if (!this.#changed.hasListeners) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#changed.fire();
    }, COALESCE_MS);
    this.#soon.unref();
  }

  /** Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void {
    const { dispose } = this.#changed.subscribe(listener);
    return () => void dispose();
  }
}
