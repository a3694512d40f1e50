import type { Evidence } from "../../diagnosis/evidence";
import { isSameNumber } from "../../diagnosis/facts/namedRecipients";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import type { LogRow } from "../../runtime/control/stackContract";
import type { ProviderRecord } from "../environment";
import type { SentMessage } from "./sentMessage";

/** Everything seen since the send, of this message and others. Absent: not looked at. */
export interface Seen {
  lines?: readonly LogLine[];
  rows?: readonly LogRow[];
  records?: readonly ProviderRecord[];
  /** core_tenant.id, if known. */
  tenantId?: number;
}

export interface Correlated extends Omit<Seen, "tenantId"> {
  correlation: NonNullable<Evidence["correlation"]>;
}

/** Fields in a line that identify its message; every generation and our own worker print some of them. */
const TO = /\b(?:to|recipient)=["']?(\+?\d[\d-]*\**)/;
const TENANT = /(?<![\w])tenant_id=(\d+)\b/;
const ID = /\b(?:trace_id|message_id|job_id)=([\w-]+)/g;
/** A line that reports a message's result, final or for now. */
const RESULT =
  /send_(?:sms|alimtalk)\w* (?:ok|failed|MessageNotReceivedError)|alimtalk_own ok|alimtalk failed|insufficient_balance|send (?:failed|permanently failed)|outcome ambiguous|Message (?:skipped|has|missing)|Invalid (?:JSON|message format)/;

/** The HTTP client's line about a message being sent. */
const CALL = /HTTP Request: (?:POST|PUT) /;

/** Whether a line is about some message; lines on start, configuration, crash and shutdown are about the process. */
export const isAboutMessage = (text: string): boolean =>
  TO.test(text) || TENANT.test(text) || RESULT.test(text) || CALL.test(text) || idsIn(text).length > 0;

/** Confidence by method of correlation: would another message have looked the same? */
const SURE = { "trace-id": 1, "message-id": 0.99, recipient: 0.97, time: 0.9 } as const;
/** Messages to other recipients were in progress: told apart, but a line without a number may be theirs. */
const BESIDE_OTHERS = 0.95;
/** Others look exactly like this one (same masked number, or no number is known). */
const AMONG_ALIKE = 0.6;

/**
 * Selects the lines, rows and records of one send in a foreign runtime. It prints none of the API's ids, and only
 * masked numbers, so this excludes everything before the send and everything that names another recipient, another
 * tenant or another message's id, and takes as many rows as were enqueued. Leftovers of other messages lower the
 * confidence.
 */
export function correlate(sent: SentMessage, { lines, rows, records, tenantId }: Seen): Correlated {
  const expected = expectedOf(sent);
  const numbers = sent.recipients ?? [];
  const isOthers = (number: string | undefined) =>
    number !== undefined && numbers.length > 0 && !numbers.some((own) => isSameNumber(own, number));
  const foreignIds = new Set<string>();
  const isForeign = ({ text }: LogLine): boolean => {
    const tenant = TENANT.exec(text)?.[1];
    if (sent.messageId !== undefined) {
      const ids = idsIn(text);
      if (ids.length > 0) return !ids.includes(sent.messageId);
    }
    return (
      (tenant !== undefined && tenantId !== undefined && Number(tenant) !== tenantId) || isOthers(TO.exec(text)?.[1])
    );
  };
  const since = lines?.filter(({ at }) => at >= sent.sentAt);
  for (const line of since ?? []) if (isForeign(line)) for (const id of idsIn(line.text)) foreignIds.add(id);
  const own = since?.filter((line) => !isForeign(line) && !idsIn(line.text).some((id) => foreignIds.has(id)));
  const foreign = since?.filter((line) => !own?.includes(line)) ?? [];
  const ownRows = rows?.filter(({ recipient_summary }) => !isOthers(numberIn(recipient_summary)));
  const ownRecords = records?.filter(({ to }) => !isOthers(to));
  const alike = Math.max(
    0,
    messagesIn(own ?? []) - expected,
    (ownRows?.length ?? 0) - expected * attemptsIn(own ?? []),
  );
  const beside = Math.max(messagesIn(foreign), (rows?.length ?? 0) - (ownRows?.length ?? 0));
  const waiting = (sent.queueBefore?.visible ?? 0) + (sent.queueBefore?.inFlight ?? 0);
  const method = sent.messageId !== undefined ? "message-id" : numbers.length > 0 ? "recipient" : "time";
  const factor = method !== "message-id" && alike > 0 ? AMONG_ALIKE : beside + waiting > 0 ? BESIDE_OTHERS : 1;
  return {
    ...(own && { lines: own }),
    ...(ownRows && { rows: ownRows }),
    ...(ownRecords && { records: ownRecords }),
    correlation: { method, confidence: SURE[method] * factor, others: Math.max(alike + beside, waiting) },
  };
}

/** How many messages the send became, as far as is known; a send without an answer may be one. */
function expectedOf({ answer }: SentMessage): number {
  const body = answer && "body" in answer ? answer.body : undefined;
  const enqueued = typeof body === "object" && body !== null ? (body as { enqueued?: unknown }).enqueued : undefined;
  return typeof enqueued === "number" ? enqueued : 1;
}

/** Distinct messages among lines: by the ids they print, else one per result. */
function messagesIn(lines: readonly LogLine[]): number {
  const results = lines.filter(({ text }) => RESULT.test(text));
  const ids = new Set(results.flatMap(({ text }) => idsIn(text).slice(-1)));
  const anonymous = results.filter(({ text }) => idsIn(text).length === 0 && !/will retry/.test(text)).length;
  return ids.size + anonymous;
}

/** One row is written per attempt: a retried message has several. */
const attemptsIn = (lines: readonly LogLine[]) =>
  1 + lines.filter(({ text }) => /message will retry/.test(text)).length;

const idsIn = (text: string) => [...text.matchAll(ID)].map(([, id]) => id!);
const numberIn = (text: string) => /\+?\d[\d-]{2,}\**/.exec(text)?.[0];
