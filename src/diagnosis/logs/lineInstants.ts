import { instantsOf } from "../../common/timeZone";
import type { LineTime } from "./lineTimes";
import type { LogZone } from "./zoneFinder";

const MINUTE_MS = 60_000;
/** Lines of several threads are out of order by less than this. */
const DISORDER_MS = MINUTE_MS;

/**
 * The instants of a log's times, in line order. Undefined for a line without a time. The end of daylight saving time
 * repeats an hour: the second pass begins where the clock goes back. If no line shows that, an instant is in the second
 * pass only if that reading alone is in the window.
 * @param isInWindow whether an instant is between the send and the collection
 */
export function instantsOfLines(
  times: readonly LineTime[],
  { region, offsetMinutes }: LogZone,
  isInWindow: (at: number) => boolean,
): (number | undefined)[] {
  if (region === undefined)
    return times.map(
      ({ instant, wall }) => instant ?? (wall === undefined ? undefined : wall - offsetMinutes * MINUTE_MS),
    );
  const readings = times.map(({ instant, wall }) => {
    if (instant !== undefined) return [instant];
    return wall === undefined ? [] : instantsOf(wall, region);
  });
  const goesBackAt = wentBack(readings);
  return readings.map(([first, second], index) => {
    if (first === undefined || second === undefined) return first;
    if (goesBackAt !== undefined) return index < goesBackAt ? first : second;
    return isInWindow(second) && !isInWindow(first) ? second : first;
  });
}

/** The first line of the repeated hour's second pass, given readings that place every line in the first pass. */
function wentBack(readings: readonly (readonly number[])[]): number | undefined {
  let latest = Number.NEGATIVE_INFINITY;
  for (const [index, [first, second]] of readings.entries()) {
    if (first === undefined) continue;
    if (second !== undefined && first < latest - DISORDER_MS) return index;
    latest = Math.max(latest, first);
  }
  return undefined;
}
