import type { CauseId } from "../causes/causeIds";
import type { Evidence, NotificationLogRow, ProviderMessage } from "../evidence";
import { type Excerpt, type Line, clip, excerptAt, excerptOfLine } from "../logLines";
import { type ConnectionStep, brokenStepIn } from "./connection";
import type { Sign } from "../logs/types";
import { soundsBad } from "../logs/complaints";
import { isErrorOfCode, providerFaultIn } from "../logs/wordings/faultWords";
import { brokerNamedIn, namesOtherProvider, providerNamedIn } from "../logs/wordings/systemNames";
import { reportsAny, tells } from "../signs";
import { causeOfErrorCode, causeOfStatusCode, isAccepted, isLater, verdictOfCode } from "../providerCodes";

/** One sign of how the provider answered, from any part of the bundle. */
export interface ProviderSign {
  cause: CauseId;
  code?: string;
  message?: string;
  evidence: Excerpt;
  /** `words`: a line about a provider whose codes are not known. */
  origin: "log" | "words" | "row" | "record" | "probe" | "http";
  at?: number;
  to?: string;
  /** The variables that hold the provider's keys. */
  keys: string;
  /** The caller's address that the provider names. */
  address?: string;
  /** The provider then sent the message another way, such as SMS instead of Alimtalk. */
  isReplaced?: boolean;
  /** Where the connection broke, if it did. Before `read`, nothing can have been sent. */
  step?: ConnectionStep;
  isNotConnected: boolean;
}

/**
 * Lines whose text comes from the provider or concerns a send. In other lines the same words are from AWS or the
 * database.
 */
