import type { WordId } from "../../texts/text";

/** The words that show what an unread line is about, most specific first. */
const topics: readonly (readonly [WordId, RegExp])[] = [
  ["about-credentials", /credential|access ?key|token|signature|\bIAM\b|\bSTS\b|not authorized|AccessDenied/i],
  ["about-redis", /redis/i],
  [
    "about-database",
    /postgres|psycopg|mysql|sqlalchemy|database|\bSQL\b|\brelation\b|\btransaction\b(?! context)|\bDB\b/i,
  ],
  ["about-queue", /\bSQS\b|queue|broker|amqp|rabbit|consumer|kafka|service ?bus|pub\/sub|activemq|receipt ?handle/i],
  [
    "about-provider",
    /solapi|twilio|smpp|ESME_|\bSMSC?\b|phone|msisdn|recipient|carrier|문자|알림톡|발신 ?번호|수신 ?번호|alimtalk|\bsms\./i,
  ],
  [
    "about-network",
    /timed? ?out|timeout|connection|connect|resolve|resolution|proxy|certificate|\bTLS\b|\bSSL\b|socket|ECONN|ENOTFOUND/i,
  ],
  ["about-memory", /memory|\bOOM\b|heap/i],
  ["about-settings", /environment|settings|config|not set|missing|module/i],
  ["about-code", /Traceback|Exception|Error\b|TypeError|undefined|null/],
];

export const topicOf = (text: string): WordId | undefined => topics.find(([, words]) => words.test(text))?.[0];

/** The name of a task or a function does not count. */
const TEXT_MESSAGE = /(?<![\w.])[Ss][Mm][Ss](?![\w.])|[ .]Sms[A-Z]|\bsms\.|\.sms\b|text message|문자|알림톡/;
export const namesTextMessage = (text: string): boolean => TEXT_MESSAGE.test(text);

const ENDING = /\b(?:stopped|stopping|exited|restart(?:ed|ing)|killing|evict(?:ed|ing))\b/i;
/** Whether a text speaks of something that ends or starts again, as those that run a worker do. */
export const speaksOfEnd = (text: string): boolean => ENDING.test(text);

const ANSWER = /^(?:status|code|error|body|response|reason|detail|http|api|description)\w{0,20}=/i;
/** The lines that a logger's fields about an answer became. */
export const answerIn = (detail: readonly string[]): string =>
  detail.filter((line, index) => ANSWER.test(line) || (index === 0 && ERROR.test(line))).join("\n");
/** The error that a logger was given beside the message. */
const ERROR = /^(?!Traceback|Caused by)[A-Z0-9"[{(].{0,400}: /;
