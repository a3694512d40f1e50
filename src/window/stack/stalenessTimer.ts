import { STALE_AFTER_MS } from "../../targets/local/localLayers";

/** Stale data shows its age, which counts up on screen. */
const TICK_MS = 1_000;

/** Restarts at each sign of life. When it elapses, what is shown is stale and is redrawn at each tick. */
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
