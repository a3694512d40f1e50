import { closest, distance } from "fastest-levenshtein";

/** The name that was probably meant; undefined if none is near. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || given.length > 100) return undefined;
  const best = closest(given.toLowerCase(), names);
  return distance(given.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(best.length / 3))
    ? best
    : undefined;
}
