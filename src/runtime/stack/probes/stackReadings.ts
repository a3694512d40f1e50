import type { QueueError } from "../../queue/protocol/botocoreText";

/** How one side reaches the queue with its own variables. */
export interface QueueAccess {
  name: string;
  region: string;
  endpoint: string;
  /** Why it cannot use the queue. */
  error?: QueueError & { operation: string };
}

/** Solapi's answer to a call with the worker's own key. */
export type AccountReading =
  | { balance: number; senders: { phoneNumber: string; status: string }[] }
  | { error: { status?: number; errorCode: string; errorMessage: string } };

/** The tenant's row and the tables that a send reads. */
export interface TenantReading {
  code: string;
  name: string;
  isActive: boolean;
  messagingIsActive: boolean;
  messagingSender: string;
  kakaoPfid: string;
  /** In won. */
  credit: number;
  price: number;
}

/** The answer to one harmless request, GET info/, or the system's error if none came. */
export type InfoAnswer =
  { status: number; elapsedMs: number; code?: string; detail?: string } | { unreachable: string; elapsedMs: number };

/** Readings that no event of the stack carries. Taking them sends, receives and writes nothing. */
export interface StackReadings {
  /** Milliseconds since the Unix epoch. */
  at: number;
  api: InfoAnswer;
  /** `worker` is absent if its variables name no credentials of their own. */
  queue: { api: QueueAccess; worker?: QueueAccess };
  /** Whether the running process still handles messages; absent if none runs. */
  workerAnswers?: boolean;
  provider: AccountReading;
  data: {
    /** Absent if no tenant has that code. */
    tenant?: TenantReading;
    /** Why a table that a send reads is unreadable. */
    error?: string;
  };
}
