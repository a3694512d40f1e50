import type { Disposable } from "../common/disposable";
import type { Evidence } from "../diagnosis/evidence";
import type { ArchivePage, ArchiveQuery, SummaryPage } from "../runtime/archive/archivedMessage";
import type { SequencedEvent } from "../runtime/stack/eventHub";
import type { StackSnapshot } from "../runtime/stack/stackSnapshot";
import type { InboxMessage } from "../runtime/provider/sandbox/messages/inbox";
import type { HoldNews } from "../runtime/holds/holdMessages";
import type { LogLine } from "../runtime/stack/lineBuffer";
import type { FaultSummary } from "../runtime/control/stackContract";
import type { PeekedMessage, QueuePart } from "../runtime/queue/queueServer";
import type { MessageTrace } from "../runtime/message/messageTrace";
import type { InfoAnswer } from "../runtime/stack/probes/stackReadings";
import type { ProviderSender, QueueTaker, QueueReading } from "./layers/layerReadings";
import type { LayersSnapshot } from "./layers/layersSnapshot";
import type { OwnAccess, OwnPlaces } from "./own/ownAccess";
import type { LogRow, StudentSummary, TenantRecord, TenantSummary } from "../runtime/control/stackContract";

export type { ProviderSender, QueueTaker, QueueReading };

/** The embedded stack's environment name: it needs no settings. */
export const LOCAL = "local";

/**
 * An environment: where the four layers and the tenant data of one backend are, and how to reach them. The embedded
 * stack is one; a staging backend with Docker, Django, Postgres, AWS and Solapi is another. Views, commands and the
 * diagnosis see only these interfaces.
 *
 * - *target*: one layer of one environment. A part that is not configured is absent, hence unknown, never "fine".
 * - Read-only: nothing here writes, sends or costs money. Writers do (writers.ts), and only the guard calls them
 *   (safety/guard.ts).
 * - Every method that does I/O takes a signal, answers within its timeout, and throws ExpectedError with a `reason` and
 *   a next step; anything it could not find out is an error, never an empty answer.
 */
export interface Environment extends Disposable {
  /** Name in the settings; LOCAL is the embedded stack. */
  readonly name: string;
  /** Read-only until a person confirms a write with the tenant's code. */
  readonly isProduction: boolean;
  /** Digits. Test sends reach only these; undefined: anybody (the embedded stack rings no phone). */
  readonly allowedRecipients: readonly string[] | undefined;
  readonly tenantCode: string;
  /** Time zone of log times without one: an IANA name or an offset from UTC. */
  readonly timeZone?: string;
  readonly api?: ApiTarget;
  readonly queue?: QueueTarget;
  readonly worker?: WorkerTarget;
  readonly tenants?: TenantTarget;
  readonly provider?: ProviderTarget;
  /** Reads all layers at once where one source knows them all; absent: each target is asked (see readLayers.ts). */
  layers?(tenantCode: string, signal?: AbortSignal): Promise<LayersSnapshot>;
  /**
   * Only our own runtime identifies a message by id; elsewhere it is correlated by other signs (see correlation.ts).
   */
  readonly traces?: TraceTarget;
  /** Every message that passed our own runtime, across restarts. Only our own runtime has one. */
  readonly archive?: ArchiveTarget;
  /** Causes that can be injected and cleared. Only our own runtime has them. */
  readonly faults?: FaultTarget;
  /** What only the embedded stack has. */
  readonly stack?: StackTarget;
}

/** The embedded stack itself. */
export interface StackTarget {
  snapshot(signal?: AbortSignal): Promise<StackSnapshot>;
  /** Yields at each change of the snapshot, and at least every second, until the signal. */
  changes(signal: AbortSignal): AsyncIterable<unknown>;
  /**
   * Attaches a debugger: yields what is held, until the signal; then everything that is held goes on. It holds nothing
   * before its rules are set (see `set-hold-rules`). Error: `debugger-attached`.
   */
  holds(signal: AbortSignal): AsyncIterable<HoldNews>;
  /** What its sandbox would have delivered, oldest first: everything, or one message. */
  inbox(traceId?: string): Promise<InboxMessage[]>;
  /**
   * The variables with which a backend's own API or worker uses this stack, secrets in full: they open nothing outside
   * of this machine. Error: `stack-file-damaged`.
   */
  variablesForBackend(): Promise<Record<string, string>>;
}

export interface ArchiveTarget {
  page(query: ArchiveQuery, signal?: AbortSignal): Promise<ArchivePage>;
  summaries(query: ArchiveQuery, signal?: AbortSignal): Promise<SummaryPage>;
}

