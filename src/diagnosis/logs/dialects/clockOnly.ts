import type { Header } from "./dialect";
import { readPieces } from "./pieces";

/** RQ, django-q and similar print the time of day without a date: `15:00:52 Killed horse pid 49`. */
const CLOCK =
  /^(?:\[\d+\] RQ LOGS @ \d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(?:[.,]\d+)?\s+(?:(?:\w+(?:-\d+)?(?::\d+)? )?\[Q\] )?(?=\S)/;

export const clockOnly: Header = (text) => {
  const found = CLOCK.exec(text);
  if (!found) return undefined;
  const rest = text.slice(found[0].length);
  // A traceback line that a process manager timestamped has no header of its own.
  return { ...readPieces(rest), headered: true };
};
