import { type LineTime, timeOf, timeOfField, wallOf } from "./lineTimes";

/** What stands around a message on its line. */
export interface Envelope {
  time: LineTime;
  level?: string;
  logger?: string;
  /** The message as it may begin, the most prefixes taken off first. */
  texts: [string, ...string[]];
  /** A logger printed the line: it begins a record. Docker's time alone doesn't say so. */
  headered: boolean;
  /** Of a JSON line: the traceback in it. */
  stack?: string;
}

const levels: Record<string, string> = {
  TRACE: "DEBUG",
  DEBUG: "DEBUG",
  INFO: "INFO",
  NOTICE: "INFO",
  WARN: "WARNING",
  WARNING: "WARNING",
  ERROR: "ERROR",
  ERR: "ERROR",
  EXCEPTION: "ERROR",
  CRITICAL: "CRITICAL",
  CRIT: "CRITICAL",
  FATAL: "CRITICAL",
};

const ANSI = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)/g;
/** Colours whose escape character was lost on the way through a clipboard. */
const BARE_COLOUR = /\[(?:\d{1,3};)*\d{0,3}m/g;

/** Quoted in a mail or a chat. */
const QUOTE = /^\s*(?:>\s*)+/;
/** `kubectl logs --prefix`: which pod and container. */
const POD = /^\[(?:pod|container)\/[\w./-]+\] /;
/** `docker compose logs`; container names are lower case, the backend's own `SQS_QUEUE_URL_TRACE | …` is not. */
const COMPOSE = /^[a-z0-9][\w.-]*\s+\| ?/;
/** `docker logs -t`, CloudWatch. */
const OUTER_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)(?:[ \t]|$)/;
/** Kubernetes (CRI): which stream, and whether the line is whole. */
const CRI = /^(?:stdout|stderr) [FP] /;
const EPOCH_MS = /^(1\d{12})[ \t,]/;
/** `aws logs tail` puts the stream's name between the time and the message. */
const STREAM_NAME =
  /^\S+[/-]\S+\s+(?=\d{4}-\d\d-\d\d[ T]\d\d:|\[\d{4}-\d\d-|\{"|(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b)/;
const JOURNAL = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [\w./-]+(?:\[\d+\])?: /;
/** The backend's worker: `2026-03-05 10:00:00,123 [INFO] [MESSAGING-WORKER] `; ours adds the offset: `…,123+0900 [INFO] …`. */
const WORKER = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)? \[([A-Z]+)\] \[([\w-]+)\] /;

/** Pieces of the headers of Django, gunicorn, uvicorn, nginx and the like, in any order. */
const TIME =
  /\[?(\d{4}[-/]\d\d[-/]\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?: ?(Z\b|UTC\b|KST\b|[+-]\d\d:?\d\d\b))?\]?/y;
const ACCESS_TIME = /(?:\S+ \S+ \S+ )?\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4})[: ](\d\d:\d\d:\d\d)(?: ([+-]\d{4}))?\]/y;
const ACCESS_CLIENT = /[\d.a-fA-F:[\]]{3,45}:\d+ - (?=")/y;
const BASIC_LEVEL = /(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.]+):/y;
const LEVEL = /\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|EXCEPTION|CRITICAL|FATAL)(?:\]:?|:|(?=\s|$))/y;
const LOWER_LEVEL = /\[(debug|info|notice|warn|warning|error|crit|critical)\]/y;
const PROCESS = /(?:\[\d+\]|\d+#\d+:|\d+ \d+)(?=\s)/y;
const BRACKETED = /\[([\w.:/-]{1,60})\]:?(?=\s|$)/y;
const DOTTED = /([A-Za-z_]\w*(?:\.\w+)+)(?::\d+)?:?(?=\s)/y;
const BETWEEN = /\s*(?:[-|:]\s+)?/y;
const MAX_PIECES = 9;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Takes the prefixes off a line; never throws. */
export function readEnvelope(line: string): Envelope {
  let rest = line.includes("\x1b") ? line.replace(ANSI, "") : line;
  if (rest.includes("[0m")) rest = rest.replace(BARE_COLOUR, "");
  rest = rest.trimEnd();
  if (rest.includes(">")) rest = rest.replace(QUOTE, "");
  rest = rest.slice((POD.exec(rest) ?? COMPOSE.exec(rest))?.[0].length ?? 0);
  const outer = OUTER_TIME.exec(rest) ?? undefined;
  const time: LineTime = {};
  if (outer) {
    time.instant = timeOf(wallOf(outer[1] ?? "", outer[2] ?? "", outer[3]), outer[4]).instant;
    rest = rest.slice(outer[0].length).replace(CRI, "").replace(COMPOSE, "");
    rest = rest.slice(STREAM_NAME.exec(rest)?.[0].length ?? 0);
  } else {
    const epoch = EPOCH_MS.exec(rest) ?? undefined;
    if (epoch) time.instant = Number(epoch[1]);
    rest = rest.slice((epoch ?? JOURNAL.exec(rest))?.[0].length ?? 0);
  }
  const inner = rest.startsWith("{") ? readJson(rest) : readHeader(rest);
  // An instant of the line itself is better than Docker's, which is when the line arrived there.
  return { ...inner, time: { ...time, ...inner.time } };
}

function readHeader(text: string): Envelope {
  const worker = WORKER.exec(text);
  const level = worker && levels[worker[5] ?? ""];
  if (worker && level) {
    const wall = wallOf(worker[1] ?? "", worker[2] ?? "", worker[3]);
    const inside = text.slice(worker[0].length);
    // `[AI] …` without a logger's name before it is the message's own.
    const isLogger = worker[6]?.endsWith("WORKER") ?? false;
    return {
      time: timeOf(wall, worker[4]),
      level,
      logger: worker[6],
      texts: isLogger ? [inside] : [inside, `[${worker[6]}] ${inside}`],
      headered: true,
    };
  }
  return readPieces(text);
}

function readPieces(text: string): Envelope {
  const envelope: Envelope = { time: {}, texts: [text], headered: false };
  const starts = [0];
  let position = 0;
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

/** Reads one piece of a header at a position; its end, or undefined where the message begins. */
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
    const level = basic ?? at(LEVEL) ?? at(LOWER_LEVEL);
    if (level) {
      envelope.level = levels[(level[1] ?? "").toUpperCase()];
      if (basic) envelope.logger = basic[2];
      envelope.headered = true;
      return position + level[0].length;
    }
  }
  if (!envelope.headered) return at(ACCESS_CLIENT) && position + (at(ACCESS_CLIENT)?.[0].length ?? 0);
  const other = at(PROCESS) ?? at(ACCESS_CLIENT);
  if (other) return position + other[0].length;
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

/** `MESSAGE` and `__REALTIME_TIMESTAMP`: `journalctl -o json`. */
const MESSAGE_KEYS = ["message", "msg", "event", "log", "text", "MESSAGE"];
const TIME_KEYS = ["time", "timestamp", "@timestamp", "ts", "asctime", "datetime", "__REALTIME_TIMESTAMP"];
const LEVEL_KEYS = ["level", "levelname", "severity", "lvl", "log.level"];
const LOGGER_KEYS = ["logger", "name", "logger_name", "module"];
const STACK_KEYS = ["exc_info", "exc_text", "exception", "traceback", "stack", "stack_trace", "stack_info", "error"];

/** One JSON object a line; a line that was cut is read as far as it goes. */
export function readJson(text: string): Envelope {
  const plain: Envelope = { time: {}, texts: [text], headered: false };
  if (!text.endsWith("}")) return readCutJson(text) ?? plain;
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return plain;
  }
  return typeof fields === "object" && fields !== null ? (fromFields(fields as Fields) ?? plain) : plain;
}

