import { setTimeout as sleep } from "node:timers/promises";

export interface StackLifetimeOptions {
  /** Keeps running without clients until it is stopped. */
  stay: boolean;
  /** Lets clients find the stack. */
  show(): Promise<void>;
  /** Hides the stack from new clients. */
  hide(): Promise<void>;
  /** Ends the process. */
  end(): Promise<void>;
  /** The stack ends after this time without clients: a window that reloads on a busy machine is back after 8 s. */
  leaveAfterMs?: number;
}

const LEAVE_AFTER_MS = 15_000;

/** A client that read the address just before it was hidden has sent a request by then. */
const LAST_CALL_MS = 1_000;

/**
 * Decides how long a stack lives. A window that crashed leaves no stack behind, and a stack never ends while a client
 * that has just found it connects.
 *
 *     shown ─no client for 15 s─▶ hidden ─1 s without a request─▶ ending
 *       ▲ └──────────────────stop───────────────┼───────────────────▲
 *       └──────────────a request────────────────┘
 */
export class StackLifetime {
  readonly #options: StackLifetimeOptions;
  #clients = 0;
  #isCalled = false;
  #leave: NodeJS.Timeout | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: StackLifetimeOptions) {
    this.#options = options;
  }

  /** The stack no longer answers. */
  get isEnding(): boolean {
    return this.#stopped !== undefined;
  }

  async begin(): Promise<void> {
    await this.#options.show();
    this.clientsAre(0);
  }

  /** Reports how many clients stream events now. */
  clientsAre(count: number): void {
    this.#clients = count;
    clearTimeout(this.#leave);
    if (count > 0 || this.#options.stay || this.isEnding) return;
    this.#leave = setTimeout(
      () => void this.#tryToLeave().catch(() => this.stop()),
      this.#options.leaveAfterMs ?? LEAVE_AFTER_MS,
    );
  }

  /** Reports a request of a client. */
  called(): void {
    this.#isCalled = true;
  }

  /** Resolves when the stack can no longer be found, so a stack started afterwards does not join one that ends. */
  stop(): Promise<void> {
    clearTimeout(this.#leave);
    return (this.#stopped ??= this.#hideAndEnd());
  }

  async #hideAndEnd(): Promise<void> {
    await this.#options.hide().catch(() => undefined); // a stale address counts as none
    setImmediate(() => void this.#options.end());
  }

  async #tryToLeave(): Promise<void> {
    this.#isCalled = false;
    await this.#options.hide();
    await sleep(LAST_CALL_MS);
    if (this.isEnding) return;
    if (!this.#isCalled && this.#clients === 0) return this.stop();
    await this.#options.show();
    if (!this.isEnding) this.clientsAre(this.#clients);
    else await this.#options.hide(); // stopped meanwhile
  }
}
