import type { Disposable } from "../common/disposable";
import type { Evidence } from "../diagnosis/evidence";
import type { SequencedEvent } from "../runtime/stack/eventHub";
import type { LogLine } from "../runtime/stack/lineBuffer";
import type { FaultSummary } from "../runtime/control/stackContract";
import type { PeekedMessage, QueuePart } from "../runtime/queue/queueServer";
import type { MessageTrace } from "../runtime/message/messageTrace";
import type { InfoAnswer } from "../runtime/stack/probes/stackReadings";
import type { ProviderSender, QueueTaker, QueueReading } from "./layers/layerReadings";
import type { LayersSnapshot } from "./layers/layersSnapshot";
import type { LogRow, TenantRecord, TenantSummary } from "../runtime/control/stackContract";

export type { ProviderSender, QueueTaker, QueueReading };

/** The embedded stack's name among the environments: it needs no settings. */
export const LOCAL = "local";

/**
 * An environment: where the four layers and the tenant data of one backend are, and how to reach each. The embedded
 * stack is one, a staging backend with Docker, Django, Postgres, AWS and Solapi another. Views, commands and the
 * diagnosis see these interfaces only.
 *
 * - *target*: one layer of one environment. A part that is not configured is absent, hence unknown, never "fine".
 * - Read-only: nothing here writes, sends or costs money. What does is a writer (writers.ts), and only the guard calls
 *   one (safety/guard.ts).
 * - Every method that does I/O takes a signal, answers within its time limit, and throws ExpectedError with a `reason`
 *   and a next step; what it could not find out is an error, never an empty answer.
 */
export interface Environment extends Disposable {
  /** As the settings name it; LOCAL is the embedded stack. */
  readonly name: string;
  /** Read-only until a person has confirmed it with the tenant's code. */
  readonly isProduction: boolean;
  /** Digits. Test sends go to nobody else; undefined: to anybody (the embedded stack rings no phone). */
  readonly allowedRecipients: readonly string[] | undefined;
  readonly tenantCode: string;
  /** Of log times that name none: an IANA name or an offset from UTC. */
  readonly timeZone?: string;
  readonly api?: ApiTarget;
  readonly queue?: QueueTarget;
  readonly worker?: WorkerTarget;
  readonly tenants?: TenantTarget;
  readonly provider?: ProviderTarget;
  /** All layers at once, from where they are all known; absent: each target is asked (see readLayers.ts). */
  layers?(signal?: AbortSignal): Promise<LayersSnapshot>;
  /** Only our own runtime knows a message by an id; elsewhere it is told from others by signs (see correlation.ts). */
  readonly traces?: TraceTarget;
  /** Causes that can be set up for real, and taken back. Only our own runtime has them. */
  readonly faults?: FaultTarget;
}

export interface FaultTarget {
  list(signal?: AbortSignal): Promise<FaultSummary[]>;
}

/** The messages of our own runtime: each of their events, lines and records carries the message's trace id. */
export interface TraceTarget {
  /** The newest event's number, to follow from. */
  position(signal?: AbortSignal): Promise<number>;
  events(since: number, signal: AbortSignal): AsyncIterable<SequencedEvent>;
  /** Undefined where the message is no longer, or not, known. */
  trace(traceId: string, signal?: AbortSignal): Promise<MessageTrace | undefined>;
  /** What the provider keeps of one message. */
  records(traceId: string, signal?: AbortSignal): Promise<ProviderRecord[]>;
}

/** Variables by name. Of a secret only its fingerprint (see secretFingerprint.ts) or "" where it is empty. */
export type EnvironmentVariables = Record<string, string>;

/** What the API itself tells of one tenant: by it the API and the tenant data are shown to be the same backend. */
export interface ApiInfo {
  status: number;
  /** Absent where the answer is not 200, or does not tell it. */
  messagingSender?: string;
  /** The newest row of NotificationLog, 0 without rows. */
  lastLogId?: number;
}

/** Layer 1. */
export interface ApiTarget {
  readonly url: string;
  /** One harmless request (GET info/): whether it answers, and whether the token is taken. */
  check(signal?: AbortSignal): Promise<Extract<InfoAnswer, { status: number }>>;
  /** GET info/ and log/ of one tenant. Errors: `api-unreachable`, `api-timeout`, `token-missing`. */
  info?(tenantCode: string, signal?: AbortSignal): Promise<ApiInfo>;
  variables?(signal?: AbortSignal): Promise<EnvironmentVariables>;
  /** Lines from that moment on (milliseconds since the Unix epoch). */
  linesSince?(at: number, signal?: AbortSignal): Promise<LogLine[]>;
  /** Follows the API's log as `WorkerTarget.tail` does the worker's. */
  tail?(position: string | undefined, signal: AbortSignal): AsyncIterable<TailEntry>;
}

export interface QueueIdentity {
  account: string;
  arn: string;
}