export interface FaultTarget {
  list(signal?: AbortSignal): Promise<FaultSummary[]>;
}

/** Messages of our own runtime: their events, lines and records carry the message's trace id. */
export interface TraceTarget {
  /** Number of the newest event, to follow from. */
  position(signal?: AbortSignal): Promise<number>;
  events(since: number, signal: AbortSignal): AsyncIterable<SequencedEvent>;
  /** The last messages, newest first. */
  recent(signal?: AbortSignal): Promise<MessageTrace[]>;
  /** Undefined if the message is unknown or no longer kept. */
  trace(traceId: string, signal?: AbortSignal): Promise<MessageTrace | undefined>;
  /** The provider's records of one message. */
  records(traceId: string, signal?: AbortSignal): Promise<ProviderRecord[]>;
}

/** Variables by name. A secret is only its fingerprint (see secretFingerprint.ts), or "" where it is empty. */
export type EnvironmentVariables = Record<string, string>;

/** What the API itself says of one tenant; it proves that the API and the tenant data are the same backend. */
export interface ApiInfo {
  status: number;
  /** Absent if the answer is not 200 or lacks it. */
  messagingSender?: string;
  /** The newest row of NotificationLog, 0 without rows. */
  lastLogId?: number;
}

/** Layer 1. */
export interface ApiTarget {
  readonly url: string;
  /**
   * One harmless request (GET info/): shows whether the API answers, accepts the token and knows the tenant; without a
   * code, the environment's own.
   */
  check(signal?: AbortSignal, tenantCode?: string): Promise<Extract<InfoAnswer, { status: number }>>;
  /** GET info/ and log/ of one tenant. Errors: `api-unreachable`, `api-timeout`, `token-missing`. */
  info?(tenantCode: string, signal?: AbortSignal): Promise<ApiInfo>;
  variables?(signal?: AbortSignal): Promise<EnvironmentVariables>;
  /** Looks at the queue with the keys in the API's own variables, which stay inside. */
  ownAccess?(places: OwnPlaces, signal?: AbortSignal): Promise<OwnAccess>;
  /** Lines from that time on (milliseconds since the Unix epoch). */
  linesSince?(at: number, signal?: AbortSignal): Promise<LogLine[]>;
  /** Follows the API's log as `WorkerTarget.tail` does the worker's. */
  tail?(position: string | undefined, signal: AbortSignal): AsyncIterable<TailEntry>;
}

export interface QueueIdentity {
  account: string;
  arn: string;
}

/** One sentence for each conflict between the region of the URL or endpoint, the configured one and the queue's own. */
export interface QueueCheck {
  identity?: QueueIdentity;
  /** Why the identity is unknown, if it could not be read. */
  identityUnknown?: string;
  /** Derived from attributes and policy; nothing was sent or received. undefined: unknown. */
  maySend?: boolean;
  mayReceive?: boolean;
  problems: { code: string; message: string }[];
}

export interface QueueMessage {
  messageId: string;
  body: string;
  receiveCount: number;
  /** Milliseconds since the Unix epoch. */
  sentAt: number;
}

/** Layer 2. */
export interface QueueTarget {
  /** Address of an SQS other than AWS'. */
  readonly endpoint?: string;
  /** Attributes of the queue and its dead-letter queue. Receives no messages. */
  measure(signal?: AbortSignal): Promise<QueueReading>;
  check(signal?: AbortSignal): Promise<QueueCheck>;
  /** Shows messages of one part without receiving them. Absent where only a receive shows them, as at AWS. */
  peek?(part: QueuePart, limit: number, signal?: AbortSignal): Promise<PeekedMessage[]>;
}

/** The worker's process or container, in a container engine's terms (see `worker.container` of the evidence bundle). */
export type WorkerContainer = NonNullable<NonNullable<Evidence["worker"]>["container"]>;

/**
 * One entry of a followed log: a line, or a gap between two lines. `position` lets the tail resume without loss or
 * repetition; it is opaque to callers.
 */
export type TailEntry =
  | { kind: "line"; line: LogLine; position: string }
  | {
      kind: "gap";
      /** Milliseconds since the Unix epoch. */
      at: number;
      reason: "stopped" | "restarted" | "recreated" | "renamed" | "engine-gone" | "engine-back" | "rotated";
      exitCode?: number;
      oomKilled?: boolean;
    };

/** The most lines that a target gives of a log, the newest ones. */
export const MOST_LINES = 100_000;

