import type { Layer } from "../message/messageEvents";

/** The send API's answer: `body` is parsed JSON, or the raw text if it is not JSON. */
export interface ApiAnswer {
  status: number;
  body: unknown;
  elapsedMs: number;
  requestId: string;
  /** One for each recipient that was enqueued. */
  traceIds: string[];
}

/** The send API's request (see the backend's contract in src/runtime/api). */
export interface SendRequest {
  student_ids: number[];
  send_to?: "student" | "parent";
  message_mode?: "sms" | "alimtalk" | "both";
  template_id?: number | null;
  raw_body?: string;
  raw_subject?: string;
}

/** A student as imported. Numbers are as typed; null if there is none. */
export interface NewStudent {
  id: number;
  name: string;
  phone: string | null;
  parentPhone: string | null;
}

export interface ImportResult {
  tenant: string;
  added: number;
  replaced: number;
}

/** A student as listed: whom a test message can be sent to. */
export interface StudentSummary {
  id: number;
  /** Empty where the backend stores none. */
  name: string;
  /** Whether a number is stored. */
  hasPhone: boolean;
  hasParentPhone: boolean;
}

export interface TenantSummary {
  id: number;
  code: string;
  name: string;
  messagingSender: string;
  /** core_tenant.is_active; absent where this access does not return it. */
  isActive?: boolean;
}

/** A row of core_tenant, with the backend's column names. */
export interface TenantRecord {
  id: number;
  code: string;
  messaging_sender: string;
  credit_balance: string;
  messaging_is_active: boolean;
  /** Won per message, as decimal text. */
  messaging_base_price?: string;
}

/** A row of messaging_notificationlog, with the backend's column names. */
export interface LogRow {
  id: string;
  sent_at: string;
  success: boolean;
  failure_reason: string;
  recipient_summary: string;
}

export interface StackChange {
  kind: "changed" | "alive";
}

/** How to reach a running stack. The stack writes it when it is up, readable by its owner only. */
export interface StackAddress {
  /** CONTRACT_VERSION of the stack. Any other version guarantees only `pid`, `controlUrl` and `token`. */
  contract: number;
  pid: number;
  /** Milliseconds since the Unix epoch. */
  startedAt: number;
  controlUrl: string;
  /** Bearer token of the control server. */
  token: string;
  apiUrl: string;
  /** Bearer token of the send API. */
  apiToken: string;
  sqsEndpoint: string;
  /** The only access key that SQS accepts; absent if it accepts any. */
  awsAccessKeyId?: string;
  queueUrl: string;
  solapiUrl: string;
  /** Messages about the start for the user: ports that were in use, files that were damaged. */
  notices: string[];
}

/** The secrets between the parts of one stack and its clients. They are useless outside this machine. */
export interface StackKeys {
  /** Bearer token of the send API. */
  apiToken: string;
  /** The access key that SQS requires; its secret is not checked. */
  awsAccessKeyId: string;
  awsSecretAccessKey: string;
  solapiApiKey: string;
  solapiApiSecret: string;
}

/** Values of a message's surroundings that were brought to the stack; absent: as they are. */
export interface CaseSettings {
  /** Of the sample tenant. */
  messagingSender?: string;
  /** Won. */
  creditBalance?: number;
  messagingIsActive?: boolean;
  /** The number of the sample student and of the parent. */
  recipient?: string;
  /** Of the approved sample template. */
  templateBody?: string;
  workerVariables?: Record<string, string>;
}

/** The test send that shows a fault, if the usual one (hakwonplus, student 1, a short SMS) does not. */
export type FaultSend =
  | { via: "api"; tenantCode?: string; request: Partial<SendRequest> }
  /** Enqueued as by a foreign producer, with `{trace_id}` replaced. */
  | { via: "queue"; tenantCode?: string; body: string };

/** A fault as a client sees it. */
export interface FaultSummary {
  id: string;
  layer: Layer;
  title: string;
  active: boolean;
  send?: FaultSend;
}
