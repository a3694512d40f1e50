/** Older than this is not true any more: two signs of life that did not come. */
export const STALE_AFTER_MS = 2_500;

/** `confirmedAt`, `now`: milliseconds since the Unix epoch. */
export const isStale = ({ confirmedAt }: { confirmedAt: number }, now: number): boolean =>
  now - confirmedAt >= STALE_AFTER_MS;
