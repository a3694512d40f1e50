import { timeOfField } from "../../lineTimes";
import { answerFieldsOf } from "../fields/answerFields";
import { identityFieldsOf } from "../fields/identityFields";
import { accessLineOf } from "./accessFields";
import type { Envelope } from "../dialect";
import { errorIn } from "./jsonErrors";
import { levelOf } from "../levels";

/** `MESSAGE` and `__REALTIME_TIMESTAMP` are from `journalctl -o json`, `lastTimestamp` is an event's of Kubernetes. */
const MESSAGE_KEYS = ["message", "msg", "event", "log", "text", "MESSAGE", "@m"];
const TIME_KEYS = [
  "time",
  "timestamp",
  "@timestamp",
  "ts",
  "asctime",
  "datetime",
  "@t",
  "__REALTIME_TIMESTAMP",
  "lastTimestamp",
];
const LEVEL_KEYS = ["level", "levelname", "severity", "lvl", "log.level", "@l"];
const LOGGER_KEYS = [
  "logger",
  "name",
  "logger_name",
  "loggerName",
  "module",
  "service",
  "component",
  "context",
  "SYSLOG_IDENTIFIER",
];

type Fields = Record<string, unknown>;
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

const pick = (fields: Fields, keys: readonly string[]) =>
  keys.map((key) => fields[key]).find((value) => value !== undefined && value !== null);

function fromFields(fields: Fields, readers: InnerReaders): Envelope | undefined {
  const error = errorIn(fields);
  const own = pick(fields, MESSAGE_KEYS);
  const access = accessLineOf(fields, typeof own === "string" ? own : undefined);
  const message = access ?? (own === "" ? undefined : own) ?? deliveryOf(fields) ?? error?.split("\n")[0];
  const level = pick(fields, LEVEL_KEYS) ?? statedLevelOf(fields);
  const time = timeOfField(pick(fields, TIME_KEYS) ?? epochOf(fields));
  if (typeof message !== "string") return undefined;
  if (level === undefined && time.instant === undefined && time.wall === undefined) return undefined;
  // Docker's json-file driver wraps the container's line, including its header.
  const isDocker = typeof fields["log"] === "string" && fields["stream"] !== undefined;
  const lines = message.trimEnd().split("\n");
  const inner = isDocker ? readers.line(lines[0] ?? "") : readers.message(lines[0] ?? "");
  const logger = pick(fields, LOGGER_KEYS);
  // What carries another program's lines knows less than they say.
  const severity = (inner.headered ? inner.level : undefined) ?? levelOf(level) ?? inner.level;
  const named = identityFieldsOf(Object.entries(fields));
  const stacks = [
    ...lines.slice(1),
    ...(error === undefined ? [] : error.split("\n")),
    ...answerFieldsOf(Object.entries(fields), severity),
  ];
  return {
    ...inner,
    time: { ...time, ...inner.time },
    level: severity,
    logger: typeof logger === "string" ? logger : inner.logger,
    headered: isDocker ? inner.headered : true,
    ...(named && { named }),
    ...(stacks.length > 0 && { stack: stacks.join("\n") }),
  };
}

/** Log4j2 writes `"instant": {"epochSecond": 1795759213, "nanoOfSecond": 118000000}`. */
function epochOf({ instant }: Fields): unknown {
  return typeof instant === "object" && instant !== null && "epochSecond" in instant ? instant.epochSecond : undefined;
}

/** An event of Kubernetes has its level as its type; a delivery of Amazon SNS succeeded or failed. */
function statedLevelOf({ status, type, involvedObject }: Fields): string | undefined {
  if (typeof type === "string" && involvedObject !== undefined) return type.toUpperCase();
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
  const message = field(MESSAGE_KEYS.slice(0, 2));
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
