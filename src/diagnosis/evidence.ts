import * as z from "zod";
import { ExpectedError, messageOf } from "../common/errors";
import { maskStart } from "../common/masking";
import { isTimeZone } from "../common/timeZone";

/**
 * The evidence bundle, version 1: plain data that probes collect or a person pastes. Every part is optional, and absent
 * means *not collected*, never "fine". `null` counts as absent, except for `queue.redrive`, where it means that the
 * queue has no redrive policy. Unknown fields are ignored. Numbers may be strings where that is harmless.
 */
const number = z.preprocess(
  (value) => (typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value),
  z.number(),
);
const text = z.preprocess((value) => (typeof value === "number" ? String(value) : value), z.string());
const flag = z.preprocess((value) => {
  if (typeof value === "number") return value !== 0;
  return typeof value === "string" && /^(true|false|1|0|yes|no)$/i.test(value) ? /^(true|1|yes)$/i.test(value) : value;
}, z.boolean());

const count = number.pipe(z.number().min(0, "a number of things is not negative"));

/** ISO 8601 only, because the time is also used in commands. "" means not collected. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?$/;
const time = z
  .string()
  .trim()
  .refine(
    (value) => value === "" || (ISO_TIME.test(value) && !Number.isNaN(Date.parse(value))),
    "no time such as 2026-03-05T10:00:00+09:00",
  );

/** Raw lines. An array of lines is joined. */
const logText = z.preprocess(
  (value) => (Array.isArray(value) && value.every((line) => typeof line === "string") ? value.join("\n") : value),
  z.string(),
);

/** A list, bare or in the envelope of an API's answer: `{"results": […]}`, `{"messageList": {"M4V…": {…}}}`. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const inner = Object.values(value).filter((one) => typeof one === "object" && one !== null) as object[];
    const list = "messageList" in value ? value.messageList : inner.find(Array.isArray);
    if (list) return Object.values(list);
    if (inner.length > 0) return inner;
    // An envelope without its list contains nothing collected. An empty object is not an envelope.
    return Object.keys(value).length > 0 ? undefined : value;
  }, z.array(item).optional());

/**
 * Variables by name. For secrets only whether they are set: `true` and "set" are set; `false`, `null` and "" are not.
 */
const variables = z.record(
  z.string(),
  z.preprocess(
    (value) => (value === null ? "" : ["number", "boolean"].includes(typeof value) ? String(value) : value),
    z.string(),
  ),
);

const counts = z.object({
  visible: count.optional(),
  inFlight: count.optional(),
  delayed: count.optional(),
  dead: count.optional(),
});

const codedError = z.object({ code: text.optional(), message: text.optional() });

const request = z.object({
  student_ids: z.array(number).optional(),
  send_to: text.optional(),
  message_mode: text.optional(),
  template_id: text.optional(),
  raw_body: text.optional(),
  raw_subject: text.optional(),
});

const api = z.object({
  status: number.optional(),
  body: z.unknown().optional(),
  elapsedMs: count.optional(),
  error: codedError.optional(),
  logs: logText.optional(),
  env: variables.optional(),
});

const queue = z.object({
  name: text.optional(),
  region: text.optional(),
  url: text.optional(),
  before: counts.optional(),
  after: counts.optional(),
  oldestAgeSeconds: count.optional(),
  redrive: z.object({ maxReceiveCount: count.optional(), deadLetterQueue: text.optional() }).nullable().optional(),
  error: codedError.optional(),
});

const container = z.object({
  name: text.optional(),
  /** Docker's state, or "missing" if there is no such container. */
  state: text.optional(),
  exitCode: number.optional(),
  oomKilled: flag.optional(),
  restartCount: count.optional(),
  startedAt: text.optional(),
  health: text.optional(),
  image: text.optional(),
});

const worker = z.object({
  container: container.optional(),
  logs: logText.optional(),
  env: variables.optional(),
});

const tenant = z.object({
  id: number.optional(),
  code: text.optional(),
  messaging_sender: text.optional(),
  credit_balance: text.optional(),
  messaging_is_active: flag.optional(),
});

const notificationLog = z.object({
  id: text.optional(),
  sent_at: text.optional(),
  success: flag.optional(),
  failure_reason: text.optional(),
  recipient_summary: text.optional(),
  /** August 2026 generation only: processing, sending, sent, failed, retryable_failed, ambiguous. */
  status: text.optional(),
});

const senderNumber = z.preprocess(
  (value) => (typeof value === "string" ? { phoneNumber: value, status: "ACTIVE" } : value),
  z.object({ phoneNumber: text, status: text.optional() }),
);

const providerMessage = z.object({
  messageId: text.optional(),
  groupId: text.optional(),
  statusCode: text.optional(),
  statusMessage: text.optional(),
  to: text.optional(),
  type: text.optional(),
});

