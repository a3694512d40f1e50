import { timeOf, wallOf } from "../lineTimes";
import type { Envelope } from "./dialect";
import { levelOf } from "./levels";

/** Header pieces of Django, gunicorn, uvicorn, nginx and similar, in any order. */
const TIME =
  /\[?(\d{4}[-/]\d\d[-/]\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?: ?(Z\b|UTC\b|KST\b|[+-]\d\d:?\d\d\b))?\]?/y;
const ACCESS_TIME = /(?:\S+ \S+ \S+ )?\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4})[: ](\d\d:\d\d:\d\d)(?: ([+-]\d{4}))?\]/y;
const ACCESS_CLIENT = /[\d.a-fA-F:[\]]{3,45}:\d+ - (?=")/y;
const BASIC_LEVEL = /(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.]+):/y;
const LEVEL =
  /\[?(TRACE|DEBUG|DEBG|INFO|NOTICE|WARN|WARNING|ERROR|ERRO|ERR|EXCEPTION|CRITICAL|CRIT|FATAL)(?:\]:?|:|(?=\s|$))/y;
/** A level that its logger pads to the right: behind a carrier's time it is indented. */
const PADDED = /^ {1,3}(?=(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL) )/;
const LOWER_LEVEL = /\[(debug|info|notice|warn|warning|error|crit|critical)\s*\]/y;
/** Winston's, behind a time. */
const BARE_LEVEL = /(debug|verbose|info|warn|warning|error|fatal): /y;
/** What stands before a time, `[GoodJob] [41] [2026-11-27T15:00:13.402] `, or behind Lambda's: the request. */
const TAGS = /^(?:\[[\w.:-]{1,40}\] ){1,3}(?=\[\d{4}-\d\d-)|^[\da-f-]{4,36}\t(?=[A-Z]{4,5}\t)/;
const PROCESS = /(?:\[\d+\]|\d+#\d+:|\d+ \d+|\d+(?= - [A-Z]{4,8} - ))(?=\s)/y;
const BRACKETED = /\[([\w.:/-]{1,60})\]:?(?=\s|$)/y;
/** An exception's name is no logger's. */
const DOTTED = /((?![\w.]{0,120}[a-z](?:Error|Exception|Timeout)\b)[A-Za-z_]\w*(?:\.\w+)+)(?::\d+)?:?(?=\s)/y;
/** Spring's logger, after the thread in brackets: `c.a.n.AligoClient : `. */
const NAMED = /([A-Za-z_]\w*(?:\.[\w$]+)+) +: /y;
/** Names separated by dashes before the level: `MainThread - botocore.hooks - DEBUG - `. */
const DASHED = /([A-Za-z_][\w.-]{0,80}) - (?=(?:[\w.-]{1,80} - ){0,2}(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL)\b)/y;
/** Monolog and mozlog: `sms.ERROR: `. */
const CHANNEL = /([\w.-]{1,80})\.(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): /y;
const BETWEEN = /\s*(?:[-|:]\s+)?/y;
const MAX_PIECES = 9;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Reads header pieces in any order, then the message. */
export function readPieces(text: string): Envelope {
  const envelope: Envelope = { time: {}, texts: [text], headered: false };
  const starts = [0];
  let position = (PADDED.exec(text) ?? TAGS.exec(text))?.[0].length ?? 0;
  for (let piece = 0; piece < MAX_PIECES; piece++) {
    const end = readPiece(envelope, text, position);
    if (end === undefined) break;
    BETWEEN.lastIndex = end;
    position = end + (BETWEEN.exec(text)?.[0].length ?? 0);
    starts.push(position);
  }
  const [first = text, ...others] = starts.reverse().map((start) => text.slice(start));
  envelope.texts = [first, ...others];
  return envelope;
}

/** Reads one header piece at a position. Returns its end, or undefined where the message begins. */
function readPiece(envelope: Envelope, text: string, position: number): number | undefined {
  const at = (pattern: RegExp) => {
    pattern.lastIndex = position;
    return pattern.exec(text) ?? undefined;
  };
  const hasTime = envelope.time.wall !== undefined || envelope.time.instant !== undefined;
  if (!hasTime) {
    const time = at(TIME);
    const access = time ? undefined : at(ACCESS_TIME);
    const found = time ?? access;
    if (found) {
      const day = time ? (time[1] ?? "").replaceAll("/", "-") : accessDay(found);
      const zone = time ? time[4] : found[5];
      envelope.time = timeOf(wallOf(day, (time ? time[2] : found[4]) ?? "", time?.[3]), zone);
      envelope.headered = true;
      return position + found[0].length;
    }
  }
  if (envelope.level === undefined) {
    const basic = at(BASIC_LEVEL);
    const level = basic ?? at(LEVEL) ?? at(LOWER_LEVEL) ?? (envelope.headered ? at(BARE_LEVEL) : undefined);
    if (level) {
      envelope.level = levelOf(level[1]);
      if (basic) envelope.logger = basic[2];
      envelope.headered = true;
      return position + level[0].length;
    }
  }
  const channel = envelope.level === undefined ? at(CHANNEL) : undefined;
  if (channel) {
    envelope.logger = channel[1];
    envelope.level = levelOf(channel[2]);
    envelope.headered = true;
    return position + channel[0].length;
  }
  if (!envelope.headered) return at(ACCESS_CLIENT) && position + (at(ACCESS_CLIENT)?.[0].length ?? 0);
  const other = at(PROCESS) ?? at(ACCESS_CLIENT);
  if (other) return position + other[0].length;
  const dashed = envelope.level === undefined ? at(DASHED) : undefined;
  if (dashed) {
    envelope.logger = dashed[1];
    return position + dashed[0].length;
  }
  const named = envelope.level === undefined ? undefined : at(NAMED);
  if (named) {
    envelope.logger = named[1];
    return position + named[0].length;
  }
  if (envelope.logger !== undefined) return undefined;
  const logger = at(BRACKETED) ?? at(DOTTED);
  if (!logger) return undefined;
  envelope.logger = logger[1];
  return position + logger[0].length;
}

function accessDay(found: RegExpExecArray): string {
  const month = months.indexOf(found[2] ?? "") + 1;
  return `${found[3]}-${String(month).padStart(2, "0")}-${found[1]}`;
}