/** Where the region of the URL or endpoint, the configured one and the queue's own differ: a sentence each. */
export interface QueueCheck {
  identity?: QueueIdentity;
  /** Why it is not known, where it was not asked for. */
  identityUnknown?: string;
  /** From attributes and policy, nothing was sent or received. undefined: cannot be told. */
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
  /** Attributes of the queue and its dead-letter queue. Receives nothing. */
  measure(signal?: AbortSignal): Promise<QueueReading>;
  check(signal?: AbortSignal): Promise<QueueCheck>;
  /** Messages of one part, without receiving any. Absent where only a receive shows them, as at AWS. */
  peek?(part: QueuePart, limit: number, signal?: AbortSignal): Promise<PeekedMessage[]>;
}

/** The worker's process or container, in a container engine's words (see `worker.container` of the evidence bundle). */
export type WorkerContainer = NonNullable<NonNullable<Evidence["worker"]>["container"]>;

/**
 * One piece of a followed log: a line, or a gap that is marked between two lines. `position` is what the tail resumes
 * from without loss or repetition; it is opaque to everybody else.
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

/** Layer 3. */
export interface WorkerTarget {
  /** "container academy-messaging-worker", "log file /var/log/worker.log": where what is shown comes from. */
  readonly origin: string;
  /** state "missing" where there is none of that name. Errors: `engine-unreachable`. */
  container(signal?: AbortSignal): Promise<WorkerContainer>;
  variables?(signal?: AbortSignal): Promise<EnvironmentVariables>;
  /** Lines from that moment on, the newest 100,000 at most. */
  linesSince(at: number, signal?: AbortSignal): Promise<LogLine[]>;
  /**
   * Follows the log until the signal: over restarts, rebuilds, renames and an engine that goes away and comes back.
   * From `position` where one is given, else from now.
   */
  tail(position: string | undefined, signal: AbortSignal): AsyncIterable<TailEntry>;
}

/** Which backend this is, as far as its columns tell (see versionProfile.ts). */
export interface TenantSchema {
  /** Of Tenant and NotificationLog, read at run time. */
  tenantFields: readonly string[];
  logFields: readonly string[];
  /** Characters; undefined: the field has no limit. */
  senderMaxLength?: number;
}

/** core_tenant and messaging_notificationlog. */
export interface TenantTarget {
  /** "Django helper (academy, Postgres)": shown before a write. */
  readonly origin: string;
  schema(signal?: AbortSignal): Promise<TenantSchema>;
  /** By id, from the one after `afterId` (0: the first) on. Errors: `not-offered` where this way has no list. */
  tenants(afterId: number, limit: number, signal?: AbortSignal): Promise<{ total: number; tenants: TenantSummary[] }>;
  /** Error: `tenant-not-found`. `id` is 0 where this way does not tell it. */
  tenant(code: string, signal?: AbortSignal): Promise<TenantSummary>;
  /** The columns that this generation of the backend has and this way tells; the others are unknown. */
  record(code: string, signal?: AbortSignal): Promise<Partial<TenantRecord> & Pick<TenantRecord, "code">>;
  /** Rows with a higher id, oldest first, of one tenant or of all. */
  notificationLogs(afterId: number, code?: string, signal?: AbortSignal): Promise<(LogRow & { status?: string })[]>;
  /** The newest rows, the newest first, of one tenant or of all. */
  newestLogs(limit: number, code?: string, signal?: AbortSignal): Promise<(LogRow & { status?: string })[]>;
  /** The newest row's id, 0 without rows. */
  lastLogId(code?: string, signal?: AbortSignal): Promise<number>;
  /**
   * Whom a send to these students would reach: one entry for each student that this tenant has, none for the others. It
   * proves before a test send that nobody else is called. Absent: this way cannot look them up.
   */
  recipients?(
    code: string,
    studentIds: readonly number[],
    sendTo: "student" | "parent",
    signal?: AbortSignal,
  ): Promise<StudentNumber[]>;
}

/** A student's number, or a parent's, as it is stored; null where there is none. */
export interface StudentNumber {
  studentId: number;
  number: string | null;
}

/** A record of Solapi's about one message. */
export interface ProviderRecord {
  messageId: string;
  groupId?: string;
  statusCode?: string;
  statusMessage?: string;
  /** Digits; masked by whoever shows it. */
  to?: string;
  type?: string;
  /** Milliseconds since the Unix epoch. */
  createdAt?: number;
}

/** Layer 4. Read-only. */
export interface ProviderTarget {
  readonly url: string;
  readonly mode: "sandbox" | "live";
  /** Won. Errors of all three: `provider-refused` with Solapi's status, errorCode and errorMessage as `cause`. */
  balance(signal?: AbortSignal): Promise<{ balance: number; point: number }>;
  senders(signal?: AbortSignal): Promise<ProviderSender[]>;
  /** Pages of 500 at most, oldest first. Times are milliseconds since the Unix epoch. */
  messages(
    query: { messageId: string } | { groupId: string } | { from: number; to: number },
    signal?: AbortSignal,
  ): Promise<ProviderRecord[]>;
}
