import * as l10n from "@vscode/l10n";
import { zonedTime } from "../../common/zonedTime";
import type { FoundMessage } from "../../operations/inquiry/foundMessage";
import type { TimeBins } from "../inquiryProtocol";
import { isUnclear } from "./layerFunnel";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths of a bin that people count in. */
const widths = [
  ...[1, 5, 10, 30].map((count) => count * SECOND),
  ...[1, 5, 10, 30].map((count) => count * MINUTE),
  ...[1, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 7, 30, 90, 365].map((count) => count * DAY),
];
const MOST_BINS = 60;

/**
 * Counts messages by time, from the first to the last of them. `offsetMs`: of the zone, east of UTC; bins begin at its
 * full hours and days. Undefined without messages.
 */
export function timeBins(
  messages: readonly Pick<FoundMessage, "at" | "outcome">[],
  { zone, offsetMs }: { zone: string; offsetMs: number },
): TimeBins | undefined {
  let [first, last] = [Infinity, -Infinity];
  for (const { at } of messages) [first, last] = [Math.min(first, at), Math.max(last, at)];
  if (first > last) return undefined;
  const width = widths.find((each) => (last - first) / each < MOST_BINS - 1) ?? widths.at(-1)!;
  const from = Math.floor((first + offsetMs) / width) * width - offsetMs;
  const count = Math.floor((last - from) / width) + 1;
  const [fine, wrong, unclear] = [zeros(count), zeros(count), zeros(count)];
  for (const { at, outcome } of messages) {
    const bins = outcome === "ok" ? fine : isUnclear(outcome) ? unclear : wrong;
    bins[Math.floor((at - from) / width)]! += 1;
  }
  return { from, width, fine, wrong, unclear, zone, spoken: spokenOf({ from, width, fine, wrong, unclear }) };
}

const zeros = (count: number): number[] => Array<number>(count).fill(0);

function spokenOf({ from, width, fine, wrong, unclear }: Omit<TimeBins, "spoken" | "zone">): string {
  const all = fine.map((count, index) => count + wrong[index]! + unclear[index]!);
  const at = (counts: readonly number[]) => zonedTime(from + counts.indexOf(Math.max(...counts)) * width);
  const parts = [l10n.t("Most messages at {0}: {1}", at(all), Math.max(...all))];
  if (Math.max(...wrong) > 0) parts.push(l10n.t("most problems at {0}: {1}", at(wrong), Math.max(...wrong)));
  return parts.join("; ");
}
