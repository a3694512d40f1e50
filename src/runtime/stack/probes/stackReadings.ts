import type { QueueError } from "../../queue/protocol/botocoreText";

/** How one side reaches the queue with its own variables. */
export interface QueueAccess {
  name: string;
  region: string;
  endpoint: string;
  /** Why it cannot use the queue. */
  error?: QueueError & { operation: string };
}

/** Solapi's answer to the worker's own key. */
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
  /** Won. */
  credit: number;
  price: number;
}

/** The answer to one harmless request, GET info/, or the system's word where none came. */
export type InfoAnswer =
  { status: number; elapsedMs: number; code?: string; detail?: string } | { unreachable: string; elapsedMs: number };

/** What no event of the stack tells, asked for: nothing is sent, received or written. */
export interface StackReadings {
  /** Milliseconds since the Unix epoch. */
  at: number;
  api: InfoAnswer;
  /** `worker`: absent where its variables name no credentials of their own. */
  queue: { api: QueueAccess; worker?: QueueAccess };
  /** Whether the running process still handles messages; absent where none runs. */
  workerAnswers?: boolean;
  provider: AccountReading;
  data: {
    /** Absent where there is none of that code. */
    tenant?: TenantReading;
    /** Why a table that a send reads cannot be read. */
    error?: string;
  };
}
