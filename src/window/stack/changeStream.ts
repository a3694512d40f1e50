import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import type { StackClient } from "../../runtime/control/stackClient";

/** Delay before reopening a stream that was cut off while its stack is alive. */
const REOPEN_AFTER_MS = 1_000;

export interface ChangeStreamOptions {
  /** Something changed. */
  changed(): void;
  /** The stack is alive, and nothing changed. */
  alive(): void;
  log: Logger;
}

/** Reports what no event of the stack reports; stays open on one stack until it is closed. */
export class ChangeStream {
  readonly #options: ChangeStreamOptions;
  #open: AbortController | undefined;
  #reopening: NodeJS.Timeout | undefined;

  constructor(options: ChangeStreamOptions) {
    this.#options = options;
  }

  /** Does nothing if the stream is already open. */
  open(client: StackClient): void {
    if (this.#open) return;
    const open = (this.#open = new AbortController());
    void this.#follow(client, open.signal).then(() => {
      if (this.#open !== open) return;
      this.#open = undefined;
      this.#reopening = setTimeout(() => this.open(client), REOPEN_AFTER_MS);
    });
  }

  close(): void {
    clearTimeout(this.#reopening);
    this.#open?.abort();
    this.#open = undefined;
  }

  async #follow(client: StackClient, signal: AbortSignal): Promise<void> {
    try {
      for await (const { kind } of client.changes(signal)) {
        if (kind === "changed") this.#options.changed();
        else this.#options.alive();
      }
    } catch (error) {
      this.#options.log.debug(`[stack] changes: ${messageOf(error)}`); // the event stream reports the stack's end
    }
  }
}
