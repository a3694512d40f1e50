/**
 * What a line reports that works:
 * - `connected`: a connection is there, or there again. `received`: the queue answered.
 * - `handled`: a message was handled to its end. `running`: a process runs.
 */
export type GoodNews = "connected" | "received" | "handled" | "running";

const UNIT = String.raw`(?:messages?(?:\(s\))?|msgs?|jobs?|tasks?|sms|notifications?|events?)`;
const DONE = String.raw`(?:processed|handled|completed|succeeded|finished|deleted|sent|delivered|accepted|ack(?:ed|nowledged)|done)`;

/** Most telling first. */
const news: readonly (readonly [GoodNews, RegExp])[] = [
  ["running", /entered RUNNING state|^\S{2,120}\s+([1-9]\d{0,3})\/\1\s+Running\s|has reached a steady state/],
  [
    "handled",
    new RegExp(
      String.raw`\b${UNIT}\b.{0,120}\b${DONE}\b|\b${DONE} (?:\w+ ){0,2}${UNIT}(?![\w-])|\baccepted\b|\b(?:delivered|sent) (?:by|to|via|\w{0,10}id=)|^(?:done|finished|completed)\.?$|발송 ?(?:성공|완료)|(?:처리|전송) ?완료`,
      "i",
    ),
  ],
  [
    "received",
    new RegExp(
      String.raw`\b(?:received|polled|got|fetched|claimed) (?:\w+ ){0,2}${UNIT}(?![\w-])|\b${UNIT} received\b`,
      "i",
    ),
  ],
  [
    "connected",
    /\bre-?connected\b|\bconnected (?:again|to)\b|\bconnection (?:\S+ ){0,3}?(?:re-?)?(?:established|restored|recovered)\b|\badded connection\b|\bis (?:back |now )?(?:online|up again|reachable)\b|back online|recovered from|\bfound credentials in\b|\bfound credentials from\b|재연결|다시 연결|연결 ?(?:복구|성공|완료)/i,
  ],
];

/** A line that denies, waits or tries again is no good news. */
const DENIED =
  /\b(?:not|never|no|fail\w*|unable|cannot|can't|lost|until|wait\w*|retry\w*|retries|trying|attempt\w*|error|dropped|discarded|skipped|dead[- ]?letter\w*)\b|실패|오류|대기/i;

/** What works, according to a line that is no complaint. */
export const goodNewsIn = (text: string): GoodNews | undefined =>
  DENIED.test(text) ? undefined : news.find(([, words]) => words.test(text))?.[0];

/** A failover brings another host into the place of the one that failed. */
const FAILOVER = /\b(?:master|primary|leader|failover|sentinel)\b/i;
export const isFailover = (text: string): boolean => FAILOVER.test(text);

/** A pod that started again less than a minute ago may end again. */
const YOUNG = /\((?:[1-5]?\d)s ago\)/;
export const isYoungRestart = (text: string): boolean => YOUNG.test(text);
