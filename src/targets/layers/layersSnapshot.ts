import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { Layer } from "../../runtime/message/messageEvents";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { InfoAnswer, QueueAccess, TenantReading } from "../../runtime/stack/probes/stackReadings";
import type { OwnAccess } from "../own/ownAccess";
import type { PollFailure, StartFailure } from "../../runtime/worker/workerMessages";
import type { ProviderSender, QueueReading } from "./layerReadings";
import type { OtherTaker } from "../../common/shown/consumerShares";

/**
 * The measurement of one part of an environment, or since when it is unknown. Times are milliseconds since the Unix
 * epoch.
 */
export type Measured<T> =
  | {
      /** Time of the measurement. */
      at: number;
      value: T;
      /** The value expires after this: its source would have confirmed it by then. */
      staleAfterMs: number;
    }
  | {
      /** Since when it is unknown. */
      at: number;
      /** The reason, in one sentence. */
      failed: string;
      /** The `reason` of the ExpectedError behind it. */
      code?: string;
      /** The last known value. */
      last?: { at: number; value: T };
    };

export interface ApiReading {
  url: string;
  /** The answer to GET info/ with the tenant and the token; absent if not requested yet. */
  info?: InfoAnswer;
  /** The newest answer to a send, if the API's events are known. */
  lastSend?: { at: number; status: number; elapsedMs: number; tenantCode: string };
}

export interface QueueView extends QueueReading {
  /** Read with the API's own variables, and with the worker's, where known. */
  asApi?: QueueAccess;
  asWorker?: QueueAccess;
}

export interface WorkerReading {
  /** "process 48213", "container academy-messaging-worker". */
  origin: string;
  /** `stopped`: on purpose; `missing`: nothing has that name. */
  state: "running" | "starting" | "restarting" | "exited" | "stopped" | "missing" | "unknown";
  /** Stopped for a worker of the user's own, which is not there yet or no longer. */
  isAside?: boolean;
  startedAt?: number;
  restartCount: number;
  exitCode?: number;
  signal?: string;
  oomKilled?: boolean;
  health?: string;
  image?: string;
  /** Why it exited right after its start. */
  failure?: { reason: StartFailure | "module-not-found"; message: string };
  queueName?: string;
  region?: string;
  /** SOLAPI_MOCK: nothing is sent. */
  mock?: boolean;
  /** DJANGO_SETTINGS_MODULE: without it no tenant is looked up and no row is written. */
  ormAvailable?: boolean;
  /** SOLAPI_SENDER, digits only. */
  fallbackSender?: string;
  /** False: the process exists but handles nothing. */
  answers?: boolean;
  /** Polls of the queue; absent if the queue does not report them (AWS does not). 0: never. */
  polls?: { open: number; lastAt: number; lastReceivedAt: number };
  /** The newest poll, if it failed. */
  pollFailure?: PollFailure & { at: number };
  /** Another consumer of the queue that polls now, or did so a moment ago. */
  otherConsumer?: OtherTaker & { isPolling: boolean };
  /** The queue and the provider's account as the worker's own keys show them, where its variables name any. */
  own?: OwnAccess;
}

export interface ProviderReading {
  url: string;
  mode: "sandbox" | "mock" | "live";
  /** Won; absent if unknown. */
  balance?: number;
  senders: readonly ProviderSender[];
  /** The provider's refusal of the worker's key. */
  error?: { status?: number; errorCode: string; errorMessage: string };
}

/** A row of NotificationLog. `to` is already masked in the row. */
export interface LogReading {
  id: string;
  success: boolean;
  failureReason: string;
  at: number;
  to?: string;
}

export interface DataReading {
  /** "Django helper (academy, Postgres)", or the file. */
  origin: string;
  /** Absent if no tenant has that code. */
  tenant?: TenantSummary;
  /** The known columns that can make a send fail. */
  columns?: Partial<TenantReading>;
  lastLog?: LogReading;
  /** The newest five rows of NotificationLog, newest first; `lastLog` is the first of them. */
  newestLogs?: readonly LogReading[];
  /** Why a table that a send reads is unreadable. */
  error?: string;
  /** The disk of the data has no room: the bytes that are left. */
  fullDisk?: number;
}

/** The measurements of an environment. An absent part is not configured, hence unknown. */
export interface LayersSnapshot {
  name: string;
  isLocal: boolean;
  isProduction: boolean;
  api?: Measured<ApiReading>;
  queue?: Measured<QueueView>;
  worker?: Measured<WorkerReading>;
  provider?: Measured<ProviderReading>;
  data?: Measured<DataReading>;
  /** The newest message that each layer refused, if messages are known by their events. */
  lastErrors: Partial<Record<Layer, SequencedEvent>>;
  /** Ids of the injected causes. */
  faults?: readonly string[];
}

/** The reading: fresh, or the last known one. */
export const readingOf = <T>(measured: Measured<T> | undefined): T | undefined =>
  measured && ("value" in measured ? measured.value : measured.last?.value);

export const isStale = (measured: Measured<unknown>, now: number): boolean =>
  "value" in measured && now - measured.at >= measured.staleAfterMs;
