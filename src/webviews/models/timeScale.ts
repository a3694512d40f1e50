import type { AxisView } from "../protocol";
import { formatDuration } from "../../common/durations";

/** A wait at least this long, and this many times as long as all the work, is not drawn to scale. */
const GAP_FROM_MS = 1_000;
const GAP_TIMES_WORK = 2;

/** Share of the axis that one gap takes; together the gaps leave half of the axis to the work. */
const GAP_SHARE = 0.1;
const MOST_FOR_GAPS = 0.5;
const TICKS = 5;
/** Approximate share of the axis that a label takes. */
const LABEL_SHARE = 0.08;

export interface TimeScale {
  /** Milliseconds since the epoch → place on the axis, 0 to 1. */
  place(at: number): number;
  axis: AxisView;
}

interface Piece {
  from: number;
  to: number;
  start: number;
  end: number;
  isGap: boolean;
}

/**
 * A scaled axis over some moments. Attempts are minutes apart, but the steps of one are milliseconds apart: long waits
 * become gaps of a fixed width, labelled with the time they leave out.
 */
export function timeScale(moments: readonly number[]): TimeScale {
  const times = [...new Set(moments)].sort((a, b) => a - b);
  const first = times[0] ?? 0;
  const intervals = times.slice(1).map((to, index) => ({ from: times[index] ?? to, to }));
  const workMs = sum(intervals.filter(isShort).map(lengthOf));
  const isGap = (one: Interval) => intervals.length > 1 && !isShort(one) && lengthOf(one) > GAP_TIMES_WORK * workMs;
  const gapCount = intervals.filter(isGap).length;
  const gapShare = gapCount === 0 ? 0 : Math.min(GAP_SHARE, MOST_FOR_GAPS / gapCount);
  const scaledMs = sum(intervals.filter((one) => !isGap(one)).map(lengthOf));
  const scaledShare = 1 - gapShare * gapCount;
  const pieces: Piece[] = [];
  let start = 0;
  for (const interval of intervals) {
    const share = isGap(interval) ? gapShare : scaledMs === 0 ? 0 : (lengthOf(interval) / scaledMs) * scaledShare;
    pieces.push({ ...interval, start, end: start + share, isGap: isGap(interval) });
    start += share;
  }
  return { place: (at) => placeIn(pieces, at), axis: axisOf(pieces, first, scaledMs / TICKS) };
}

interface Interval {
  from: number;
  to: number;
}

const lengthOf = ({ from, to }: Interval): number => to - from;
const isShort = (one: Interval): boolean => lengthOf(one) < GAP_FROM_MS;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function placeIn(pieces: readonly Piece[], at: number): number {
  const piece = pieces.find(({ to }) => at <= to) ?? pieces.at(-1);
  if (!piece) return 0;
  const share = (Math.min(Math.max(at, piece.from), piece.to) - piece.from) / lengthOf(piece);
  return piece.start + share * (piece.end - piece.start);
}

function axisOf(pieces: readonly Piece[], first: number, wantedStepMs: number): AxisView {
  const gaps = pieces
    .filter(({ isGap }) => isGap)
    .map((piece) => ({ from: piece.start, to: piece.end, label: formatDuration(lengthOf(piece)) }));
  const ticks: AxisView["ticks"] = [];
  const stepMs = roundStep(wantedStepMs);
  for (const stretch of stretchesOf(pieces)) {
    const firstTick = Math.ceil((stretch.from - first) / stepMs) * stepMs;
    for (let ms = firstTick; first + ms <= stretch.to; ms += stepMs) {
      ticks.push({ at: placeIn(pieces, first + ms), label: formatDuration(ms) });
    }
  }
  const isFree = ({ at }: { at: number }) =>
    gaps.every(({ from, to }) => Math.abs(at - (from + to) / 2) >= LABEL_SHARE);
  return { ticks: apart(ticks.filter(isFree)), gaps };
}

/** Merges neighbouring pieces that are drawn to scale. */
function stretchesOf(pieces: readonly Piece[]): Interval[] {
  const stretches: Interval[] = [];
  let open: Interval | undefined;
  for (const piece of pieces) {
    if (piece.isGap) open = undefined;
    else if (open) open.to = piece.to;
    else stretches.push((open = { from: piece.from, to: piece.to }));
  }
  return stretches;
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(wanted: number): number {
  if (wanted <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10);
}

/** Leaves out labels that would overlap. */
function apart(ticks: AxisView["ticks"]): AxisView["ticks"] {
  const kept: AxisView["ticks"] = [];
  for (const tick of ticks) if (kept.length === 0 || tick.at - (kept.at(-1)?.at ?? 0) >= LABEL_SHARE) kept.push(tick);
  return kept;
}
