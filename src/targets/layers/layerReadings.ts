import type { ExpectedError } from "../../common/errors";

/** What a look at the queue told, as in the evidence bundle: `error` in place of counts where it was refused. */
export interface QueueReading {
  name: string;
  region: string;
  url?: string;
  endpoint?: string;
  counts?: { visible: number; inFlight: number; delayed: number; dead?: number; oldestAgeSeconds?: number };
  /** null: it has no redrive policy. */
  redrive?: { maxReceiveCount: number; deadLetterQueue: string } | null;
  /** Seconds. */
  visibilityTimeout?: number;
  error?: { code: string; message: string };
  /** The same as a person is told it, with what to do. */
  refusal?: ExpectedError;
  /** Who takes from the queue besides this environment's own worker, the latest first; absent where that is not told. */
  otherConsumers?: QueueTaker[];
}

/** Times are milliseconds since the Unix epoch. */
export interface QueueTaker {
  /** Its user agent. */
  name: string;
  /** It waits for messages now. */
  isPolling: boolean;
  lastReceivedAt?: number;
}

export interface ProviderSender {
  phoneNumber: string;
  status: string;
}
