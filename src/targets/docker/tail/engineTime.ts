/**
 * A time of an engine's clock: `2026-03-05T01:00:00.123456789Z`, always with nine digits and in UTC, so that text order
 * is time order. Engine times are compared only with each other, never with this machine's clock.
 */
export type EngineTime = string & { readonly engineTime: unique symbol };

/** Earlier than any real time. Docker's own "never" (0001-01-01) is before it. */
export const BEGINNING = "1970-01-01T00:00:00.000000000Z" as EngineTime;

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Parses RFC 3339 with any number of decimals; undefined for anything else. */
export function readEngineTime(text: string): EngineTime | undefined {
  // Fast path: nearly every line already has this form.
  if (text.length === BEGINNING.length && text.endsWith("Z") && FORM.test(text)) return text as EngineTime;
  const [, seconds, decimals = "", zone] = FORM.exec(text) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const utc = zone === "Z" ? seconds : new Date(`${seconds}${zone}`).toISOString().slice(0, seconds.length);
  return `${utc}.${decimals.padEnd(9, "0")}Z` as EngineTime;
}

/** From an event's nanoseconds since the Unix epoch, which JSON rounds to about 256 ns. */
export function timeOfNanoseconds(nanoseconds: number): EngineTime {
  const whole = BigInt(nanoseconds);
  const seconds = new Date(Number(whole / 1_000_000_000n) * 1_000).toISOString().slice(0, -".000Z".length);
  return `${seconds}.${String(whole % 1_000_000_000n).padStart(9, "0")}Z` as EngineTime;
}

export function timeOfMilliseconds(at: number): EngineTime {
  return readEngineTime(new Date(at).toISOString())!;
}

/** Milliseconds since the Unix epoch. */
export const millisecondsOf = (time: EngineTime) => Date.parse(`${time.slice(0, 23)}Z`);

/** In the `seconds.nanoseconds` form of `since`, a second earlier where `earlierMs` is 1,000. */
export function sinceOf(time: EngineTime, earlierMs = 0): string {
  const seconds = (Date.parse(`${time.slice(0, 19)}Z`) - earlierMs) / 1_000;
  return seconds <= 0 ? "0" : `${seconds}.${time.slice(20, 29)}`;
}
