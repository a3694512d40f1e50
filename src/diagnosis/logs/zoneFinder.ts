import { offsetAt, offsetText } from "../../common/timeZone";
import type { LineTime } from "./lineTimes";

/**
 * How the zone of a log's times was determined:
 * - `stated`: the lines state it. `beside`: the lines also have an exact time (from Docker or CloudWatch).
 * - `set`: by the environment's settings, or by an option.
 * - `fits`: only this zone puts the lines between the send and the collection.
 * - `assumed`: there is no evidence.
 */
export type ZoneSource = "stated" | "beside" | "set" | "fits" | "assumed";

export interface LogZone {
  /** The display name: `Asia/Seoul`, `UTC+09:00`. */
  name: string;
  /** Minutes east of UTC, at the time of the send. */
  offsetMinutes: number;
  /** The IANA name, set where the offset changes with the date. */
  region?: string;
  source: ZoneSource;
}

export interface ZoneHints {
  /** ISO 8601. */
  sentAt?: string | undefined;
  /** ISO 8601. No line is newer. */
  collectedAt?: string | undefined;
  /** IANA name or offset, from the environment's settings. */
  timeZone?: string | undefined;
  /** The zone of the machine that may have written the log. */
  machineZone?: string | undefined;
}

const MINUTE_MS = 60_000;
/**
 * Allows for rounding of the clocks and of the send time: a line this much older than the send still counts as after
 * it.
 */
const BEFORE_TOLERANCE_MS = 2_000;
/** Allows for clock differences between machines: a line this much newer than the collection is still possible. */
const AHEAD_TOLERANCE_MS = 5 * MINUTE_MS;
/** How long after the send lines are searched, if the time of collection is unknown. */
const WINDOW_MS = 30 * MINUTE_MS;
/**
 * A zone that nothing names must put the whole log after the send, or a line about a message within this time after it.
 * Otherwise the last lines of a worker that ended hours ago would also fit some zone.
 */
const NEAR_MS = 5 * MINUTE_MS;
/** Further from the send than any zone offset. */
const FAR_MS = 48 * 60 * MINUTE_MS;
/** Zones are multiples of a quarter hour. The rest of a difference is the delay between the process and Docker. */
const ZONE_STEP_MINUTES = 15;
const KOREA = 540;
const WHOLE_HOURS = Array.from({ length: 27 }, (_, index) => (index - 12) * 60);
/** Fractional-hour offsets that some country uses. */
const OTHER_OFFSETS = [-9.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75, 13.75].map(
  (hours) => hours * 60,
);
const STATED_OFFSET = /([+-])(\d\d):?(\d\d)$/;

/**
 * Determines the zone of times that state none. An exact time on the same line decides. Otherwise the zone that was set
 * counts; otherwise the zone that puts the lines between the send and the collection. Candidates are first Korea's (the
 * backend's), UTC (a container's), the machine's and the send's own zone, then whole hours, then the others.
 */
export class ZoneFinder {
  readonly #hints: ZoneHints;
  readonly #sentAt: number;
  readonly #collectedAt: number;
  /** Minutes east of UTC, ascending. */
  readonly #offsets: readonly number[];
  /** The offsets to try first, most likely first. */
  readonly #known: readonly number[];
  /** For each offset, the number of lines between the send and the collection. */
  readonly #inWindow: number[];
  /** For each offset, the number of those lines that are about a message and soon after the send. */
  readonly #near: number[];
  readonly #votes = new Map<number, number>();
  /** If two logs were joined, the last line is not the latest. */
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

  /** Records a local time, and the instant if the same line has both. `isTelling`: the line is about a message. */
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
   * The side of the send that a time is on, for every possible zone. Records on different sides are never folded
   * together. See `isSideBefore`.
   */
  sideOf({ instant, wall }: LineTime): Side {
    if (Number.isNaN(this.#sentAt)) return undefined;
    if (instant !== undefined) return this.isBefore(instant);
    if (wall === undefined) return undefined;
    // The further east a zone is, the earlier the instant of the same local time. From `first` on, every offset puts
    // the time before the send.
    const first = this.#offsets.findIndex((offset) => this.isBefore(wall - offset * MINUTE_MS));
    return first < 0 ? this.#offsets.length : first;
  }

  isSideBefore(side: Side, { offsetMinutes }: LogZone): boolean {
    return typeof side === "number" ? offsetMinutes >= (this.#offsets[side] ?? Infinity) : side === true;
  }

  isBefore(at: number): boolean {
    return at < this.#sentAt - BEFORE_TOLERANCE_MS;
  }

  /** Whether an instant is between the send and the collection, within clock tolerance. */
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

  /** The offset that puts the most lines about a message soon after the send. Whole hours take precedence. */
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

  /** Whether no line is newer than the collection under this offset. */
  #isPossible(offset: number): boolean {
    return !(this.#latestWall - offset * MINUTE_MS > this.#collectedAt + AHEAD_TOLERANCE_MS);
  }

  #possible(): number[] {
    return this.#known.filter((offset) => this.#isPossible(offset));
  }

  /** The zone that puts the latest line nearest to the collection or the send. Korea's if neither time is known. */
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
 * Whether a time is before the send: true or false if the instant is known. For a local time, the index of the first
 * offset that puts it before the send. Undefined if there is no time, or no send.
 */
export type Side = boolean | number | undefined;

const timeOrNaN = (iso: string | undefined) => (iso === undefined ? Number.NaN : Date.parse(iso));

/** The offset that a time states. It is the zone of the machine that wrote it, unless it is UTC. */
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
