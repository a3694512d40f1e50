import { InterruptibleSleep } from "../looking/interruptibleSleep";

/** Many events in a row are one: a worker that floods its log is looked at as rarely as one that says a line. */
const QUIET_MS = 120;
const GATHER_MS = 500;

/** Rung by whatever pushes; waited for by the one who looks. A ring that nobody waits for is not lost. */
export class ActivitySignal {
  readonly #wakeup = new InterruptibleSleep();

  readonly ring = this.#wakeup.wake;

  /** True when it was rung since the last wait, and has been quiet for a moment since; false when the time is up first. */
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
