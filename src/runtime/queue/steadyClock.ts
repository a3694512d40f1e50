import os from "node:os";
import type { Clock } from "../../common/clock";

/** The clocks of the system. Tests provide their own. */
export interface SystemTimes {
  /** Milliseconds since the Unix epoch. Jumps when somebody sets the clock. */
  wall(): number;
  /** Milliseconds. Never jumps, and may stand still while the machine sleeps. */
  monotonic(): number;
  /** Milliseconds since the machine started. Counts its sleep too. */
  uptime(): number;
}

const systemTimes: SystemTimes = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  uptime: () => os.uptime() * 1_000,
};

/** The uptime costs a system call, so it is read at most this often. */
const CHECK_EVERY_MS = 1_000;

/** Uptime and monotonic time differ by more than this only after a sleep. */
const SLEPT_MS = 2_000;

/**
 * Starts with the system's time and then runs on by itself: setting the system's clock changes no deadline. It does
 * count the time that the machine sleeps.
 */
export class SteadyClock implements Clock {
  readonly #times: SystemTimes;
  readonly #startedAt: number;
  readonly #uptimeLead: number;
  #slept = 0;
  #checkedAt: number;

  constructor(times: SystemTimes = systemTimes) {
    this.#times = times;
    this.#checkedAt = times.monotonic();
    this.#startedAt = times.wall() - this.#checkedAt;
    this.#uptimeLead = times.uptime() - this.#checkedAt;
  }

  now(): number {
    const monotonic = this.#times.monotonic();
    if (monotonic - this.#checkedAt >= CHECK_EVERY_MS) {
      this.#checkedAt = monotonic;
      const slept = this.#times.uptime() - monotonic - this.#uptimeLead;
      if (slept - this.#slept > SLEPT_MS) this.#slept = slept;
    }
    return Math.floor(this.#startedAt + monotonic + this.#slept);
  }
}
