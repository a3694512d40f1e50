import { STALE_AFTER_MS } from "../../targets/local/localLayers";

/** What is out of date says how old it is, and grows older before the user's eyes. */
const TICK_MS = 1_000;

/** Runs from each sign of life on: when it ends, what is shown has become out of date, and is drawn again and again. */
export class StalenessTimer {
  readonly #tick: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(tick: () => void) {
    this.#tick = tick;
  }

  restart(ms = STALE_AFTER_MS): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.restart(TICK_MS);
      this.#tick();
    }, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
