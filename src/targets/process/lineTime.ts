import { instantsOf, machineTimeZone, offsetAt, offsetText } from "../../common/timeZone";
import { type LineTime, timeOf, wallOf } from "../../diagnosis/logs/lineTimes";

/** The backend's lines begin with their time: `2026-03-05 10:00:00,123 [INFO] …`; others with ISO 8601. */
const TIME = /^\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/;

/** The time at the beginning of a line; {} where there is none, as on the later lines of a traceback. */
export function timeOfLine(text: string): LineTime {
  const [, day, time, fraction, zone] = TIME.exec(text) ?? [];
  return day === undefined || time === undefined ? {} : timeOf(wallOf(day, time, fraction), zone);
}

const MINUTE_MS = 60_000;
/** Zones are whole quarters of an hour; what is left of a difference is the way to the file. */
const ZONE_STEP_MINUTES = 15;
const WEST_MINUTES = -12 * 60;
const EAST_MINUTES = 14 * 60;

/**
 * The zone of a log file's times: Django logs in its own TIME_ZONE, whatever the machine's is. The file was written
 * when its last line was, so the two tell. This machine's zone where they agree with it, or tell nothing: a larger
 * difference than any zone's is that of an old log which was copied here.
 * @param lastLine the last one with a time
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

/** When a line was written, in milliseconds since the Unix epoch; undefined: it does not say. `zone`: where it names none. */
export function instantOfLine(text: string, zone: string): number | undefined {
  const { instant, wall } = timeOfLine(text);
  return instant ?? (wall === undefined ? undefined : instantsOf(wall, zone)[0]);
}
