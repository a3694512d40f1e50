import * as l10n from "@vscode/l10n";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** "14 ms", "2.4 s", "3 min", "5 h". Below a second: whole milliseconds. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < SECOND_MS) return l10n.t("{0} ms", Math.round(ms));
  if (ms < MINUTE_MS) return l10n.t("{0} s", trim(ms / SECOND_MS));
  if (ms < HOUR_MS) return l10n.t("{0} min", trim(ms / MINUTE_MS));
  return l10n.t("{0} h", trim(ms / HOUR_MS));
}

const trim = (value: number): string => value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, "");
