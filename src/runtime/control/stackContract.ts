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
