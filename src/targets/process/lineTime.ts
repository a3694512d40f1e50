/** The backend's lines begin with their local time: `2026-03-05 10:00:00,123 [INFO] …`; others with ISO 8601. */
const TIME = /^\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,3})\d*)?(Z|[+-]\d\d:?\d\d)?/;

/**
 * When a line was written, in milliseconds since the Unix epoch: as its beginning says, in this machine's zone where it
 * names none. undefined: it says nothing, as the later lines of a traceback.
 */
export function timeOfLine(text: string): number | undefined {
  const [, day, time, fraction = "0", zone = ""] = TIME.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const at = Date.parse(`${day}T${time}.${fraction.padEnd(3, "0")}${zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(at) ? undefined : at;
}

/** Whether a line's time is sure, whatever zone its writer lives in. */
export const namesZone = (text: string): boolean => TIME.exec(text)?.[4] !== undefined;

/** Zones are whole quarters of an hour; what is left of a difference is the way to the file. */
const ZONE_STEP_MS = 15 * 60_000;
/** From UTC-12 to UTC+14. A larger difference is no zone's: an old log that was copied here. */
const MOST_APART_MS = 26 * 3_600_000;

/**
 * How far a log's clock is ahead of this machine's zone: Django logs in its own TIME_ZONE, whatever the machine's is. The
 * file's last line was written when the file was, so the two tell. `writtenAt`: milliseconds since the Unix epoch.
 */
export function zoneAheadMs(lastLine: string | undefined, writtenAt: number): number {
  const said = lastLine === undefined || namesZone(lastLine) ? undefined : timeOfLine(lastLine);
  if (said === undefined || Math.abs(said - writtenAt) > MOST_APART_MS) return 0;
  return Math.round((said - writtenAt) / ZONE_STEP_MS) * ZONE_STEP_MS;
}
