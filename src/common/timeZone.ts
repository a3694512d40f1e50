import { tzOffset } from "@date-fns/tz/tzOffset";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Whether `name` is a time zone: `Asia/Seoul`, `UTC`, `+09:00`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The IANA name of this machine's time zone. */
export const machineTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone's offset in minutes east of UTC at `at` (milliseconds since the Unix epoch). */
export const offsetAt = (zone: string, at: number): number => tzOffset(zone, new Date(at));

/**
 * The instants at which a clock in the zone shows `wall` (local time read as if it were UTC, in milliseconds), earliest
 * first. Two where the end of daylight saving repeats the hour. Where its start skips the hour: one, an hour later.
 */
export function instantsOf(wall: number, zone: string): [number] | [number, number] {
  const before = wall - offsetAt(zone, wall - DAY_MS) * MINUTE_MS;
  const after = wall - offsetAt(zone, wall + DAY_MS) * MINUTE_MS;
  if (before === after) return [before];
  const isShown = (at: number) => at + offsetAt(zone, at) * MINUTE_MS === wall;
  if (isShown(before) && isShown(after)) return [Math.min(before, after), Math.max(before, after)];
  return [isShown(after) ? after : before];
}

/** `+09:00`, `-03:30`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Local time in the format of Python's logging, with the UTC offset: `2026-03-05 10:00:00,123+0900`. */
export function localTimestamp(at: number): string {
  const offset = -new Date(at).getTimezoneOffset();
  const [day = "", time = ""] = new Date(at + offset * MINUTE_MS).toISOString().split("T");
  return `${day} ${time.slice(0, 12).replace(".", ",")}${offsetText(offset).replace(":", "")}`;
}
