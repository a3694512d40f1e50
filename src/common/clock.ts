/** The time as the parts that reason about it see it: tests and the clock-skew fault set their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