/** Layer 3. */
export interface WorkerTarget {
  /** Where the lines come from: "container academy-messaging-worker", "log file /var/log/worker.log". */
  readonly origin: string;
  /** State "missing" if nothing has that name. Errors: `engine-unreachable`. */
  container(signal?: AbortSignal): Promise<WorkerContainer>;
  variables?(signal?: AbortSignal): Promise<EnvironmentVariables>;
  /** Looks at the queue and the provider's account with the keys in the worker's own variables, which stay inside. */
  ownAccess?(places: OwnPlaces, signal?: AbortSignal): Promise<OwnAccess>;
  /** Lines from that time on, the newest MOST_LINES at most. */
  linesSince(at: number, signal?: AbortSignal): Promise<LogLine[]>;
  /**
   * Follows the log until the signal: across restarts, rebuilds, renames and engine outages. Starts at `position` if
   * given, else now.
   */
  tail(position: string | undefined, signal: AbortSignal): AsyncIterable<TailEntry>;
}

/** Identifies the backend's generation as far as its columns show (see versionProfile.ts). */
export interface TenantSchema {
  /** Columns of Tenant and NotificationLog, read at run time. */
  tenantFields: readonly string[];
  logFields: readonly string[];
  /** Characters; undefined: no limit. */
  senderMaxLength?: number;
}

/** core_tenant and messaging_notificationlog. */
export interface TenantTarget {
  /** "Django helper (academy, Postgres)": shown before a write. */
  readonly origin: string;
  schema(signal?: AbortSignal): Promise<TenantSchema>;
  /** In id order, starting after `afterId` (0: the first). Errors: `not-offered` where this access has no list. */
  tenants(afterId: number, limit: number, signal?: AbortSignal): Promise<{ total: number; tenants: TenantSummary[] }>;
  /** Error: `tenant-not-found`. `id` is 0 where this access does not return it. */
  tenant(code: string, signal?: AbortSignal): Promise<TenantSummary>;
  /** The columns that this backend generation has and this access returns; the others are unknown. */
  record(code: string, signal?: AbortSignal): Promise<Partial<TenantRecord> & Pick<TenantRecord, "code">>;
  /** Rows with a higher id, oldest first, of one tenant or all. */
  notificationLogs(afterId: number, code?: string, signal?: AbortSignal): Promise<(LogRow & { status?: string })[]>;
  /** The most rows that this access gives; absent: any number. */
  readonly mostLogs?: number;
  /** The newest rows, newest first, of one tenant or all. */
  newestLogs(limit: number, code?: string, signal?: AbortSignal): Promise<(LogRow & { status?: string })[]>;
  /** Id of the newest row, 0 without rows. */
  lastLogId(code?: string, signal?: AbortSignal): Promise<number>;
  /**
   * Whom a send to these students would reach: one entry per student of this tenant, none for others. Proves before a
   * test send that nobody else is called. Absent: this access cannot look them up.
   */
  recipients?(
    code: string,
    studentIds: readonly number[],
    sendTo: "student" | "parent",
    signal?: AbortSignal,
  ): Promise<StudentNumber[]>;
  /**
   * The tenant's students whose name holds `search` (empty: all), deleted ones left out, in id order, `limit` at most.
   * Absent: this access cannot look them up.
   */
  students?(code: string, search: string, limit: number, signal?: AbortSignal): Promise<StudentSummary[]>;
}

/** A student's or parent's number as stored; null if there is none. */
export interface StudentNumber {
  studentId: number;
  number: string | null;
}

/** Solapi's record of one message. */
export interface ProviderRecord {
  messageId: string;
  groupId?: string;
  statusCode?: string;
  statusMessage?: string;
  /** Digits; masked when shown. */
  to?: string;
  type?: string;
  /** Milliseconds since the Unix epoch. */
  createdAt?: number;
}

/** Layer 4. Read-only. */
export interface ProviderTarget {
  readonly url: string;
  readonly mode: "sandbox" | "live";
  /** Won. All three throw `provider-refused` with Solapi's status, errorCode and errorMessage as `cause`. */
  balance(signal?: AbortSignal): Promise<{ balance: number; point: number }>;
  senders(signal?: AbortSignal): Promise<ProviderSender[]>;
  /**
   * Oldest first. Times are milliseconds since the Unix epoch. `onPage` gets each page (at most 500) as it comes: what
   * came before an error is not lost.
   */
  messages(
    query: { messageId: string } | { groupId: string } | { from: number; to: number },
    signal?: AbortSignal,
    onPage?: (records: readonly ProviderRecord[]) => void,
  ): Promise<ProviderRecord[]>;
}
