import { offsetAt, offsetText } from "../../common/timeZone";
import type { LineTime } from "./lineTimes";

/**
 * How the zone of a log's times is known:
 * - `stated`: the lines say it; `beside`: an exact time stands beside them (Docker's, CloudWatch's).
 * - `set`: by the environment's settings, or by an option.
 * - `fits`: in this zone alone the lines lie between the send and the collection.
 * - `assumed`: nothing tells it.
 */
export type ZoneSource = "stated" | "beside" | "set" | "fits" | "assumed";

export interface LogZone {
  /** As people read it: `Asia/Seoul`, `UTC+09:00`. */
  name: string;
  /** East of UTC, at the time of the send. */
  offsetMinutes: number;
  /** Set where the offset changes with the date: an IANA name. */
  region?: string;
  source: ZoneSource;
}

export interface ZoneHints {
  /** ISO 8601. */
  sentAt?: string | undefined;
  /** ISO 8601: no line is younger. */
  collectedAt?: string | undefined;
  /** IANA name or offset, as the environment's settings say. */
  timeZone?: string | undefined;
  /** Of the machine that may have written the log. */
  machineZone?: string | undefined;
}

const MINUTE_MS = 60_000;
/** Rounding of clocks and of the moment of the send: a line this much older than the send still counts as after it. */
const BEFORE_TOLERANCE_MS = 2_000;
/** Clocks of two machines: a line this much younger than the collection is still possible. */
const AHEAD_TOLERANCE_MS = 5 * MINUTE_MS;
/** How long after the send lines are looked for where nobody says when the log was collected. */
const WINDOW_MS = 30 * MINUTE_MS;
/**
 * A zone that nobody named has to put the whole log after the send, or a line about a message this soon after it: the
 * last lines of a worker that ended hours ago would fit some zone, too.
 */
const NEAR_MS = 5 * MINUTE_MS;
/** Further from the send than any zone. */
const FAR_MS = 48 * 60 * MINUTE_MS;
/** Whole and quarter hours are zones; the rest of a difference is the way from the process to Docker. */
const ZONE_STEP_MINUTES = 15;
const KOREA = 540;
const WHOLE_HOURS = Array.from({ length: 27 }, (_, index) => (index - 12) * 60);
/** The half and quarter hours that are some country's time. */
const OTHER_OFFSETS = [-9.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75, 13.75].map(
  (hours) => hours * 60,
);
const STATED_OFFSET = /([+-])(\d\d):?(\d\d)$/;

/**
 * Finds out in which zone the times without one are. An exact time beside them tells it. Else it is the zone that was
 * set; else the one that puts the lines between the send and the collection: Korea's (the backend's), UTC (a container's),
 * the machine's and the send's own zone first, then whole hours, then the others.
 */
export class ZoneFinder {
  readonly #hints: ZoneHints;
  readonly #sentAt: number;
  readonly #collectedAt: number;
  /** Minutes east of UTC, ascending. */
  readonly #offsets: readonly number[];
  /** Of them, those that are tried first, the most likely one first. */
  readonly #known: readonly number[];
  /** How many lines lie between the send and the collection, for each of the offsets. */
  readonly #inWindow: number[];
  /** Of them, those about a message soon after the send. */
  readonly #near: number[];
  readonly #votes = new Map<number, number>();
  /** Of two logs that were joined the last line is not the latest. */
  #latestWall = Number.NaN;
  #earliestWall = Number.NaN;
  #instants = 0;

