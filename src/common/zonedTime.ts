import { offsetText } from "./timeZone";

const MINUTE_MS = 60_000;

/**
 * `2026-03-05 18:00:04 +09:00`. `at`: milliseconds since the Unix epoch, or ISO 8601. `offsetMinutes`: minutes east of
 * UTC; by default those of the reader's time zone.
 */
export function zonedTime(at: number | string, offsetMinutes?: number): string {
  const date = new Date(at);
  const offset = offsetMinutes ?? -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * MINUTE_MS);
  if (Number.isNaN(local.getTime())) return String(at);
  const [day = "", time = ""] = local.toISOString().split("T");
  return `${day} ${time.slice(0, 8)} ${offsetText(offset)}`;
}
