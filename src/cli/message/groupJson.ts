import { machineTimeZone, offsetAt, offsetText } from "../../common/timeZone";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";

/** A group as `--json` prints it. */
export const groupJson = ({ first, last, samples, changed, ...group }: CauseGroup) => ({
  ...group,
  first: isoTime(first),
  last: isoTime(last),
  samples,
  ...(changed && {
    changed: changed.map(({ what, at }) => ({ what, ...(at !== undefined && { at: isoTime(at) }) })),
  }),
});

/** ISO 8601 in this machine's zone. */
export function isoTime(at: number): string {
  const offset = offsetAt(machineTimeZone(), at);
  return new Date(at + offset * 60_000).toISOString().replace("Z", offsetText(offset));
}
