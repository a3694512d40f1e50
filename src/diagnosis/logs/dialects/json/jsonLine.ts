import { timeOfField } from "../../lineTimes";
import { answerFieldsOf } from "../fields/answerFields";
import { identityFieldsOf } from "../fields/identityFields";
import { accessLineOf } from "./accessFields";
import type { Envelope } from "../dialect";
import { errorIn } from "./jsonErrors";
import { type Fields, entriesOf, firstIn, isScalar, isText, objectsOf } from "./jsonFields";
import { levelOf } from "../levels";
import { severityLevel } from "../syslog";

/**
 * Names in small letters. `__realtime_timestamp` is from `journalctl -o json`, `lasttimestamp` is an event's of
 * Kubernetes, those with an @ are Serilog's and Elastic's.
 */
const MESSAGE_KEYS = ["message", "textpayload", "msg", "event", "log", "text", "@m", "@mt", "short_message"];
const TIME_KEYS = [
  ..."time timestamp @timestamp ts asctime datetime dt @t __realtime_timestamp lasttimestamp eventtimestamp".split(" "),
  "timeunixnano",
];
const LEVEL_KEYS = "level_name level levelname severity severitytext lvl log.level @l".split(" ");
const LOGGER_KEYS =
  "logger name logger_name loggername module service component context target syslog_identifier".split(" ");

type Reader = (line: string) => Envelope;

/** Readers for the content of a JSON line: a whole line of Docker's json-file driver, or a logger's message. */
export interface InnerReaders {
  line: Reader;
  message: Reader;
}

/** Reads one JSON object per line. A truncated line is read as far as possible. */
export function readJsonLine(text: string, readers: InnerReaders): Envelope {
  const plain: Envelope = { time: {}, texts: [text], headered: false };
  if (!text.endsWith("}")) return readCutJson(text) ?? plain;
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return plain;
  }
  return typeof fields === "object" && fields !== null ? (fromFields(fields as Fields, readers) ?? plain) : plain;
}

function fromFields(outer: Fields, readers: InnerReaders): Envelope | undefined {
  const objects = objectsOf(outer);
  const [fields] = objects;
  const entries = entriesOf(objects);
  const error = objects.map(errorIn).find(isText);
  const own = firstIn(objects, MESSAGE_KEYS, isText);
  const access = accessLineOf(fields, own);
  const message = access ?? own ?? deliveryOf(fields) ?? error?.split("\n")[0];
  const level = firstIn(objects, LEVEL_KEYS, isScalar) ?? statedLevelOf(fields);
  const time = timeOfField(firstIn(objects, TIME_KEYS, isScalar) ?? epochOf(fields));
  if (message === undefined) return undefined;
  if (level === undefined && time.instant === undefined && time.wall === undefined) return undefined;
  // Docker's json-file driver wraps the container's line, including its header.
  const isDocker = typeof fields["log"] === "string" && fields["stream"] !== undefined;
  const lines = message.trimEnd().split("\n");
  const inner = isDocker ? readers.line(lines[0] ?? "") : readers.message(lines[0] ?? "");
  const logger = firstIn(objects, LOGGER_KEYS, isText);
  // What carries another program's lines knows less than they say.
  const severity =
    (inner.headered ? inner.level : undefined) ??
    (isGelf(fields) ? severityLevel(Number(level)) : levelOf(level)) ??
    inner.level;
  const named = identityFieldsOf(entries);
  const stacks = [
    ...lines.slice(1),
    ...(error === undefined ? [] : error.split("\n")),
    ...answerFieldsOf(entries, severity),
  ];
  return {
    ...inner,
    time: { ...time, ...inner.time },
    level: severity,
    logger: logger ?? inner.logger,
    headered: isDocker ? inner.headered : true,
    ...(named && { named }),
    ...(stacks.length > 0 && { stack: stacks.join("\n") }),
  };
}

/** Graylog's lines have the severities of syslog. */
const isGelf = (fields: Fields) => fields["short_message"] !== undefined;

/** Log4j2 writes `"instant": {"epochSecond": 1795759213, "nanoOfSecond": 118000000}`. */
function epochOf({ instant }: Fields): unknown {
  return typeof instant === "object" && instant !== null && "epochSecond" in instant ? instant.epochSecond : undefined;
}

/** An event of Kubernetes has its level as its type; a delivery of Amazon SNS succeeded or failed. */
function statedLevelOf({ status, type }: Fields): string | undefined {
  if (typeof type === "string" && /^(?:warning|normal)$/i.test(type)) return type.toUpperCase();
  return status === "FAILURE" ? "ERROR" : undefined;
}

/**
 * Amazon SNS logs the delivery status of a text message: `{"delivery": {"providerResponse": "…"}, "status":
 * "FAILURE"}`.
 */
function deliveryOf({ delivery }: Fields): string | undefined {
  const response = typeof delivery === "object" && delivery !== null && "providerResponse" in delivery;
  return response && typeof delivery.providerResponse === "string" ? delivery.providerResponse : undefined;
}

/** Reads the fields before the cut. */
function readCutJson(text: string): Envelope | undefined {
  const field = (keys: readonly string[]) =>
    new RegExp(`"(?:${keys.join("|")})"\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)|(\\d+))`).exec(text) ?? undefined;
  const message = field(["message", "msg"]);
  if (message?.[1] === undefined) return undefined;
  const level = field(LEVEL_KEYS);
  const time = field(TIME_KEYS);
  return {
    time: timeOfField(time?.[1] ?? (time?.[2] === undefined ? undefined : Number(time[2]))),
    level: level && levelOf(level[1] ?? Number(level[2])),
    texts: [message[1].replaceAll('\\"', '"')],
    headered: true,
  };
}
