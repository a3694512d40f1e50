import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";
import { maskStart } from "../../../common/masking";
import { instantsOf, offsetAt } from "../../../common/timeZone";
import { periodOf, plainTime } from "./timeWords";

/** A span of time, from `from` up to but not including `until`; equal for an instant. Milliseconds since the epoch. */
export interface TimeSpan {
  from: number;
  until: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const unitMs: Record<string, number> = {
  s: 1_000, sec: 1_000, second: 1_000, 초: 1_000,
  m: MINUTE, min: MINUTE, minute: MINUTE, 분: MINUTE,
  h: HOUR, hour: HOUR, hr: HOUR, 시간: HOUR,
  d: DAY, day: DAY, 일: DAY,
  w: 7 * DAY, week: 7 * DAY, 주: 7 * DAY, 주일: 7 * DAY,
  month: 30 * DAY, 달: 30 * DAY, 개월: 30 * DAY,
  y: 365 * DAY, year: 365 * DAY, 년: 365 * DAY,
}; // prettier-ignore

/** Days before today. */
const dayWords: Record<string, number> = {
  tomorrow: -1, 내일: -1,
  today: 0, 오늘: 0, 금일: 0,
  yesterday: 1, 어제: 1, 작일: 1,
  그제: 2, 그저께: 2, 엊그제: 2, 그끄저께: 3,
}; // prettier-ignore

const weekdays = ["일", "월", "화", "수", "목", "금", "토"];
const englishWeekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Parts of a day, in hours. */
const dayParts: Record<string, readonly [from: number, until: number]> = {
  새벽: [0, 6], 아침: [6, 12], 오전: [0, 12], 낮: [12, 18], 오후: [12, 24], 저녁: [18, 24], 밤: [18, 24],
  morning: [0, 12], afternoon: [12, 18], evening: [18, 24], night: [18, 24], am: [0, 12], pm: [12, 24],
}; // prettier-ignore

const clockWords: Record<string, number> = { noon: 12, 정오: 12, midnight: 0, 자정: 0 };

/** 1970 begins earlier to the east of Greenwich. */
const EARLIEST = -DAY;

/** Longer texts are no times. */
const LONGEST = 60;

/**
 * Reads a time as people write it, in English or Korean: ISO 8601, `2026-03-05 18:00`, `18:00`, `어제 18시`, `오늘 오전`,
 * `yesterday 18:00`, `-2h`, `30분 전`, `3월 5일 오후 6시`, `지난 금요일`. A day, or a part of one, is a span. Without an
 * offset, times are those of `zone`. A clock time without a day is the first one after `after`, or without that the
 * latest one that has passed. 24:00 is the end of its day.
 *
 * @throws ExpectedError `time-unreadable`
 */
export function readTime(
  phrase: string,
  { now, zone, after }: { now: number; zone: string; after?: number },
): TimeSpan {
  const text = plainTime(
    phrase
      .slice(0, 2 * LONGEST)
      .normalize("NFKC")
      .trim()
      .toLowerCase()
      .replace(/\s+/g, " "),
  );
  const span =
    text.length > LONGEST ? undefined : (absolute(text) ?? relative(text, now) ?? calendar(text, { now, zone, after }));
  if (span && span.from >= EARLIEST) return span;
  const said = maskStart(phrase, LONGEST);
  throw new ExpectedError(
    "time-unreadable",
    span ? l10n.t("This time is before 1970: {0}", said) : l10n.t("This is no time: {0}", said),
    l10n.t("Write it as {0}", "2026-03-05 18:00, 18:00, 어제 18시, 오늘 오전, yesterday 18:00, -2h"),
  );
}

/** ISO 8601 with an offset; without one it is a calendar time. */
function absolute(text: string): TimeSpan | undefined {
  if (!/^\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)? ?(?:z|[+-]\d\d:?\d\d)$/.test(text)) return undefined;
  const [day = "", time = ""] = [text.slice(0, 10), text.slice(11).replace(" ", "")];
  if (!isDay(day)) return undefined;
  const at = Date.parse(`${day}T${time.toUpperCase().replace(/([+-]\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(at) ? undefined : instant(at);
}

function relative(text: string, now: number): TimeSpan | undefined {
  if (/^(?:now|지금|방금|현재)$/.test(text)) return instant(now);
  const found =
    /^-(\d{1,6}) ?([a-z가-힣]{1,7})$/.exec(text) ??
    /^(\d{1,6}) ?([a-z가-힣]{1,7}) (?:ago|전)$/.exec(text) ??
    /^(\d{1,6}) ?(초|분|시간|일|주|주일|달|개월|년)전$/.exec(text);
  const [, count, unit = ""] = found ?? [];
  const ms = unitMs[unit] ?? unitMs[unit.replace(/s$/, "")];
  return ms === undefined ? undefined : instant(now - Number(count) * ms);
}

/** A day, a clock time, or both. */
function calendar(
  text: string,
  { now, zone, after }: { now: number; zone: string; after: number | undefined },
): TimeSpan | undefined {
  const today = dayOf(now, zone);
  const period = periodOf(text, today);
  if (period) return { from: at(period.from, zone), until: at(period.until, zone) };
  const { day, rest } = takeDay(text, today);
  const clock = takeClock(
    rest
      .replace(/^(?:at|t) ?/, "")
      .replace(/(?:에|쯤|경|께)$/, "")
      .trim(),
  );
  if (day === undefined && clock === undefined) return undefined;
  if (day !== undefined && clock === undefined) return rest === "" ? daySpan(day, zone) : undefined;
  const { from, until } = clock!;
  const spanOn = (date: number): TimeSpan => ({ from: at(date + from, zone), until: at(date + until, zone) });
  if (day !== undefined) return spanOn(day);
  const nearest = after === undefined ? today : dayOf(after, zone);
  const span = spanOn(nearest);
  if (after !== undefined) return span.from > after ? span : spanOn(nearest + DAY);
  return span.from > now ? spanOn(nearest - DAY) : span;
}

/** Takes a day off the front; `day` is its midnight as if it were UTC. */
function takeDay(text: string, today: number): { day?: number; rest: string } {
  const take = (found: RegExpExecArray, day: number | undefined) =>
    day === undefined ? { rest: text } : { day, rest: text.slice(found[0].length).trim() };
  const iso =
    /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?=$|[ t])/.exec(text) ?? /^(\d{4})년 ?(\d{1,2})월 ?(\d{1,2})일/.exec(text);
  if (iso) return take(iso, dayFrom(Number(iso[1]), Number(iso[2]), Number(iso[3])));
  const short = /^(\d{1,2})[-./](\d{1,2})(?=$| )/.exec(text) ?? /^(\d{1,2})월 ?(\d{1,2})일/.exec(text);
  if (short) {
    const year = new Date(today).getUTCFullYear();
    const inYear = (each: number) => dayFrom(each, Number(short[1]), Number(short[2]));
    const day = inYear(year);
    return take(short, day !== undefined && day > today ? (inYear(year - 1) ?? day) : day);
  }
  const word = /^[a-z가-힣]+/.exec(text);
  const back = word ? dayWords[word[0]] : undefined;
  if (word && back !== undefined) return take(word, today - back * DAY);
  const weekday =
    /^(?:(지난 ?주|이번 ?주|last|지난) ?)?(?:([일월화수목금토])요일|(sun|mon|tue|wed|thu|fri|sat)[a-z]*)(?=$| )/.exec(
      text,
    );
  if (!weekday) return { rest: text };
  const index = weekday[2] === undefined ? englishWeekdays.indexOf(weekday[3]!) : weekdays.indexOf(weekday[2]);
  if (weekday[1]?.endsWith("주")) {
    const { from: monday } = periodOf(weekday[1], today)!;
    return take(weekday, monday + ((index + 6) % 7) * DAY);
  }
  const ahead = (new Date(today).getUTCDay() - index + 7) % 7;
  return take(weekday, today - (ahead === 0 && weekday[1] !== undefined ? 7 : ahead) * DAY);
}

/** A clock time or part of a day, in milliseconds after midnight. */
function takeClock(text: string): TimeSpan | undefined {
  if (text === "") return undefined;
  const word = clockWords[text];
  if (word !== undefined) return instant(word * HOUR);
  const part = dayParts[text];
  if (part) return { from: part[0] * HOUR, until: part[1] * HOUR };
  const found =
    /^(?:(오전|오후|새벽|아침|낮|저녁|밤) ?)?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(am|pm)?$/.exec(text) ??
    /^(?:(오전|오후|새벽|아침|낮|저녁|밤) ?)?(\d{1,2})시(?: ?(\d{1,2}|반)분?)?(?: ?(\d{1,2})초)?()$/.exec(text) ??
    /^()(\d{1,2})()() ?(am|pm)$/.exec(text);
  if (!found) return undefined;
  const [, before, hours, minutes, seconds, after] = found;
  const hour = hourOf(Number(hours), before || after || undefined);
  const [minute, second] = [minutes === "반" ? 30 : Number(minutes || 0), Number(seconds || 0)];
  if (hour === undefined || minute > 59 || second > 59 || (hour === 24 && minute + second > 0)) return undefined;
  return instant(hour * HOUR + minute * MINUTE + second * 1_000);
}

/** The hour of the day: `오후 6시` is 18, `밤 12시` is 24, `12 am` is 0. Undefined if there is no such hour. */
function hourOf(hour: number, part: string | undefined): number | undefined {
  if (hour > 24) return undefined;
  const isLate = part !== undefined && ["오후", "저녁", "밤", "낮", "pm"].includes(part);
  if (part === undefined || hour > 12) return hour;
  if (hour === 12) return part === "오후" || part === "낮" || part === "pm" ? 12 : part === "밤" ? 24 : 0;
  if (part === "밤" && hour < 6) return hour;
  if (part === "낮" && hour === 11) return hour;
  return isLate ? hour + 12 : hour;
}

const instant = (at: number): TimeSpan => ({ from: at, until: at });

const daySpan = (day: number, zone: string): TimeSpan => ({ from: at(day, zone), until: at(day + DAY, zone) });

/** The instant at which clocks of the zone show `wall`, local time read as if it were UTC. */
const at = (wall: number, zone: string): number => instantsOf(wall, zone)[0];

/** Midnight of that day in the zone, as if it were UTC. */
function dayOf(now: number, zone: string): number {
  const wall = now + offsetAt(zone, now) * MINUTE;
  return wall - (((wall % DAY) + DAY) % DAY);
}

function dayFrom(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC takes the year 1 for 1901
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

const isDay = (text: string) => {
  const [year, month, day] = text.split("-").map(Number);
  return dayFrom(year!, month!, day!) !== undefined;
};
