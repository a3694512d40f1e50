import { InterruptibleSleep } from "../looking/interruptibleSleep";

/** Merges a burst of events: a worker that floods its log causes no more looks than one that prints a line. */
const QUIET_MS = 120;
const GATHER_MS = 500;

/** Rung by sources that push, awaited by the follower. A ring without a waiter is kept. */
export class ActivitySignal {
  readonly #wakeup = new InterruptibleSleep();

  readonly ring = this.#wakeup.wake;

  /** True if it was rung since the last wait and has been quiet for a moment; false if the time is up first. */
  async within(ms: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + ms;
    if (!(await this.#wakeup.sleep(ms, signal))) return false;
    const gathered = Math.min(performance.now() + GATHER_MS, deadline);
    let isRinging = true;
    for (let left = gathered - performance.now(); isRinging && left > 0; left = gathered - performance.now()) {
      isRinging = await this.#wakeup.sleep(Math.min(QUIET_MS, left), signal);
    }
    return true;
  }
}
