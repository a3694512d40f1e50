import { instantsOf, machineTimeZone, offsetAt, offsetText } from "../../common/timeZone";
import { type LineTime, timeOf, wallOf } from "../../diagnosis/logs/lineTimes";

/** The backend's lines begin with a time: `2026-03-05 10:00:00,123 [INFO] …`; others use ISO 8601. */
const TIME = /^\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/;

/** The time at the beginning of a line; {} if there is none, as on the later lines of a traceback. */
export function timeOfLine(text: string): LineTime {
  const [, day, time, fraction, zone] = TIME.exec(text) ?? [];
  return day === undefined || time === undefined ? {} : timeOf(wallOf(day, time, fraction), zone);
}

const MINUTE_MS = 60_000;
/** Time zones are multiples of a quarter of an hour; the rest of a difference is the delay until the write. */
const ZONE_STEP_MINUTES = 15;
const WEST_MINUTES = -12 * 60;
const EAST_MINUTES = 14 * 60;

/**
 * Derives the time zone of a log file: Django logs in its own TIME_ZONE, not the machine's. The last line was written
 * when the file was last modified, so comparing the two gives the zone. Returns this machine's zone if they agree with
 * it or prove nothing: a difference larger than any zone's means an old log that was copied here.
 * @param lastLine the last line with a time
 * @param writtenAt milliseconds since the Unix epoch
 */
export function zoneOfFile(lastLine: string | undefined, writtenAt: number): string {
  const { wall } = timeOfLine(lastLine ?? "");
  const machine = machineTimeZone();
  if (wall === undefined) return machine;
  const ahead = (wall - writtenAt) / MINUTE_MS;
  const offset = Math.round(ahead / ZONE_STEP_MINUTES) * ZONE_STEP_MINUTES;
  const isZone = offset >= WEST_MINUTES && offset <= EAST_MINUTES;
  return !isZone || offset === offsetAt(machine, writtenAt) ? machine : offsetText(offset);
}

/**
 * When a line was written, in milliseconds since the Unix epoch; undefined: no time. `zone` applies where it names
 * none.
 */
export function instantOfLine(text: string, zone: string): number | undefined {
  const { instant, wall } = timeOfLine(text);
  return instant ?? (wall === undefined ? undefined : instantsOf(wall, zone)[0]);
}
