import * as l10n from "@vscode/l10n";
import { clockTime } from "../common/clockTime";

/** Below this age, the text is "just now". */
const JUST_NOW_MS = 5_000;

/** "just now", then the time of day: the text need not be redrawn every second. */
export const whenText = (at: number, now: number): string =>
  now - at < JUST_NOW_MS ? l10n.t("just now") : clockTime(at);

/** "12 s old", "3 min old". */
export function ageText(ageMs: number): string {
  const seconds = Math.max(1, Math.round(ageMs / 1000));
  return seconds < 100 ? l10n.t("{0} s old", seconds) : l10n.t("{0} min old", Math.round(seconds / 60));
}