const ABOUT_SENDING =
  /solapi|alimtalk|send_sms|(?<!request )send failed|send outcome|permanently failed|provider outcome|ppurio|MessageNotReceived|aligo\.in|ntruss\.com|cloud\.toast\.com|nexmo\.com|twilio\.com|messagebird\.com|plivo\.com|infobip\.com|telnyx\.com|sinch\.com|bizppurio|솔라피|(?:알림톡|친구톡|문자|메시지) ?(?:발송|전송)|"errorCode" ?: ?"\w{1,40}", ?"errorMessage"|failedMessageList|\bstatusCode=[1-4]\d{3},? ?statusMessage=|failed_message_list|["']statusCode["'] ?: ?["'][1-4]\d{3}["'], ?["']statusMessage|\bsms\b.{0,24}\b(?:fail|refus|reject)/i;
const NOT_ABOUT_SENDING =
  /Solapi (?:sender|template) list|Solapi template create|MockSolapi|verify_sender|test_credentials|send_(?:sms|alimtalk)\S* ok|fallback to SMS|sending SMS|SDK not installed|Django setup|No module named/i;
/** Of Solapi's API, at whatever address: a sandbox or a proxy may stand for it. */
const OWN_PATH = /\/(?:messages|senderid|cash|kakao)\/v\d/i;
const HTTP_LINE = /HTTP Request: (\w+) (\S+) "HTTP\/[\d.]+ (\d{3})/;

export interface ProviderCall {
  line: Line;
  method: string;
  url: string;
  status: number;
}

export function callsIn(lines: readonly Line[]): ProviderCall[] {
  return lines.flatMap((line) => {
    const [, method = "", url = "", status = ""] = HTTP_LINE.exec(line.text) ?? [];
    const isProvider = providerNamedIn(url) !== undefined || OWN_PATH.test(url);
    return isProvider ? [{ line, method, url, status: Number(status) }] : [];
  });
}

/** The backend's own codes and sentences. They appear where the provider's answers appear. */
const OWN_REASON =
  /insufficient_balance|tenant_binding_signature|idempotency_key|recipient_blocked_by_policy|not_allowed|sms_disabled|solapi_not_installed|deduct_credits|common_template|django\.db\.|psycopg/i;

const VARIABLES = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g;
/** Names that contain the provider's: files, modules, and what is in quotes, such as a secret. */
const NAMES = /["'][\w.-]{0,60}solapi[\w.-]{0,60}["']|[\w./-]{0,80}solapi[\w./-]{0,40}\.py\b|No module named \S+/gi;

/**
 * A line that names the provider or a call that sends, outside of a traceback's frames. A line about the end or the
 * start of a process is about no message, whatever it names.
 */
export function isAboutProvider(line: Line): boolean {
  const {
    text,
    record: { exception },
  } = line;
  if (reportsAny(line, PROCESS_SIGNS)) return false;
  const said = `${text}\n${exception?.type ?? ""} ${exception?.message ?? ""}`;
  return /send_sms|solapi/i.test(said.replace(VARIABLES, " ").replace(NAMES, " "));
}

const PROCESS_SIGNS: ReadonlySet<Sign> = new Set<Sign>([
  "killed-for-memory",
  "process-ended",
  "restarting",
  "command-unusable",
  "not-created",
]);

type Bare = Omit<ProviderSign, "keys" | "address">;

interface SignSources {
  rows: readonly NotificationLogRow[];
  records: readonly ProviderMessage[];
  probe: NonNullable<Evidence["provider"]>["error"];
}

export function signsOf({ rows, records, probe }: SignSources, worker: readonly Line[]): ProviderSign[] {
  const signs = [
    ...fromRecords(records),
    ...fromLines(worker),
    ...fromRows(rows),
    ...fromCalls(callsIn(worker)),
    ...fromProbe(probe),
  ];
  return signs.map(withDetails);
}

const ADDRESS = /IP\s*(?:\(\s*)?(\d{1,3}(?:\.\d{1,3}){3})/i;

function withDetails(sign: Bare): ProviderSign {
  const address = ADDRESS.exec(`${sign.message ?? ""} ${sign.evidence.excerpt}`)?.[1];
  const keys = /ppurio/i.test(sign.evidence.excerpt) ? "PPURIO_API_KEY" : "SOLAPI_API_KEY, SOLAPI_API_SECRET";
  return { ...sign, keys, ...(address && { address }) };
}

/** Codes worth showing before a title: Solapi's numbers and names, no sentences. */
export const isCode = (code: string) => /^\d{4}$|^[A-Z][A-Za-z]+$/.test(code);

function connectionOf(said: string): Pick<ProviderSign, "step" | "isNotConnected"> {
  const step = brokenStepIn(said);
  return { ...(step && { step }), isNotConnected: step !== undefined && step !== "read" };
}

function meaningOf({ record, all }: Line, said: string) {
  const own = verdictOfCode(said);
  // The lines below may give the reason that the sentence does not.
  const isVague = own === undefined || (own.cause === "provider.rejected-reason-lost" && own.code === undefined);
  return isVague && record.exception ? (verdictOfCode(all) ?? own) : own;
}

/** Solapi's codes mean nothing at another provider: only the words of a complaint count. */
function meaningElsewhere({ record }: Line, said: string): { cause: CauseId } | undefined {
  if (!soundsBad(record) || isErrorOfCode(said)) return undefined;
  const cause = providerFaultIn(said);
  return cause === "provider.refused" ? undefined : { cause };
}

function fromLines(lines: readonly Line[]): Bare[] {
  return lines.flatMap((line) => {
    const named = `${line.record.logger ?? ""} ${line.all}`.replace(VARIABLES, " ");
    if (
      !(ABOUT_SENDING.test(named) || isOfNamedProvider(line, named)) ||
      reportsAny(line, OTHERS_SIGNS) ||
      NOT_ABOUT_SENDING.test(line.text) ||
      tells(line, "module-missing") ||
      tells(line, "variable-missing") ||
      brokerNamedIn(line.text) !== undefined ||
      HTTP_LINE.test(line.text)
    )
      return [];
    const said = reasonIn(line);
    if (OWN_REASON.test(said)) return [];
    const isOther = namesOtherProvider(named);
    const meaning = isOther ? meaningElsewhere(line, said) : meaningOf(line, said);
    if (!meaning) return [];
    const to = /\bto=(\S+?\*{2,}|\d+)/.exec(line.text)?.[1];
    return [
      {
        ...meaning,
        message: clip(messageIn(said), 160),
        evidence: excerptOfLine(line),
        origin: isOther ? ("words" as const) : ("log" as const),
        ...(line.at !== undefined && { at: line.at }),
        ...(to && { to }),
        ...connectionOf(line.all),
      },
    ];
  });
}

/** The catalogue knows the sentences of some providers better than the general words do. That they refused says less. */
const isOfNamedProvider = (line: Line, named: string) =>
  providerNamedIn(named) !== undefined && !reportsAny(line, PROVIDERS_SIGNS);
const PROVIDERS_SIGNS: ReadonlySet<Sign> = new Set<Sign>([
  "recipient-invalid",
  "recipient-opted-out",
  "sender-refused",
  "provider-unauthorized",
  "provider-clock",
  "provider-account",
  "provider-undelivered",
  "provider-balance",
  "provider-quota",
  "provider-limited",
  "provider-text",
  "provider-unanswered",
  "address-refused",
  "channel-refused",
  "channel-undelivered",
  "template-unknown",
  "template-differs",
]);

/** A line about a process, Redis or the database is not the provider's, whatever it names. */
const OTHERS_SIGNS: ReadonlySet<Sign> = new Set<Sign>([...PROCESS_SIGNS, "redis-refuses", "database-refuses"]);

/** The reason of a failed send, without the surrounding words, which would read as codes or causes themselves. */
function reasonIn({ text, record }: Line): string {
  const exception = record.exception
    ? `${record.exception.type}: ${record.exception.message}`
    : record.detail.join("\n");
  const own = text
    .replace(/\b(?:to|group_id|trace_id|tenant|tenant_id|log_id|message_id|job_id)=\S+/g, " ")
    .replace(/^.*?(?:message will retry|message cannot be sent|deleting message|automatic resend):/i, "");
  return exception ? `${exception}\n${own}` : own;
}

/** A field beside the message that is a number or a name, and no reason. */
const BARE_FIELD = /^(?:host|service|provider|url|endpoint|operation|signal|(?:\w{1,20}_?)?(?:code|status))=\S*$/i;
const firstReason = (said: string) => {
  const lines = said.split("\n");
  return lines.find((line) => !BARE_FIELD.test(line)) ?? lines[0] ?? "";
};

/** The message in an answer of the provider's: JSON, or a field that a program prints. */
const ANSWERED =
  /"(?:error|status|result)?[Mm]essage"\s{0,3}:\s{0,3}"((?:[^"\\]|\\.){2,300})"|\b(?:error|status|result)Message=(\S.{1,300}?)(?=,\s\w|\)?[}\]]|$)/m;
