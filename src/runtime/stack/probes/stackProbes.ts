import { codeOf, messageOf } from "../../../common/errors";
import { readAccount } from "./accountProbe";
import { accessQueue } from "./queueProbe";
import type { InfoAnswer, StackReadings, TenantReading } from "./stackReadings";
import type { Store } from "../../store/store";
import type { WorkerSupervisor } from "../supervisor/workerSupervisor";
import type { StackKeys } from "../../control/stackContract";

const INFO_PATH = "/api/v1/messaging/info/";

/** A healthy layer answers within milliseconds, or within a second on a busy machine. */
const ANSWER_WITHIN_MS = 2_000;

/** The tables that a send reads before it enqueues. */
const READ_BY_A_SEND = ["students_student", "messaging_messagetemplate", "messaging_notificationlog"] as const;

export interface StackProbesOptions {
  apiUrl(): string;
  keys: StackKeys;
  /** The API's own variables, and the worker's including secrets. */
  apiVariables(): NodeJS.ProcessEnv;
  workerVariables(): NodeJS.ProcessEnv;
  worker: WorkerSupervisor;
  store: Store;
}

/**
 * Probes each layer of the stack as the layer before it would: with the API's token, the worker's queue name, region
 * and credentials, and the worker's key at the provider. Sends, receives and writes nothing.
 */
export class StackProbes {
  readonly #options: StackProbesOptions;

  constructor(options: StackProbesOptions) {
    this.#options = options;
  }

  /**
   * Probes all layers at once. A layer that does not answer in time counts as silent. A failing layer never rejects.
   */
  async read(tenantCode: string): Promise<StackReadings> {
    const { apiVariables, workerVariables, worker } = this.#options;
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const [api, queueOfApi, queueOfWorker, workerAnswers, provider] = await Promise.all([
      this.#askApi(tenantCode, signal),
      accessQueue(apiVariables(), "SendMessage", signal),
      accessQueue(workerVariables(), "ReceiveMessage", signal),
      worker.answers(ANSWER_WITHIN_MS),
      readAccount(workerVariables(), ANSWER_WITHIN_MS),
    ]);
    return {
      at: Date.now(),
      api,
      queue: { api: queueOfApi!, ...(queueOfWorker && { worker: queueOfWorker }) },
      ...(workerAnswers !== undefined && { workerAnswers }),
      provider,
      data: this.#readData(tenantCode),
    };
  }

  async #askApi(tenantCode: string, signal: AbortSignal): Promise<InfoAnswer> {
    const { apiUrl, keys } = this.#options;
    const headers = { authorization: `Bearer ${keys.apiToken}`, "x-tenant-code": tenantCode };
    const startedAt = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startedAt);
    try {
      const response = await fetch(apiUrl() + INFO_PATH, { headers, signal, redirect: "error" });
      const { code, detail } = refusalIn(await response.text());
      return { status: response.status, elapsedMs: elapsedMs(), ...(code && { code }), ...(detail && { detail }) };
    } catch (error) {
      return {
        unreachable: signal.aborted ? "ETIMEDOUT" : (codeOf(error) ?? messageOf(error)),
        elapsedMs: elapsedMs(),
      };
    }
  }

  #readData(tenantCode: string): StackReadings["data"] {
    const { store } = this.#options;
    try {
      const tenant = store.tenants.byCode(tenantCode);
      for (const table of READ_BY_A_SEND) store.database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get();
      return tenant ? { tenant: readingOf(tenant) } : {};
    } catch (error) {
      return { error: messageOf(error) };
    }
  }
}

const readingOf = (tenant: NonNullable<ReturnType<Store["tenants"]["byCode"]>>): TenantReading => ({
  code: tenant.code,
  name: tenant.name,
  isActive: tenant.isActive,
  messagingIsActive: tenant.messagingIsActive,
  messagingSender: tenant.messagingSender,
  kakaoPfid: tenant.kakaoPfid,
  credit: Number(tenant.creditBalance),
  price: Number(tenant.messagingBasePrice),
});

function refusalIn(text: string): { code?: string; detail?: string } {
  try {
    const { code, detail } = JSON.parse(text) as { code?: unknown; detail?: unknown };
    return {
      ...(typeof code === "string" && { code }),
      ...(typeof detail === "string" && { detail: detail.slice(0, 200) }),
    };
  } catch {
    return {};
  }
}
