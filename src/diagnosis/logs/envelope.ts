import { accessLogs } from "./dialects/accessLogs";
import { backendWorker } from "./dialects/backendWorker";
import { withoutCarriers } from "./dialects/carriers";
import { celery } from "./dialects/celery";
import { clockOnly } from "./dialects/clockOnly";
import type { Envelope, Header } from "./dialects/dialect";
import { dramatiq } from "./dialects/dramatiq";
import { readJsonLine } from "./dialects/json/jsonLine";
import { klog } from "./dialects/klog";
import { logback } from "./dialects/logback";
import { librdkafka } from "./dialects/runtimes/librdkafka";
import { logfmt } from "./dialects/logfmt";
import { nest } from "./dialects/nest";
import { readPieces } from "./dialects/pieces";
import { rich } from "./dialects/rich";
import { dotnet } from "./dialects/runtimes/dotnet";
import { syslog } from "./dialects/syslog";
import { ruby } from "./dialects/runtimes/ruby";

export type { Envelope } from "./dialects/dialect";

const ANSI = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)/g;
/** Colour codes that lost their escape character, for example on the clipboard. */
const BARE_COLOUR = /\[(?:\d{1,3};)*\d{0,3}m/g;
/** Quote marks of a mail or chat. */
const QUOTE = /^\s*(?:>\s*)+/;

/** Formats with a recognizable header. Any other line is read piece by piece. */
const headers: readonly Header[] = [
  backendWorker,
  logback,
  celery,
  dramatiq,
  nest,
  rich,
  klog,
  syslog,
  librdkafka,
  ruby,
  dotnet,
  clockOnly,
  accessLogs,
  logfmt,
];

/** Removes the prefixes of a line. Never throws. */
export function readEnvelope(line: string): Envelope {
  let rest = line.includes("\x1b") ? line.replace(ANSI, "") : line;
  if (rest.includes("[0m")) rest = rest.replace(BARE_COLOUR, "");
  rest = rest.trimEnd();
  if (rest.includes(">")) rest = rest.replace(QUOTE, "");
  const carried = withoutCarriers(rest);
  const { rest: text = rest, time = {}, process } = carried ?? {};
  const inner = text.startsWith("{") ? readJson(text) : withJson(readHeader(text));
  // The line's own instant is better than Docker's, which is the time of arrival.
  return { ...inner, time: { ...time, ...inner.time }, ...(process && { process }) };
}

/** A time may stand before the JSON object of a line. */
function withJson(envelope: Envelope): Envelope {
  const [text] = envelope.texts;
  if (envelope.level !== undefined || !text.startsWith('{"')) return envelope;
  const inner = readJson(text);
  return inner.headered ? { ...inner, time: { ...inner.time, ...envelope.time } } : envelope;
}

/** Reads one JSON object per line. */
export const readJson = (text: string): Envelope => readJsonLine(text, { line: readEnvelope, message: readHeader });

function readHeader(text: string): Envelope {
  for (const header of headers) {
    const envelope = header(text);
    if (envelope) return envelope;
  }
  return readPieces(text);
}
