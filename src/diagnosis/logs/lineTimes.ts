/** A time of a log line: `instant` is sure (milliseconds since the epoch), `wall` is a clock's face without its zone. */
export interface LineTime {
  instant?: number;
  /** The clock's face read as if it were UTC, in milliseconds. */
  wall?: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
let lastDay = "";
let lastDayMs = Number.NaN;

/** Of `2026-03-05`, `10:00:00` and `123` (a fraction of any length). NaN where it is no time. */
export function wallOf(day: string, time: string, fraction = ""): number {
  if (day !== lastDay) {
    lastDay = ` ${day}`.slice(1);
    lastDayMs = Date.parse(`${day}T00:00:00Z`);
  }
  const seconds = Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6, 8));
  const ms = seconds * 1_000 + (fraction ? Math.floor(Number(`0.${fraction}`) * 1_000 + 1e-6) : 0);
  return ms < DAY_MS ? lastDayMs + ms : Number.NaN;
}

/** Of `Z`, `UTC`, `KST`, `+09:00`, `+0900`; undefined where there is no zone. */
function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "") return undefined;
  if (zone === "Z" || zone === "UTC") return 0;
  if (zone === "KST") return 540;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5) || "0");
  return digits.startsWith("-") ? -minutes : minutes;
}

export function timeOf(wall: number, zone: string | undefined): LineTime {
  if (Number.isNaN(wall)) return {};
  const offset = zoneMinutes(zone);
  return offset === undefined ? { wall } : { instant: wall - offset * MINUTE_MS };
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|KST|[+-]\d\d:?\d\d)?$/;

/** Of a field of a JSON line: ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since the epoch. */
export function timeOfField(field: unknown): LineTime {
  const value = typeof field === "string" && /^\d{10,19}$/.test(field) ? Number(field) : field;
  if (typeof value === "number" && value > 0) {
    const perMs = value > 1e17 ? 1e6 : value > 1e14 ? 1e3 : 1;
    return { instant: Math.floor(value < 1e11 ? value * 1_000 : value / perMs) };
  }
  const found = typeof value === "string" ? ISO.exec(value.trim()) : null;
  return found ? timeOf(wallOf(found[1] ?? "", found[2] ?? "", found[3]), found[4]) : {};
}

/** Rounding of clocks and of the moment of the send: a line this much older than the send still counts as after it. */
const BEFORE_TOLERANCE_MS = 2_000;
/** Clocks of two machines: a line this much younger than the collection is still possible. */
const AHEAD_TOLERANCE_MS = 5 * MINUTE_MS;
/** How long after the send lines are looked for where nobody says when the log was collected. */
const WINDOW_MS = 30 * MINUTE_MS;
/** Whole and quarter hours are zones; the rest of a difference is the way from the process to Docker. */
const ZONE_STEP_MINUTES = 15;

/** The zones that a clock without one may show: Korea's, which the backend logs in, and UTC, which containers have. */
const CANDIDATES = [540, 0] as const;

/**
 * Finds out which zone the times without one are in. Docker's own time beside them tells it exactly. Without it, no
 * line can be younger than the collection of the log, and the lines that were collected for a send lie after it.
 */
export class ZoneFinder {
  readonly #sentAt: number;
  readonly #collectedAt: number;
  readonly #votes = new Map<number, number>();
  readonly #inWindow = CANDIDATES.map(() => 0);
  /** Of two logs that were joined the last line is not the latest. */
  #latestWall = Number.NaN;
  #instants = 0;

  constructor(sentAt: string | undefined, collectedAt: string | undefined) {
    this.#sentAt = sentAt === undefined ? Number.NaN : Date.parse(sentAt);
    this.#collectedAt = collectedAt === undefined ? Number.NaN : Date.parse(collectedAt);
  }

  /** A clock's face, and the instant where the same line tells both. */
  observe({ wall, instant }: LineTime): void {
    if (instant !== undefined) this.#instants++;
    if (wall === undefined) return;
    if (instant !== undefined) {
      const offset = Math.round((wall - instant) / (ZONE_STEP_MINUTES * MINUTE_MS)) * ZONE_STEP_MINUTES;
      if (Math.abs(offset) <= 14 * 60) this.#votes.set(offset, (this.#votes.get(offset) ?? 0) + 1);
      return;
    }
    this.#latestWall = this.#latestWall > wall ? this.#latestWall : wall;
    const from = this.#sentAt - BEFORE_TOLERANCE_MS;
    const to = Number.isNaN(this.#collectedAt) ? this.#sentAt + WINDOW_MS : this.#collectedAt + AHEAD_TOLERANCE_MS;
    for (let index = 0; index < CANDIDATES.length; index++) {
      const at = wall - (CANDIDATES[index] ?? 0) * MINUTE_MS;
      if (at >= from && at <= to) this.#inWindow[index] = (this.#inWindow[index] ?? 0) + 1;
    }
  }

  resolve(): { offsetMinutes: number; certain: boolean } {
    const [most] = [...this.#votes].sort((a, b) => b[1] - a[1]);
    if (most) return { offsetMinutes: most[0], certain: true };
    if (Number.isNaN(this.#latestWall)) {
      return this.#instants > 0
        ? { offsetMinutes: 0, certain: true }
        : { offsetMinutes: CANDIDATES[0], certain: false };
    }
    const possible = CANDIDATES.map((offset, index) => ({ offset, inWindow: this.#inWindow[index] ?? 0 })).filter(
      ({ offset }) => !(this.#latestWall - offset * MINUTE_MS > this.#collectedAt + AHEAD_TOLERANCE_MS),
    );
    const [best, other] = possible.sort((a, b) => b.inWindow - a.inWindow);
    if (best && (!other || best.inWindow > other.inWindow)) return { offsetMinutes: best.offset, certain: true };
    return { offsetMinutes: this.#nearest(), certain: false };
  }

  /** Whether a time lies before the send, in each zone that is possible: lines that differ in it are never merged. */
  beforeBits(time: LineTime): string {
    if (Number.isNaN(this.#sentAt)) return "";
    if (time.instant !== undefined) return this.isBefore(time.instant) ? "b" : "a";
    const { wall } = time;
    if (wall === undefined) return "";
    const [korea, utc] = CANDIDATES;
    if (this.isBefore(wall - utc * MINUTE_MS)) return "bb"; // Korea's clock is ahead: the same face is earlier there
    return this.isBefore(wall - korea * MINUTE_MS) ? "ba" : "aa";
  }

  isBefore(at: number): boolean {
    return at < this.#sentAt - BEFORE_TOLERANCE_MS;
  }

  /** The zone whose latest line lies nearest to the time of the collection or the send; Korea's where neither is known. */
  #nearest(): number {
    const reference = Number.isNaN(this.#collectedAt) ? this.#sentAt : this.#collectedAt;
    if (Number.isNaN(reference)) return CANDIDATES[0];
    const distance = (offset: number) => Math.abs(this.#latestWall - offset * MINUTE_MS - reference);
    return distance(CANDIDATES[0]) <= distance(CANDIDATES[1]) ? CANDIDATES[0] : CANDIDATES[1];
  }
}
