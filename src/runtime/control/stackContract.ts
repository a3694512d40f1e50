import type { Layer } from "../message/messageEvents";

/** What the send API answered: `body` is parsed JSON, or the text where it is none. */
export interface ApiAnswer {
  status: number;
  body: unknown;
  elapsedMs: number;
  requestId: string;
  /** One a recipient that was enqueued. */
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

export interface TenantSummary {
  id: number;
  code: string;
  name: string;
  messagingSender: string;
}

/** core_tenant, in the backend's column names. */
export interface TenantRecord {
  id: number;
  code: string;
  messaging_sender: string;
  credit_balance: string;
  messaging_is_active: boolean;
}

/** messaging_notificationlog, likewise. */
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

/** How to reach a running stack: written by it when it is up, for its owner's eyes only. */
export interface StackAddress {
  /** CONTRACT_VERSION of the stack. Of another one only `pid`, `controlUrl` and `token` are there for sure. */
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
  /** The only one that SQS answers; absent where it answers any. */
  awsAccessKeyId?: string;
  queueUrl: string;
  solapiUrl: string;
  /** What a person should know of its start: ports that were in use, files that were damaged. */
  notices: string[];
}

/** The secrets between the parts of one stack and its clients. They open nothing outside of this machine. */
export interface StackKeys {
  /** Bearer token of the send API. */
  apiToken: string;
  /** What SQS asks for; the secret that goes with it is not checked. */
  awsAccessKeyId: string;
  awsSecretAccessKey: string;
  solapiApiKey: string;
  solapiApiSecret: string;
}

/** The test send that shows a fault, where the usual one (hakwonplus, student 1, a short SMS) does not. */
export type FaultSend =
  | { via: "api"; tenantCode?: string; request: Partial<SendRequest> }
  /** Put on the queue as a foreign producer would; `{trace_id}` in it is replaced. */
  | { via: "queue"; tenantCode?: string; body: string };

/** A fault as a client sees it. */
export interface FaultSummary {
  id: string;
  layer: Layer;
  title: string;
  active: boolean;
  send?: FaultSend;
}
