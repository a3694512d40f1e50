import { codeOf, ExpectedError } from "../../common/errors";
import type {
  ApiTarget,
  EnvironmentVariables,
  ProviderTarget,
  QueueReading,
  QueueTarget,
  TenantTarget,
  WorkerContainer,
  WorkerTarget,
} from "../environment";
import type { TenantRecord } from "../../runtime/control/stackContract";
import type { ApiReading, DataReading, LogReading, ProviderReading, WorkerReading } from "./layersSnapshot";

/** One look at each part of an environment, for the layers. Read-only. */
export async function lookAtApi(api: ApiTarget, tenantCode: string, signal: AbortSignal): Promise<ApiReading> {
  const startedAt = performance.now();
  try {
    return { url: api.url, info: await api.check(signal, tenantCode) };
  } catch (error) {
    // Unreachable is a known state, unlike a look that could not be made.
    const elapsedMs = Math.round(performance.now() - startedAt);
    if (ExpectedError.is(error, "api-timeout")) return { url: api.url, info: { unreachable: "ETIMEDOUT", elapsedMs } };
    if (!ExpectedError.is(error, "api-unreachable")) throw error;
    return { url: api.url, info: { unreachable: codeOf(error.cause) ?? error.reason, elapsedMs } };
  }
}

/** Errors: those of AWS that say nothing about the queue; a missing queue is a reading. */
export async function lookAtQueue(queue: QueueTarget, signal: AbortSignal): Promise<QueueReading> {
  const { refusal, ...reading } = await queue.measure(signal);
  if (refusal && refusal.reason !== "queue-not-found") throw refusal;
  return reading;
}

const QUEUE_VARIABLES = ["MESSAGING_SQS_QUEUE_NAME", "MESSAGING_QUEUE_NAME"];
const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/** Reads the worker's process each time, and its variables once per process. */
export class WorkerLook {
  readonly #worker: WorkerTarget;
  #variables: { of: string; values: EnvironmentVariables } | undefined;

  constructor(worker: WorkerTarget) {
    this.#worker = worker;
  }

  async look(signal: AbortSignal): Promise<WorkerReading> {
    const container = await this.#worker.container(signal);
    const { startedAt, restartCount = 0, exitCode, oomKilled, health, image } = container;
    const state = stateOf(container.state);
    const started = Date.parse(startedAt ?? "");
    return {
      origin: this.#worker.origin,
      state,
      restartCount,
      ...(Number.isFinite(started) && { startedAt: started }),
      ...(exitCode !== undefined && { exitCode }),
      ...(oomKilled !== undefined && { oomKilled }),
      ...(health !== undefined && { health }),
      ...(image !== undefined && { image }),
      ...settingsOf(state === "running" ? await this.#variablesOf(startedAt ?? "", signal) : {}),
    };
  }

  async #variablesOf(startedAt: string, signal: AbortSignal): Promise<EnvironmentVariables> {
    if (!this.#worker.variables) return {};
    if (this.#variables?.of !== startedAt) {
      this.#variables = { of: startedAt, values: await this.#worker.variables(signal) };
    }
    return this.#variables.values;
  }
}

/** Maps a container engine's state. */
function stateOf(state: WorkerContainer["state"]): WorkerReading["state"] {
  switch (state) {
    case "running":
    case "restarting":
    case "exited":
    case "missing":
      return state;
    case "dead":
      return "exited";
    case "created":
      return "starting";
    case "paused":
    case "removing":
      return "stopped";
    default:
      return "unknown";
  }
}

/** Omits DJANGO_SETTINGS_MODULE: a worker's own code may set it. */
function settingsOf(variables: EnvironmentVariables): Pick<WorkerReading, "queueName" | "region" | "mock"> {
  const first = (names: readonly string[]) => names.map((name) => variables[name]).find(Boolean);
  const [queueName, region, mock] = [first(QUEUE_VARIABLES), first(REGION_VARIABLES), variables["SOLAPI_MOCK"]];
  return {
    ...(queueName !== undefined && { queueName }),
    ...(region !== undefined && { region }),
    ...(mock !== undefined && { mock: /^(true|1|yes|on)$/i.test(mock.trim()) }),
  };
}

export async function lookAtProvider(provider: ProviderTarget, signal: AbortSignal): Promise<ProviderReading> {
  const [{ balance }, senders] = await Promise.all([provider.balance(signal), provider.senders(signal)]);
  return { url: provider.url, mode: provider.mode, balance, senders };
}

const NEWEST_LOGS = 5;

export async function lookAtData(tenants: TenantTarget, code: string, signal: AbortSignal): Promise<DataReading> {
  const [tenant, record, newestLogs] = await Promise.all([
    tenants.tenant(code, signal).catch(noTenant),
    tenants.record(code, signal).catch(noTenant),
    readNewestLogs(tenants, code, signal),
  ]);
  const [lastLog] = newestLogs;
  const columns = record && columnsOf(record);
  return {
    origin: tenants.origin,
    ...(tenant && { tenant }),
    ...(columns && { columns }),
    ...(lastLog && { lastLog, newestLogs }),
  };
}

/** No access returns the price of a message, so whether the credit suffices is unknown. */
function columnsOf({ messaging_is_active }: Partial<TenantRecord>): NonNullable<DataReading["columns"]> {
  return { ...(messaging_is_active !== undefined && { messagingIsActive: messaging_is_active }) };
}

function noTenant(error: unknown): undefined {
  if (ExpectedError.is(error, "tenant-not-found")) return undefined;
  throw error;
}

async function readNewestLogs(tenants: TenantTarget, code: string, signal: AbortSignal): Promise<LogReading[]> {
  const rows = (await tenants.newestLogs(NEWEST_LOGS, code, signal).catch(notOffered)) ?? [];
  return rows.map(({ id, success, failure_reason, sent_at, recipient_summary }) => ({
    id,
    success,
    failureReason: failure_reason,
    at: Date.parse(sent_at),
    to: recipient_summary,
  }));
}

/** HTTP cannot list the rows of all tenants. */
function notOffered(error: unknown): undefined {
  if (ExpectedError.is(error, "not-offered")) return undefined;
  throw error;
}
