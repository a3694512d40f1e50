import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { Layer } from "../../runtime/message/messageEvents";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { ProviderSender, QueueReading } from "../environment";

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

export interface ApiFacts {
  url: string;
  /** The newest answer; `tenantCode` where it was one to a send. */
  lastAnswer?: { at: number; status: number; elapsedMs: number; tenantCode?: string };
  /** The system's word, where nothing answered: ECONNREFUSED, ETIMEDOUT. */
  unreachable?: string;
}

export interface WorkerFacts {
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
  queueName?: string;
  region?: string;
  /** SOLAPI_MOCK: nothing is sent. */
  mock?: boolean;
  /** Who receives from the queue; absent where the queue does not tell (AWS does not). 0: never. */
  polls?: { open: number; lastAt: number; lastReceivedAt: number };
  /** Its newest line. */
  lastLineAt?: number;
}

export interface ProviderFacts {
  url: string;
  mode: "sandbox" | "mock" | "live";
  /** Won; absent where it was not told. */
  balance?: number;
  senders: readonly ProviderSender[];
}

export interface DataFacts {
  /** "Django helper (academy, Postgres)", or the file. */
  origin: string;
  /** Absent where there is none of that code. */
  tenant?: TenantSummary;
  lastLog?: { id: string; success: boolean; failureReason: string; at: number };
}

/** What was measured of an environment. A part that is absent is not configured, hence unknown. */
export interface LayersSnapshot {
  name: string;
  isLocal: boolean;
  isProduction: boolean;
  api?: Measured<ApiFacts>;
  queue?: Measured<QueueReading>;
  worker?: Measured<WorkerFacts>;
  provider?: Measured<ProviderFacts>;
  data?: Measured<DataFacts>;
  /** The newest event of each layer that says no, where messages are known by their events. */
  lastErrors: Partial<Record<Layer, SequencedEvent>>;
}

/** The facts, fresh or the last ones known. */
export const factsOf = <T>(measured: Measured<T> | undefined): T | undefined =>
  measured && ("value" in measured ? measured.value : measured.last?.value);

export const isStale = (measured: Measured<unknown>, now: number): boolean =>
  "value" in measured && now - measured.at >= measured.staleAfterMs;
