import type { Header } from "./dialect";
import { readPieces } from "./pieces";

/** RQ, django-q and the like print the time of day and no date: `15:00:52 Killed horse pid 49`. */
const CLOCK = /^(?:\[\d+\] RQ LOGS @ \d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(?:[.,]\d+)?\s+(?:\[Q\] )?(?=\S)/;

export const clockOnly: Header = (text) => {
  const found = CLOCK.exec(text);
  if (!found) return undefined;
  const rest = text.slice(found[0].length);
  // A line of a traceback that a process manager timed has no header of its own.
  return { ...readPieces(rest), headered: true };
};
