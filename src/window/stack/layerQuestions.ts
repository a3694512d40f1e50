import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import type { StackClient } from "../../runtime/control/stackClient";
import type { StackReadings } from "../../runtime/stack/probes/stackReadings";
import { ASK_EVERY_MS } from "../../targets/local/localLayers";

export interface LayerQuestionsOptions {
  /** Code of the tenant to ask about. */
  tenantCode(): string;
  /** Called when there are new readings. */
  answered(): void;
  log: Logger;
}

/** Limits the rate: a stack under load changes all the time. */
const PAUSE_MS = 500;

/** A layer that does not respond costs the stack about a second. */
const ANSWER_WITHIN_MS = 4_000;

/**
 * Asks the stack's layers for their state, which no event reports: at each change, and at intervals.
 *
 *     idle ─follow─▶ asking ─answer─▶ waiting ─changed (after a pause), 5 s─▶ asking …
 *      ▲               └──────────────────┴──stop──┐
 *      └───────────────────────────────────────────┘
 */
export class LayerQuestions {
  readonly #options: LayerQuestionsOptions;
  #client: StackClient | undefined;
  #readings: { of: StackClient; value: StackReadings } | undefined;
  #asking: Promise<void> | undefined;
  /** Something changed during the request: the answer may predate it. */
  #isOutdated = false;
  #next: NodeJS.Timeout | undefined;

  constructor(options: LayerQuestionsOptions) {
    this.#options = options;
  }

  /** The latest answers of this stack; undefined before the first ones. */
  readingsOf(client: StackClient): StackReadings | undefined {
    return this.#readings?.of === client ? this.#readings.value : undefined;
  }

  follow(client: StackClient): void {
    if (this.#client === client) return;
    this.#client = client;
    void this.ask(client);
  }

  changed(): void {
    if (!this.#client) return;
    if (this.#asking) this.#isOutdated = true;
    else this.#askIn(PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#next);
    this.#client = undefined;
  }

  /** Asks now; resolves when the answer is there, and never rejects. */
  ask(client: StackClient): Promise<void> {
    clearTimeout(this.#next);
    return (this.#asking ??= this.#askOnce(client).finally(() => {
      this.#asking = undefined;
      if (this.#client) this.#askIn(this.#isOutdated ? PAUSE_MS : ASK_EVERY_MS);
      this.#isOutdated = false;
    }));
  }

  #askIn(ms: number): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => {
      if (this.#client) void this.ask(this.#client);
    }, ms);
  }

  async #askOnce(client: StackClient): Promise<void> {
    const { tenantCode, answered, log } = this.#options;
    try {
      const value = await client.readings(tenantCode(), AbortSignal.timeout(ANSWER_WITHIN_MS));
      this.#readings = { of: client, value };
      answered();
    } catch (error) {
      log.debug(`[stack] the layers were not asked: ${messageOf(error)}`); // the previous readings age
    }
  }
}
