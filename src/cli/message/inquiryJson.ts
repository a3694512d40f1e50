import { machineTimeZone, offsetAt, offsetText } from "../../common/timeZone";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";
import type { Inquiry } from "../../operations/inquiry/findMessages";

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

/** An inquiry as `--json` prints it, with at most `limit` messages. */
export const inquiryJson = ({ window, groups, messages, looked, students, ...rest }: Inquiry, limit = Infinity) => ({
  version: rest.version,
  window: { from: isoTime(window.from), until: isoTime(window.until) },
  ...(students && { students }),
  total: rest.total,
  groups: groups.map(groupJson),
  messages: messages
    .slice(0, limit)
    .map(({ at, sightings: _sightings, ...message }) => ({ ...message, at: isoTime(at) })),
  looked: looked.map(({ from, until, ...each }) => ({ ...each, from: isoTime(from), until: isoTime(until) })),
});

/** ISO 8601 in this machine's zone. */
export function isoTime(at: number): string {
  const offset = offsetAt(machineTimeZone(), at);
  return new Date(at + offset * 60_000).toISOString().replace("Z", offsetText(offset));
}
