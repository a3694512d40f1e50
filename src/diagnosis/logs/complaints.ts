import type { LogRecord } from "./types";

const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/CRITICAL|FATAL|EMERG|ALERT|PANIC/, 5],
  [/ERR|SEVERE/, 4],
  [/WARN/, 2],
];

/** The severity of a line, by its level or exception. 0 for informational lines. */
export function weightOf({ level = "", exception, pattern }: LogRecord): number {
  const own = WEIGHTS.find(([names]) => names.test(level))?.[1] ?? 0;
  const ofPattern = pattern?.level === "critical" || pattern?.level === "error" ? 3 : 0;
  return Math.max(own, exception ? 3 : 0, level ? 0 : ofPattern);
}

/** Whether a line reports a problem, whatever its wording. */
export const isComplaint = (record: LogRecord) => weightOf(record) > 0;

/** Words by which lines without a level report a problem. */
const WORDS =
  /\b(?:errors?|err|fail(?:s|ed|ing|ure)?|fatal|exceptions?|refused|rejected|denied|invalid|unable|cannot|could not|unhealthy|killed|crash(?:ed)?|died|dead|panic|abort(?:ed|ing)?|lost|timed? ?out|time-?out|expired|exceeded|stalled|undelivered|unavailable|unreachable|unauthorized|forbidden|malformed|insufficient|not (?:\w+ )?enough|not found|not authorized|no such|does not exist|doesn't exist|out of memory|oom|harakiri|bad gateway|broken pipe|reset by peer|hang up|terminated|exit code:? ?[1-9]\d*)\b/i;

/** The same in Korean, in lines that are no prose: a log's line has a code, a field or a mark. */
const KOREAN = /실패|오류|에러|거절|거부|부족|불가|초과/;
const NO_PROSE = /[A-Za-z0-9:=[\]]/;

/** Settings whose names sound like trouble. */
const SETTING =
  /\b(?:\w{0,40}time_?out\w{0,20}|\w{0,40}retr(?:y|ies)\w{0,20}|on_?(?:error|fail\w{0,10})|dead_?letter\w{0,20})=\S+/gi;

function soundsLikeTrouble(said: string): boolean {
  const text = said.replace(SETTING, " ");
  return WORDS.test(text) || (KOREAN.test(text) && NO_PROSE.test(text));
}

/** Counts of zero and the word for none are no problem. */
const NONE =
  /\b(?:no|0|zero|without)(?: \w+)? (?:errors?|failures?|exceptions?)\b|\b(?:errors?|failed|failures?)\w*["']?\s*[=:]\s*["']?(?:0|null|none|false)\b/i;

/** Whether a line's words report a problem, whatever its level. */
export const mentionsTrouble = ({ text }: LogRecord) => soundsLikeTrouble(text) && !NONE.test(text);

/** Whether a line sounds like a problem: by its level or, if it has none, by its words. */
export const soundsBad = (record: LogRecord) =>
  isComplaint(record) || (record.level === undefined && soundsLikeTrouble(record.text));

/** The first word by which a text sounds like a problem. */
export const badWordIn = (text: string): string | undefined => {
  const at = (WORDS.exec(text) ?? KOREAN.exec(text))?.index;
  return at === undefined ? undefined : text.slice(at, at + 24);
};
