import type { SequencedEvent } from "./eventHub";
import type { Layer } from "../message/messageEvents";
import type { MessageTrace } from "../message/messageTrace";
import type { Poller, QueueCounts } from "../queue/queueServer";
import type { NotificationLog } from "../store/notificationLogs";
import type { WorkerProcessStatus } from "./workerSupervisor";

/** The whole stack at one moment. Times are milliseconds since the Unix epoch. */
export interface StackSnapshot {
  at: number;
  /** When something of it changes though nothing happens, at the earliest; absent: nothing does. */
  changesAt?: number;
  /** The newest event it knows: a client streams on from here. */
  seq: number;
  pid: number;
  startedAt: number;
  api: {
    url: string;
    /** Requests of web pages, and requests without a token. They leave no trace. */
    refused: number;
    lastAnswer?: { at: number; status: number; elapsedMs: number; tenantCode: string };
  };
  queue: {
    name: string;
    endpoint: string;
    url: string;
    region: string;
    /** Absent where the queue does not exist. */
    counts?: QueueCounts;
    redrive?: { maxReceiveCount: number; deadLetterQueue: string };
    pollers: Poller[];
  };
  worker: WorkerProcessStatus;
  provider: {
    mode: "sandbox" | "mock";
    url: string;
    balance: number;
    senders: { phoneNumber: string; status: string }[];
  };
  data: { path: string; lastLog?: NotificationLog; newestLogs: NotificationLog[] };
  /** Messages by their present state, of those that are kept. */
  messages: Partial<Record<MessageTrace["state"], number>>;
  /** The newest event of each layer that says no. */
  lastErrors: Partial<Record<Layer, SequencedEvent>>;
  /** Ids of the causes that are set up on purpose. */
  faults?: string[];
}