type Fields = Record<string, unknown>;

const pick = (fields: Fields, keys: readonly string[]) =>
  keys.map((key) => fields[key]).find((value) => value !== undefined && value !== null);

function fromFields(fields: Fields): Envelope | undefined {
  const message = pick(fields, MESSAGE_KEYS);
  const level = pick(fields, LEVEL_KEYS);
  const time = timeOfField(pick(fields, TIME_KEYS));
  if (typeof message !== "string") return undefined;
  if (level === undefined && time.instant === undefined && time.wall === undefined) return undefined;
  // Docker's json-file driver: the container's line is inside, with its own header.
  const isDocker = typeof fields["log"] === "string" && fields["stream"] !== undefined;
  const lines = message.replace(/\s+$/, "").split("\n");
  const inner = isDocker ? readEnvelope(lines[0] ?? "") : readHeader(lines[0] ?? "");
  const logger = pick(fields, LOGGER_KEYS);
  const stack = pick(fields, STACK_KEYS);
  const stacks = [...lines.slice(1), ...(typeof stack === "string" ? stack.split("\n") : [])];
  return {
    ...inner,
    time: { ...time, ...inner.time },
    level: levelOf(level) ?? inner.level,
    logger: typeof logger === "string" ? logger : inner.logger,
    headered: isDocker ? inner.headered : true,
    ...(stacks.length > 0 && { stack: stacks.join("\n") }),
  };
}

function levelOf(value: unknown): string | undefined {
  if (typeof value === "string") return levels[value.toUpperCase()];
  if (typeof value !== "number") return undefined;
  return value >= 60 ? "CRITICAL" : value >= 50 ? "ERROR" : value >= 40 ? "WARNING" : value >= 30 ? "INFO" : "DEBUG";
}

/** The fields that stand before the cut. */
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
