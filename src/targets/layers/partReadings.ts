import { codeOf, ExpectedError } from "../../common/errors";
import type {
  ApiTarget,
  Environment,
  EnvironmentVariables,
  ProviderTarget,
  QueueTarget,
  TenantTarget,
  WorkerContainer,
  WorkerTarget,
} from "../environment";
import type { TenantRecord } from "../../runtime/control/stackContract";
import { OwnLook } from "../own/ownLook";
import type { ApiReading, DataReading, LogReading, ProviderReading, QueueView, WorkerReading } from "./layersSnapshot";

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
export async function lookAtQueue(queue: QueueTarget, signal: AbortSignal, ofApi?: OwnLook): Promise<QueueView> {
  const [{ refusal, ...reading }, own] = await Promise.all([queue.measure(signal), ofApi?.look("", signal)]);
  const asApi = own?.queue && !("cannot" in own.queue) ? own.queue : undefined;
  if (!refusal || refusal.reason === "queue-not-found") return { ...reading, ...(asApi && { asApi }) };
  // This machine may not look, but the API's own identity may.
  if (!asApi?.error) throw refusal;
  const { error: _ofThisMachine, ...named } = reading;
  return { ...named, asApi };
}

export const placeOf = ({ endpoint }: QueueTarget) => (endpoint === undefined ? {} : { endpoint });

const QUEUE_VARIABLES = ["MESSAGING_SQS_QUEUE_NAME", "MESSAGING_QUEUE_NAME"];
const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/** Reads the worker's process each time, its variables once per process, and its own access from time to time. */
export class WorkerLook {
  readonly #worker: WorkerTarget;
  readonly #own: OwnLook;
  #variables: { of: string; values: EnvironmentVariables } | undefined;

  constructor(worker: WorkerTarget, { queue, provider }: Pick<Environment, "queue" | "provider">) {
    this.#worker = worker;
    this.#own = new OwnLook(worker, {
      ...(queue && { queue: placeOf(queue) }),
      ...(provider && { provider: { url: provider.url } }),
    });
  }

  async look(signal: AbortSignal): Promise<WorkerReading> {
    const container = await this.#worker.container(signal);
    const { startedAt, restartCount = 0, exitCode, oomKilled, health, image } = container;
    const state = stateOf(container.state);
    const started = Date.parse(startedAt ?? "");
    const isRunning = state === "running";
    const [variables, own] = await Promise.all([
      isRunning ? this.#variablesOf(startedAt ?? "", signal) : {},
      isRunning ? this.#own.look(startedAt ?? "", signal) : undefined,
    ]);
    return {
      origin: this.#worker.origin,
      state,
      restartCount,
      ...(Number.isFinite(started) && { startedAt: started }),
      ...(exitCode !== undefined && { exitCode }),
      ...(oomKilled !== undefined && { oomKilled }),
      ...(health !== undefined && { health }),
      ...(image !== undefined && { image }),
      ...settingsOf(variables),
      ...(own && { own }),
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

function columnsOf(record: Partial<TenantRecord>): NonNullable<DataReading["columns"]> {
  const { messaging_is_active: messagingIsActive, credit_balance, messaging_base_price } = record;
  return {
    ...(messagingIsActive !== undefined && { messagingIsActive }),
    ...(credit_balance !== undefined && { credit: Number(credit_balance) }),
    ...(messaging_base_price !== undefined && { price: Number(messaging_base_price) }),
  };
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