function answeredIn(said: string): string | undefined {
  const [, json, field] = ANSWERED.exec(said) ?? [];
  return json ?? field?.replace(/^"|"$/g, "");
}

/** The provider's message, without exception names and Python tuple syntax. */
const messageIn = (said: string) => answeredIn(said) ?? bareMessageIn(said);

const bareMessageIn = (said: string) =>
  (/\(["'][A-Za-z]+["'],\s*["']([\s\S]*?)["']\)/.exec(said)?.[1] ?? firstReason(said))
    .replace(/^\s*(?:[\w.]*(?:Error|Exception)):\s*(?=\S)/, "")
    .replace(/^\s*(?:send_\w+ failed|send_sms MessageNotReceivedError|alimtalk(?:_own)? failed)\s*:?/i, "")
    .replace(/\breason=/, "")
    .replace(/^\s*(?:[\w.]+\.)?MessageNotReceivedError:/, "")
    .replace(/^\s*\[?\d{4}\]?\s*[:-]?\s+/, "")
    .replace(/^\s*:\s*/, "")
    .trim()
    .replace(/ \($/, "");

function fromRows(rows: readonly NotificationLogRow[]): Bare[] {
  return rows.flatMap((row) => {
    const reason = row.failure_reason?.trim();
    if (row.success || !reason || OWN_REASON.test(reason)) return [];
    const meaning = verdictOfCode(reason);
    if (!meaning) return [];
    const at = row.sent_at ? Date.parse(row.sent_at) : Number.NaN;
    return [
      {
        ...meaning,
        message: clip(messageIn(reason), 160),
        evidence: excerptAt("notificationLogs", `failure_reason=${reason}`),
        origin: "row" as const,
        ...(Number.isFinite(at) && { at }),
        ...(row.recipient_summary && { to: row.recipient_summary }),
        ...connectionOf(reason),
      },
    ];
  });
}

function fromRecords(records: readonly ProviderMessage[]): Bare[] {
  return records.flatMap((message) => {
    const code = message.statusCode?.trim();
    if (!code || isAccepted(code)) return [];
    const cause = causeOfStatusCode(code) ?? causeOfErrorCode(code);
    const said = cause && cause !== "provider.refused" ? undefined : verdictOfCode(message.statusMessage ?? "");
    return [
      {
        cause: said?.cause ?? cause ?? "provider.refused",
        code,
        ...(message.statusMessage && { message: clip(message.statusMessage, 160) }),
        evidence: excerptAt("provider.messages", `statusCode=${code} ${message.statusMessage ?? ""}`),
        origin: "record" as const,
        ...(message.to && { to: message.to }),
        ...(records.some((other) => isReplacement(other, message)) && { isReplaced: true }),
        isNotConnected: false,
      },
    ];
  });
}

const isReplacement = (other: ProviderMessage, failed: ProviderMessage) =>
  isAccepted(other.statusCode?.trim() ?? "") &&
  failed.to !== undefined &&
  other.to === failed.to &&
  failed.type !== undefined &&
  other.type !== undefined &&
  other.type !== failed.type;

/** A call's bare status says less than a code, so these signs count only where there is no other. */
function fromCalls(calls: readonly ProviderCall[]): Bare[] {
  return calls.flatMap(({ line, status }) => {
    const cause = causeOfHttpStatus(status);
    if (!cause) return [];
    return [
      {
        cause,
        code: `HTTP ${status}`,
        evidence: excerptOfLine(line),
        origin: "http" as const,
        ...(line.at !== undefined && { at: line.at }),
        isNotConnected: false,
      },
    ];
  });
}

function causeOfHttpStatus(status: number): CauseId | undefined {
  if (status === 401 || status === 403) return "provider.unauthorized";
  if (status === 402) return "provider.balance";
  if (status === 429) return "provider.rate-limited";
  if (status === 413) return "provider.request-invalid";
  return status >= 500 ? "provider.server-error" : undefined;
}

function fromProbe(error: SignSources["probe"]): Bare[] {
  if (!error) return [];
  const text = `${error.errorCode ?? ""} ${error.errorMessage ?? ""}`.trim();
  const meaning = (error.errorCode && causeOfErrorCode(error.errorCode)) || undefined;
  const said = verdictOfCode(text);
  const forbidden = /forbidden/i.test(error.errorCode ?? "") ? "provider.ip-not-allowed" : undefined;
  const cause = meaning ?? said?.cause ?? forbidden ?? causeOfHttpStatus(error.status ?? 0);
  if (!cause) return [];
  const code = error.errorCode ?? (error.status ? `HTTP ${error.status}` : undefined);
  return [
    {
      cause,
      ...(code && { code }),
      ...(error.errorMessage && { message: clip(error.errorMessage, 160) }),
      evidence: excerptAt("provider.error", `${error.status ?? ""} ${text}`),
      origin: "probe" as const,
      ...connectionOf(text),
    },
  ];
}

export const isLaterSign = ({ origin, code }: ProviderSign) =>
  origin === "record" && code !== undefined && isLater(code);
