import { timeOfField } from "../lineTimes";
import { answerFieldsOf } from "./fields/answerFields";
import { identityFieldsOf } from "./fields/identityFields";
import type { Envelope, Header } from "./dialect";
import { levelOf } from "./levels";

/** logrus on a terminal: `ERRO[0012] send failed      error="…" id=811`. */
const TERMINAL = /^(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[\d{4,9}\] (\S.{0,2000}?)(?: {2,}(?=[\w.@-]{1,40}=)|$)/;
const short: Record<string, string> = { TRAC: "DEBUG", DEBU: "DEBUG", ERRO: "ERROR", FATA: "FATAL", PANI: "PANIC" };

const BEGINS = /^[\w.@-]{1,40}=/;
const PAIR = /([\w.@-]{1,60})=(?:"((?:[^"\\]|\\.)*)"|(\S*))(?:\s+|$)/y;
const MOST_PAIRS = 60;

/** logrus, slog and similar: `time="…" level=error msg="receive message failed" error="ExpiredToken: …"`. */
export const logfmt: Header = (text) => {
  const terminal = TERMINAL.exec(text);
  if (terminal) {
    const [all, level = "", message = ""] = terminal;
    return envelopeOf(message, levelOf(short[level] ?? level), pairsOf(text.slice(all.length)));
  }
  if (!BEGINS.test(text) || !/\b(?:level|lvl|severity)=/.test(text) || !/\b(?:msg|message|event)=/.test(text))
    return undefined;
  const fields = pairsOf(text);
  const message = fields.get("msg") ?? fields.get("message") ?? fields.get("event");
  const level = levelOf(fields.get("level") ?? fields.get("lvl") ?? fields.get("severity"));
  return message === undefined || level === undefined ? undefined : envelopeOf(message, level, fields);
};

function envelopeOf(message: string, level: string | undefined, fields: ReadonlyMap<string, string>): Envelope {
  const error = fields.get("error") ?? fields.get("err") ?? fields.get("exc_info");
  const stack = [...(error ? [error] : []), ...answerFieldsOf(fields, level)];
  const named = identityFieldsOf(fields);
  const logger = fields.get("logger") ?? fields.get("component");
  return {
    time: timeOfField(fields.get("time") ?? fields.get("ts") ?? fields.get("timestamp")),
    level,
    ...(logger !== undefined && { logger }),
    texts: [message],
    headered: true,
    ...(named && { named }),
    ...(stack.length > 0 && { stack: stack.join("\n") }),
  };
}

function pairsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  PAIR.lastIndex = 0;
  for (let pair = 0; pair < MOST_PAIRS; pair++) {
    const found = PAIR.exec(text);
    if (!found) break;
    fields.set(found[1] ?? "", found[2] === undefined ? (found[3] ?? "") : unescaped(found[2]));
  }
  return fields;
}

const unescaped = (value: string) =>
  value.replace(/\\([nt"\\])/g, (_, sign: string) => (sign === "n" ? "\n" : sign === "t" ? "\t" : sign));
