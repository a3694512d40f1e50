import type { ProviderMessage } from "../diagnosis/evidence";
import type { ApiAnswer, SendRequest, TenantSummary } from "../runtime/control/stackContract";
import type { CaseSettings, FaultSummary, ImportResult, NewStudent } from "../runtime/control/stackContract";
import type { HeldMessage, HoldEdits, HoldOrder, HoldRule } from "../runtime/holds/holdMessages";
import type {
  ApiTarget,
  Environment,
  FaultTarget,
  ProviderTarget,
  QueueMessage,
  QueueTarget,
  StackTarget,
  TenantTarget,
  WorkerTarget,
} from "./environment";

/** Methods that change a backend, cost money or ring a phone, by layer. Only the guard (safety/guard.ts) calls them. */
export interface Writers {
  api?: ApiWriter;
  queue?: QueueWriter;
  worker?: WorkerWriter;
  tenants?: TenantWriter;
  provider?: SandboxWriter;
  faults?: FaultWriter;
  stack?: StackWriter;
}

export interface ApiWriter {
  /**
   * Calls `POST /api/v1/messaging/send/`: costs money and rings a phone. Never retries.
   * Errors: `api-unreachable`, `api-timeout` (both with the system's code as `cause.code`), `token-missing`.
   */
  send(tenantCode: string, request: SendRequest, signal?: AbortSignal): Promise<ApiAnswer>;
}

export interface QueueWriter {
  /**
   * Receives up to `limit` messages and gives them back at once (visibility timeout 0): raises their receive counts.
   */
  receive(limit: number, from: "queue" | "dead-letter queue", signal?: AbortSignal): Promise<QueueMessage[]>;
  /** Puts one body on the queue, as a producer would: the worker will send it. */
  enqueue(body: string, signal?: AbortSignal): Promise<{ messageId: string }>;
  /**
   * Copies dead messages back; deletes each only after its copy is confirmed. Resolves with the number moved. `only`:
   * moves no others.
   */
  redrive(limit: number, only: readonly string[] | undefined, signal?: AbortSignal): Promise<number>;
  /** Creates the queue and its dead-letter queue if they are missing. */
  create?(signal?: AbortSignal): Promise<void>;
}

export interface WorkerWriter {
  start?(signal?: AbortSignal): Promise<void>;
  stop?(signal?: AbortSignal): Promise<void>;
  restart?(signal?: AbortSignal): Promise<void>;
  /** Stops it until the returned function is called or this process ends, however it ends. */
  setAside?(): Promise<() => Promise<void>>;
  /** Hands one body to the worker, past the queue; it is not retried. Error: `worker-not-running`. */
  hand?(body: string): Promise<void>;
}

export interface TenantWriter {
  /**
   * Compare-and-set of `messaging_sender` in a transaction that writes only this column. Never retries.
   * Errors: `sender-changed` (it is no longer `expected`), `invalid-sender` (the field's own validator refused).
   */
  setSender(code: string, expected: string, value: string, signal?: AbortSignal): Promise<TenantSummary>;
}

/** One message as the sandbox takes it. */
export interface SandboxMessage {
  /** Digits. */
  to: string;
  text: string;
}

export interface SandboxWriter {
  /** Calls the sandbox as the worker would, with the tenant's sender. Resolves with the sandbox's record. */
  send?(tenantCode: string, message: SandboxMessage, signal?: AbortSignal): Promise<ProviderMessage>;
}

export interface StackWriter {
  /** Adds or replaces all of these students, or none. Errors: `tenant-not-found`, `students-of-other-tenant`. */
  importStudents(tenantCode: string, students: readonly NewStudent[]): Promise<ImportResult>;
  /** Resolves with what is wrong with each rule; such a rule holds nothing. Error: `no-debugger`. */
  setHoldRules(rules: readonly HoldRule[]): Promise<(string | null)[]>;
  /** Errors: `hold-gone`, `hold-too-late`, `hold-unreadable`. */
  editHeld(id: string, edits: HoldEdits): Promise<HeldMessage>;
  /** Errors: `hold-gone`, `hold-too-late`, `hold-not-answerable`. */
  releaseHeld(id: string, order: HoldOrder): Promise<void>;
  /** Ends the stack; resolves when its process is gone. Error: `stack-not-ended`. */
  stop(): Promise<void>;
}

export interface FaultWriter {
  /** Error: `unknown-fault`. */
  inject(cause: string, signal?: AbortSignal): Promise<FaultSummary>;
  /** Brings the settings of a case to the stack; `clear` takes them back. */
  setUpCase(settings: CaseSettings): Promise<void>;
  /** Clears one fault or all; resolves with the ids of those that were active. */
  clear(cause: string | undefined, signal?: AbortSignal): Promise<string[]>;
}

/** An environment whose targets still have their writers, before `readOnly` hides them. */
export type UnguardedEnvironment = Omit<Environment, keyof Writers> & {
  readonly api?: ApiTarget & ApiWriter;
  readonly queue?: QueueTarget & QueueWriter;
  readonly worker?: WorkerTarget & WorkerWriter;
  readonly tenants?: TenantTarget & TenantWriter;
  readonly provider?: ProviderTarget & SandboxWriter;
  readonly faults?: FaultTarget & FaultWriter;
  readonly stack?: StackTarget & StackWriter;
};
