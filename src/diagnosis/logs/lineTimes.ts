/** The time of a log line. `instant` is exact (milliseconds since the epoch); `wall` is local time without its zone. */
export interface LineTime {
  instant?: number;
  /** The local time read as if it were UTC, in milliseconds. */
  wall?: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
let lastDay = "";
let lastDayMs = Number.NaN;

/** Milliseconds from `2026-03-05`, `10:00:00` and `123` (a fraction of any length). NaN if it is not a time. */
export function wallOf(day: string, time: string, fraction = ""): number {
  if (day !== lastDay) {
    lastDay = ` ${day}`.slice(1);
    lastDayMs = Date.parse(`${day}T00:00:00Z`);
  }
  const seconds = Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6, 8));
  const ms = seconds * 1_000 + (fraction ? Math.floor(Number(`0.${fraction}`) * 1_000 + 1e-6) : 0);
  return ms < DAY_MS ? lastDayMs + ms : Number.NaN;
}

/** The offset of `Z`, `UTC`, `KST`, `+09:00` or `+0900`. Undefined if there is no zone. */
function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "") return undefined;
  if (zone === "Z" || zone === "UTC") return 0;
  if (zone === "KST") return 540;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5) || "0");
  return digits.startsWith("-") ? -minutes : minutes;
}

export function timeOf(wall: number, zone: string | undefined): LineTime {
  if (Number.isNaN(wall)) return {};
  const offset = zoneMinutes(zone);
  return offset === undefined ? { wall } : { instant: wall - offset * MINUTE_MS };
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|KST|[+-]\d\d:?\d\d)?$/;

/**
 * The time in a field of a JSON line: ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since the epoch.
 */
export function timeOfField(field: unknown): LineTime {
  const value = typeof field === "string" && /^\d{10,19}$/.test(field) ? Number(field) : field;
  if (typeof value === "number" && value > 0) {
    const perMs = value > 1e17 ? 1e6 : value > 1e14 ? 1e3 : 1;
    return { instant: Math.floor(value < 1e11 ? value * 1_000 : value / perMs) };
  }
  const found = typeof value === "string" ? ISO.exec(value.trim()) : null;
  return found ? timeOf(wallOf(found[1] ?? "", found[2] ?? "", found[3]), found[4]) : {};
}
