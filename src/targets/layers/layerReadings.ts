import type { ExpectedError } from "../../common/errors";

/** A reading of the queue as in the evidence bundle: `error` replaces the counts if it was refused. */
export interface QueueReading {
  name: string;
  region: string;
  url?: string;
  endpoint?: string;
  counts?: { visible: number; inFlight: number; delayed: number; dead?: number; oldestAgeSeconds?: number };
  /** null: no redrive policy. */
  redrive?: { maxReceiveCount: number; deadLetterQueue: string } | null;
  /** Seconds. */
  visibilityTimeout?: number;
  error?: { code: string; message: string };
  /** The same refusal for the user, with a next step. */
  refusal?: ExpectedError;
  /** Consumers other than this environment's own worker, latest first; absent if unknown. */
  otherConsumers?: QueueTaker[];
  /** Messages that this environment's own worker took so far; absent while it does not run, or where nothing counts them. */
  ownTaken?: number;
}

/** Times are milliseconds since the Unix epoch. */
export interface QueueTaker {
  /** Its user agent. */
  name: string;
  /** It is waiting for messages now. */
  isPolling: boolean;
  lastReceivedAt?: number;
  /** Messages that it took so far. */
  taken: number;
}

export interface ProviderSender {
  phoneNumber: string;
  status: string;
}