const provider = z.object({
  senders: listOf(senderNumber).optional(),
  balance: z.object({ balance: number.optional(), point: number.optional() }).optional(),
  messages: listOf(providerMessage).optional(),
  error: z.object({ status: number.optional(), errorCode: text.optional(), errorMessage: text.optional() }).optional(),
});

/** How this message's log lines, rows and records were told from those of other messages. */
const correlation = z.object({
  /** By an ID that they contain, by the masked recipient, or only by time. */
  method: z.enum(["trace-id", "message-id", "recipient", "time"]),
  /** 0 to 1. */
  confidence: number,
  /** Other messages in progress at the same time. */
  others: count,
});

/** Another consumer, not this environment's worker, receives from the queue. Its logs are not available here. */
const otherConsumer = z.object({
  name: z.string(),
  isPolling: z.boolean(),
  /** It has received a message since the send that no line of this worker mentions. */
  hasTaken: z.boolean(),
  hasDeleted: z.boolean(),
  /** Who shares the queue, with the messages that each took so far; without a name: this environment's worker. */
  shares: z.array(z.object({ name: z.string().optional(), taken: count })).optional(),
  /** This environment's worker took the message. */
  isOwnTaker: z.boolean().optional(),
});

const bundle = z.object({
  version: z.preprocess((value) => (value === "1" ? 1 : value), z.literal(1)).optional(),
  /** ISO 8601: the time of the test send. */
  sentAt: time.optional(),
  collectedAt: time.optional(),
  request: request.optional(),
  api: api.optional(),
  queue: queue.optional(),
  worker: worker.optional(),
  tenant: tenant.optional(),
  notificationLogs: listOf(notificationLog).optional(),
  provider: provider.optional(),
  /** The zone of times that state none: an IANA name or an offset from UTC, from the environment's settings. */
  timeZone: z.string().refine(isTimeZone).optional().catch(undefined),
  // These three are not part of the published format: another tool's value under the same name is not an error.
  correlation: correlation.optional().catch(undefined),
  otherConsumer: otherConsumer.optional().catch(undefined),
  /** The generation of the backend, if known from code or columns. Otherwise the logs decide. */
  backend: z
    .object({ generation: z.enum(["2026-03", "2026-08"]).optional() })
    .optional()
    .catch(undefined),
});

export type Evidence = z.infer<typeof bundle>;
export type NotificationLogRow = z.infer<typeof notificationLog>;
export type ProviderMessage = z.infer<typeof providerMessage>;

/**
 * Parses a bundle from its JSON text or value.
 * @throws ExpectedError `evidence-unreadable`. Its message names the JSON path that is wrong.
 */
export function parseEvidence(input: unknown): Evidence {
  const value = typeof input === "string" ? parseJson(input) : input;
  checkDepth(value);
  const result = bundle.safeParse(withoutNulls(value, []));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue || issue.path.length === 0)
    throw new ExpectedError(
      "evidence-unreadable",
      "The evidence bundle cannot be read: $: not a JSON object",
      'Write it as one JSON object: {"version": 1, "api": {…}, "worker": {"logs": "…"}, "tenant": {…}}',
    );
  const path = maskStart(jsonPath(issue.path), 200);
  throw new ExpectedError(
    "evidence-unreadable",
    `The evidence bundle cannot be read: ${path}: ${maskStart(issue.message, 200)}`,
    `Correct ${path} in the bundle, or leave it out: what is not there counts as not collected.`,
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new ExpectedError(
      "evidence-unreadable",
      `The evidence bundle cannot be read: $: not JSON (${messageOf(error)})`,
      "Correct it there. The bundle is one JSON object; a worker's log as text is given with --worker-log.",
      { cause: error },
    );
  }
}

/** Deeper than any real bundle. Keeps later recursive walks safe. */
const MAX_DEPTH = 200;

/** Walks without recursion. */
function checkDepth(bundle: unknown): void {
  const waiting: [value: unknown, depth: number][] = [[bundle, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > MAX_DEPTH)
      throw new ExpectedError(
        "evidence-unreadable",
        `The evidence bundle cannot be read: nested deeper than ${MAX_DEPTH} levels`,
        "Leave out what is nested so deep: no part of a bundle needs it.",
      );
    for (const item of Object.values(value)) waiting.push([item, depth + 1]);
  }
}

/** Tools write `null` where they have nothing. In `api.body` and in variables `null` keeps its meaning. */
function withoutNulls(value: unknown, path: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, [...path, "[]"]));
  if (typeof value !== "object" || value === null) return value;
  const at = path.join(".");
  if (at === "api.body" || at === "api.env" || at === "worker.env") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => item !== null || (at === "queue" && key === "redrive"))
      .map(([key, item]) => [key, withoutNulls(item, [...path, key])]),
  );
}

const jsonPath = (path: readonly PropertyKey[]) =>
  path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${String(part)}`)).join("");