  constructor(hints: ZoneHints) {
    this.#hints = hints;
    this.#sentAt = timeOrNaN(hints.sentAt);
    this.#collectedAt = timeOrNaN(hints.collectedAt);
    const stated = [hints.sentAt, hints.collectedAt].flatMap(statedOffset);
    const machine = hints.machineZone === undefined ? [] : [this.#offsetOf(hints.machineZone)];
    this.#known = [...new Set([KOREA, 0, ...machine, ...stated])];
    const set = hints.timeZone === undefined ? [] : [this.#offsetOf(hints.timeZone)];
    const all = new Set([...this.#known, ...set, ...WHOLE_HOURS, ...OTHER_OFFSETS]);
    this.#offsets = [...all].sort((a, b) => a - b);
    this.#inWindow = this.#offsets.map(() => 0);
    this.#near = this.#offsets.map(() => 0);
  }

  /** A clock's face, and the instant where the same line tells both. `isTelling`: the line is about a message. */
  observe({ wall, instant }: LineTime, isTelling: boolean): void {
    if (instant !== undefined) this.#instants++;
    if (wall === undefined) return;
    if (instant !== undefined) {
      const offset = Math.round((wall - instant) / (ZONE_STEP_MINUTES * MINUTE_MS)) * ZONE_STEP_MINUTES;
      if (Math.abs(offset) <= 14 * 60) this.#votes.set(offset, (this.#votes.get(offset) ?? 0) + 1);
      return;
    }
    if (!(this.#earliestWall <= wall)) this.#earliestWall = wall;
    if (!(this.#latestWall >= wall)) this.#latestWall = wall;
    if (!(Math.abs(wall - this.#sentAt) < FAR_MS)) return;
    for (let index = 0; index < this.#offsets.length; index++) {
      const at = wall - (this.#offsets[index] ?? 0) * MINUTE_MS;
      if (!this.isInWindow(at)) continue;
      this.#inWindow[index] = (this.#inWindow[index] ?? 0) + 1;
      if (isTelling && this.#isSoonAfter(at)) this.#near[index] = (this.#near[index] ?? 0) + 1;
    }
  }

  resolve(): LogZone {
    const [most] = [...this.#votes].sort((a, b) => b[1] - a[1]);
    if (most) return fixedZone(most[0], "beside");
    if (Number.isNaN(this.#latestWall) && this.#instants > 0) return fixedZone(0, "stated");
    const { timeZone } = this.#hints;
    if (timeZone !== undefined) return namedZone(timeZone, this.#offsetOf(timeZone));
    if (Number.isNaN(this.#latestWall)) return fixedZone(KOREA, "assumed");
    const fitting = this.#fitting();
    return fitting === undefined ? fixedZone(this.#nearest(), "assumed") : fixedZone(fitting, "fits");
  }

  /**
   * The side of the send that a time lies on, in each zone that is possible: records that differ in it are never folded
   * together. See `isSideBefore`.
   */
  sideOf({ instant, wall }: LineTime): Side {
    if (Number.isNaN(this.#sentAt)) return undefined;
    if (instant !== undefined) return this.isBefore(instant);
    if (wall === undefined) return undefined;
    // The further a clock is ahead, the earlier the same face: in the last so many offsets it lies before the send.
    const first = this.#offsets.findIndex((offset) => this.isBefore(wall - offset * MINUTE_MS));
    return first < 0 ? this.#offsets.length : first;
  }

  isSideBefore(side: Side, { offsetMinutes }: LogZone): boolean {
    return typeof side === "number" ? offsetMinutes >= (this.#offsets[side] ?? Infinity) : side === true;
  }

  isBefore(at: number): boolean {
    return at < this.#sentAt - BEFORE_TOLERANCE_MS;
  }

  /** Between the send and the collection, as far as clocks are exact. */
  isInWindow(at: number): boolean {
    const to = Number.isNaN(this.#collectedAt) ? this.#sentAt + WINDOW_MS : this.#collectedAt + AHEAD_TOLERANCE_MS;
    return at >= this.#sentAt - BEFORE_TOLERANCE_MS && at <= to;
  }

  #fitting(): number | undefined {
    const fits = (offset: number) => this.#inWindow[this.#offsets.indexOf(offset)] ?? 0;
    const known = this.#possible().sort((one, other) => fits(other) - fits(one));
    const [best = KOREA, second] = known;
    if (fits(best) > 0) return second === undefined || fits(best) > fits(second) ? best : undefined;
    return this.#unnamed();
  }

  /** The offset that puts the most telling lines soon after the send; a whole hour before the others. */
  #unnamed(): number | undefined {
    const near = (offset: number) => {
      if (!this.#isPossible(offset)) return 0;
      const isWhole = this.#isSoonAfter(this.#earliestWall - offset * MINUTE_MS);
      return Math.max(isWhole ? 1 : 0, this.#near[this.#offsets.indexOf(offset)] ?? 0);
    };
    const most = Math.max(...this.#offsets.map(near));
    if (most === 0) return undefined;
    const best = this.#offsets.filter((offset) => near(offset) === most);
    const whole = best.filter((offset) => offset % 60 === 0);
    const [only, ...others] = whole.length > 0 ? whole : best;
    return others.length === 0 ? only : undefined;
  }

  #isSoonAfter(at: number): boolean {
    return at > this.#sentAt && at < this.#sentAt + NEAR_MS;
  }

  /** No line is younger than the collection. */
  #isPossible(offset: number): boolean {
    return !(this.#latestWall - offset * MINUTE_MS > this.#collectedAt + AHEAD_TOLERANCE_MS);
  }

  #possible(): number[] {
    return this.#known.filter((offset) => this.#isPossible(offset));
  }

  /** The zone whose latest line lies nearest to the time of the collection or the send; Korea's where neither is known. */
  #nearest(): number {
    const reference = Number.isNaN(this.#collectedAt) ? this.#sentAt : this.#collectedAt;
    if (Number.isNaN(reference)) return KOREA;
    const distance = (offset: number) => Math.abs(this.#latestWall - offset * MINUTE_MS - reference);
    const [first = KOREA, ...others] = this.#possible();
    return others.reduce((best, offset) => (distance(offset) < distance(best) ? offset : best), first);
  }

  #offsetOf(zone: string): number {
    return offsetAt(zone, Number.isNaN(this.#sentAt) ? Date.now() : this.#sentAt);
  }
}

/**
 * Before the send: true or false where the instant is known. Of a clock's face the index of the first offset in which
 * it lies before the send. Undefined: no time, or no send.
 */
export type Side = boolean | number | undefined;

const timeOrNaN = (iso: string | undefined) => (iso === undefined ? Number.NaN : Date.parse(iso));

/** The offset that a time names: that of the machine it was written on, unless it is UTC. */
function statedOffset(iso: string | undefined): number[] {
  const [, sign, hours, minutes] = STATED_OFFSET.exec(iso?.includes(":") ? iso : "") ?? [];
  if (hours === undefined) return [];
  const offset = Number(hours) * 60 + Number(minutes);
  return [sign === "-" ? -offset : offset];
}

const fixedZone = (offsetMinutes: number, source: ZoneSource): LogZone => ({
  name: `UTC${offsetMinutes === 0 ? "" : offsetText(offsetMinutes)}`,
  offsetMinutes,
  source,
});

const namedZone = (timeZone: string, offsetMinutes: number): LogZone => ({
  name: /^[+-]/.test(timeZone) ? `UTC${timeZone}` : timeZone,
  offsetMinutes,
  region: timeZone,
  source: "set",
});
