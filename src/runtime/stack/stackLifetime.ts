import { setTimeout as sleep } from "node:timers/promises";

export interface StackLifetimeOptions {
  /** Goes on without any client, until it is told to stop. */
  stay: boolean;
  /** Lets clients find the stack. */
  show(): Promise<void>;
  /** From then on no new client finds it. */
  hide(): Promise<void>;
  /** Ends the process. */
  end(): Promise<void>;
  /** Without clients for so long it leaves: a window that is reloaded on a busy machine is back after 8 s. */
  leaveAfterMs?: number;
}

const LEAVE_AFTER_MS = 15_000;

/** A client that read the address just before it was hidden has asked something by then. */
const LAST_CALL_MS = 1_000;

/**
 * How long a stack lives. A window that crashed leaves nothing behind, and a stack never ends under a client that has
 * just found it.
 *
 *     shown ─no client for 15 s─▶ hidden ─1 s without a request─▶ ending
 *       ▲ └───────────────told to stop──────────┼───────────────────▲
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

  /** It answers nobody any more. */
  get isEnding(): boolean {
    return this.#stopped !== undefined;
  }

  async begin(): Promise<void> {
    await this.#options.show();
    this.clientsAre(0);
  }

  /** How many clients stream events now. */
  clientsAre(count: number): void {
    this.#clients = count;
    clearTimeout(this.#leave);
    if (count > 0 || this.#options.stay || this.isEnding) return;
    this.#leave = setTimeout(
      () => void this.#tryToLeave().catch(() => this.stop()),
      this.#options.leaveAfterMs ?? LEAVE_AFTER_MS,
    );
  }

  /** A client asked something. */
  called(): void {
    this.#isCalled = true;
  }

  /** Resolves when nobody finds the stack any more: whoever starts one then does not join one that ends. */
  stop(): Promise<void> {
    clearTimeout(this.#leave);
    return (this.#stopped ??= this.#hideAndEnd());
  }

  async #hideAndEnd(): Promise<void> {
    await this.#options.hide().catch(() => undefined); // an address that leads nowhere is taken for none
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
    else await this.#options.hide(); // told to stop meanwhile
  }
}
