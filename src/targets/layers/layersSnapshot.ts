import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { Layer } from "../../runtime/message/messageEvents";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { InfoAnswer, QueueAccess, TenantReading } from "../../runtime/stack/probes/stackReadings";
import type { PollFailure, StartFailure } from "../../runtime/worker/workerMessages";
import type { ProviderSender, QueueReading } from "./layerReadings";

/**
 * One part of an environment as it was measured, or since when nothing is known of it. Times are milliseconds since the
 * Unix epoch.
 */
export type Measured<T> =
  | {
      /** When it was so. */
      at: number;
      value: T;
      /** Older than this it is not true any more: whoever measures it would have said so again. */
      staleAfterMs: number;
    }
  | {
      /** Since when it is unknown. */
      at: number;
      /** Why, in one sentence. */
      failed: string;
      /** What was known before. */
      last?: { at: number; value: T };
    };

export interface ApiReading {
  url: string;
  /** The answer to GET info/ with the tenant and the token; absent where it was not asked yet. */
  info?: InfoAnswer;
  /** The newest answer to a send, where the API's events are known. */
  lastSend?: { at: number; status: number; elapsedMs: number; tenantCode: string };
}

export interface QueueView extends QueueReading {
  /** With the API's own variables, and with the worker's, where those are known. */
  asApi?: QueueAccess;
  asWorker?: QueueAccess;
}

export interface WorkerReading {
  /** "process 48213", "container academy-messaging-worker". */
  origin: string;
  /** `stopped`: on purpose; `missing`: there is none of that name. */
  state: "running" | "starting" | "restarting" | "exited" | "stopped" | "missing" | "unknown";
  startedAt?: number;
  restartCount: number;
  exitCode?: number;
  signal?: string;
  oomKilled?: boolean;
  health?: string;
  image?: string;
  /** Why it ended right after its start. */
  failure?: { reason: StartFailure | "module-not-found"; message: string };
  queueName?: string;
  region?: string;
  /** SOLAPI_MOCK: nothing is sent. */
  mock?: boolean;
  /** DJANGO_SETTINGS_MODULE: without it no tenant is looked up and no row written. */
  ormAvailable?: boolean;
  /** SOLAPI_SENDER, digits only. */
  fallbackSender?: string;
  /** False: the process is there and handles nothing. */
  answers?: boolean;
  /** Who receives from the queue; absent where the queue does not tell (AWS does not). 0: never. */
  polls?: { open: number; lastAt: number; lastReceivedAt: number };
  /** The newest poll, where it failed. */
  pollFailure?: PollFailure & { at: number };
  /** Another consumer that polls the queue now. */
  otherConsumer?: string;
}

export interface ProviderReading {
  url: string;
  mode: "sandbox" | "mock" | "live";
  /** Won; absent where it was not told. */
  balance?: number;
  senders: readonly ProviderSender[];
  /** The provider's refusal of the key that the worker has. */
  error?: { status?: number; errorCode: string; errorMessage: string };
}

/** A row of NotificationLog. `to` is masked by whoever wrote the row. */
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
  /** Absent where there is none of that code. */
  tenant?: TenantSummary;
  /** The columns by which a send is refused, as far as they are told. */
  columns?: Partial<TenantReading>;
  lastLog?: LogReading;
  /** The newest five rows of NotificationLog, the newest first; `lastLog` is the first of them. */
  newestLogs?: readonly LogReading[];
  /** Why a table that a send reads cannot be read. */
  error?: string;
}

/** What was measured of an environment. A part that is absent is not configured, hence unknown. */
export interface LayersSnapshot {
  name: string;
  isLocal: boolean;
  isProduction: boolean;
  api?: Measured<ApiReading>;
  queue?: Measured<QueueView>;
  worker?: Measured<WorkerReading>;
  provider?: Measured<ProviderReading>;
  data?: Measured<DataReading>;
  /** The newest message that each layer refused, where messages are known by their events. */
  lastErrors: Partial<Record<Layer, SequencedEvent>>;
  /** Ids of the causes that are set up on purpose. */
  faults?: readonly string[];
}

/** The reading, fresh or the last one known. */
export const readingOf = <T>(measured: Measured<T> | undefined): T | undefined =>
  measured && ("value" in measured ? measured.value : measured.last?.value);

export const isStale = (measured: Measured<unknown>, now: number): boolean =>
  "value" in measured && now - measured.at >= measured.staleAfterMs;
