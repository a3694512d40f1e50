import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";
import { levelOf } from "./levels";
import { readPieces } from "./pieces";

/** RFC 5424: `<11>1 2026-11-27T06:00:13.402Z host program 41 - [meta id="2"] the message`. */
const RFC5424 =
  /^<(\d{1,3})>1 (?:-|(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)) \S{1,255} (\S{1,48}) \S{1,128} \S{1,32} (?:-|(?:\[[^\]]{0,400}\]){1,4}) ?\ufeff?/;
/** Papertrail and other viewers: `Nov 27 15:00:13 host program error  the message`. */
const VIEWED =
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,120} ([\w./-]{1,80}) (debug|info|notice|warn|warning|error|err|crit|critical|emerg) (?= )/;
/** The severities of syslog, from 0. */
const LEVELS = ["CRITICAL", "CRITICAL", "CRITICAL", "ERROR", "WARNING", "INFO", "INFO", "DEBUG"];

export const severityLevel = (severity: number): string | undefined => LEVELS[severity];

export const syslog: Header = (text) => {
  const viewed = /^[A-Z]/.test(text) ? VIEWED.exec(text) : null;
  if (viewed) {
    const [all, program, level] = viewed;
    const message = text.slice(all.length);
    // The line goes on the one before.
    if (/^ {4}/.test(message)) return { time: {}, texts: [message], headered: false };
    return { time: {}, level: levelOf(level), logger: program, texts: [message.trim()], headered: true };
  }
  const found = text.startsWith("<") ? RFC5424.exec(text) : null;
  if (!found) return undefined;
  const [all, priority = "", day, clock = "", fraction, zone, program] = found;
  const inner = readPieces(text.slice(all.length));
  const time = day ? timeOf(wallOf(day, clock, fraction), zone) : {};
  return {
    ...inner,
    time: { ...time, ...inner.time },
    level: inner.level ?? severityLevel(Number(priority) % 8),
    logger: inner.logger ?? program,
    headered: true,
  };
};
