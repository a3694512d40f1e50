import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";

/** Changes within this time are told as one: a busy worker opens and closes polls by the thousand. */
const COALESCE_MS = 50;

/**
 * Tells its listeners that the stack changed where no message's event says so: the worker's process, pollers, queues,
 * sender numbers, faults. The next snapshot says what changed.
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

  /** Returns the call that unsubscribes. */
  subscribe(listener: () => void): () => void {
    const { dispose } = this.#changed.subscribe(listener);
    return () => void dispose();
  }
}
