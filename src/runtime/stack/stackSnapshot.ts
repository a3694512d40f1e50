import type { RefusedClient } from "../provider/sandbox/foreign/clientProxy";
import type { SequencedEvent } from "./eventHub";
import type { Layer } from "../message/messageEvents";
import type { MessageTrace } from "../message/messageTrace";
import type { SendTally } from "../message/registry/sendTallies";
import type { QueueStray } from "../queue/pollerRegistry";
import type { Poller, QueueCounts } from "../queue/queueServer";
import type { NotificationLog } from "../store/notificationLogs";
import type { WorkerProcessStatus } from "./supervisor/workerSupervisor";

/** The whole stack at one moment. Times are milliseconds since the Unix epoch. */
export interface StackSnapshot {
  at: number;
  /** The earliest time at which the snapshot changes without any event; absent if it never does. */
  changesAt?: number;
  /** The newest event it includes: a client streams on from here. */
  seq: number;
  pid: number;
  startedAt: number;
  api: {
    url: string;
    /** Requests from web pages, and requests without a token. They leave no trace. */
    refused: number;
    lastAnswer?: { at: number; status: number; elapsedMs: number; tenantCode: string };
  };
  queue: {
    name: string;
    endpoint: string;
    url: string;
    region: string;
    /** Absent if the queue does not exist. */
    counts?: QueueCounts;
    redrive?: { maxReceiveCount: number; deadLetterQueue: string };
    pollers: Poller[];
    /** Programs that asked for a queue which is not there, the newest last. */
    strays?: QueueStray[];
  };
  worker: WorkerProcessStatus;
  provider: {
    mode: "sandbox" | "mock";
    url: string;
    balance: number;
    senders: { phoneNumber: string; status: string }[];
    /** Programs that would have spoken to the real Solapi, the newest last. */
    refusedClients?: RefusedClient[];
  };
  data: {
    path: string;
    lastLog?: NotificationLog;
    newestLogs: NotificationLog[];
    /** Why the file cannot be read. */
    unreadable?: string;
    /** The disk of the state folder has no room: the bytes that are left. */
    fullDisk?: number;
  };
  /** What the stack warned of, such as a damaged file that it set aside; the log has all of it. */
  notices?: string[];
  /** Number of kept messages by their current state. */
  messages: Partial<Record<MessageTrace["state"], number>>;
  /** Of the recent sends to several, oldest first. */
  sends: SendTally[];
  /** The newest refusal event of each layer. */
  lastErrors: Partial<Record<Layer, SequencedEvent>>;
  /** Ids of the injected faults. */
  faults?: string[];
  /** The worker is stopped for a program of the user's, and comes back after it. */
  isWorkerAside?: boolean;
}
