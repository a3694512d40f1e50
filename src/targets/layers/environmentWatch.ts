import type { Disposable } from "../../common/disposable";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";
import { Watchers } from "../../common/watchers";
import type { Environment, WorkerTarget } from "../environment";
import { OwnLook } from "../own/ownLook";
import { lookAtApi, lookAtData, lookAtProvider, lookAtQueue, placeOf, WorkerLook } from "./partReadings";
import type { LayersSnapshot } from "./layersSnapshot";
import { RepeatedLook } from "./repeatedLook";

/**
 * Pause between two looks. AWS, Solapi, the API and the database push nothing, and every look is a request that is
 * billed or logged; the worker's engine pushes, so its look only catches a missed push.
 */
const EVERY_MS = { api: 15_000, queue: 5_000, worker: 10_000, provider: 30_000, data: 15_000 } as const;

export interface WatchOptions {
  /** Timeout of each part. */
  limitMs?: number;
  /** The tenant to look at; by default the environment's own. */
  tenantCode?: string;
}

/**
 * The layers of a real environment, measured while they are watched: each part independently, so that one that hangs or
 * is gone does not affect the others' lights. The worker's tail pushes its changes.
 */
export class EnvironmentWatch implements Disposable {
  readonly changed = new Signal();
  readonly #environment: Environment;
  readonly #log: Logger;
  readonly #parts: ReturnType<typeof createParts>;
  readonly #watchers = new Watchers(
    () => this.#wake(),
    () => this.#rest(),
  );
  #tail: AbortController | undefined;

  constructor(environment: Environment, log: Logger, options: WatchOptions = {}) {
    this.#environment = environment;
    this.#log = log;
    this.#parts = createParts(environment, () => this.changed.fire(), options);
  }

  get snapshot(): LayersSnapshot {
    const { name, isProduction } = this.#environment;
    const { api, queue, worker, provider, data } = this.#parts;
    return {
      name,
      isLocal: false,
      isProduction,
      ...(api?.measured && { api: api.measured }),
      ...(queue?.measured && { queue: queue.measured }),
      ...(worker?.measured && { worker: worker.measured }),
      ...(provider?.measured && { provider: provider.measured }),
      ...(data?.measured && { data: data.measured }),
      lastErrors: {},
    };
  }

  /** Whether every configured part has answered or failed once. */
  get isMeasured(): boolean {
    return this.#all.every((part) => part.measured !== undefined);
  }

  watch(): Disposable {
    return this.#watchers.add();
  }

  /** Looks at everything once, in parallel. */
  async measure(): Promise<void> {
    await Promise.all(this.#all.map((part) => part.now()));
  }

  dispose(): void {
    this.#rest();
  }

  get #all() {
    return Object.values(this.#parts).filter((part) => part !== undefined);
  }

  #wake(): void {
    for (const part of this.#all) part.start();
    const { worker } = this.#environment;
    if (worker) void this.#followWorker(worker, (this.#tail = new AbortController()).signal);
  }

  #rest(): void {
    for (const part of this.#all) part.stop();
    this.#tail?.abort();
    this.#tail = undefined;
  }

  /**
   * A gap in the log is a start, an end, or an engine that went or came back; the first line after one is a sign of
   * life.
   */
  async #followWorker(worker: WorkerTarget, signal: AbortSignal): Promise<void> {
    let wasGap = false;
    try {
      for await (const entry of worker.tail(undefined, signal)) {
        if (signal.aborted) return;
        const isGap = entry.kind === "gap";
        if (isGap || wasGap) this.#parts.worker?.wake();
        wasGap = isGap;
      }
    } catch (error) {
      if (!signal.aborted) this.#log.debug(`[environment] the worker is only looked at: ${messageOf(error)}`);
    }
  }
}

function createParts(
  { api, queue, worker, provider, tenants, tenantCode: own }: Environment,
  changed: () => void,
  { limitMs, tenantCode = own }: WatchOptions,
) {
  const part = <T>(everyMs: number, look: (signal: AbortSignal) => Promise<T>) =>
    new RepeatedLook<T>({ everyMs, look, changed, ...(limitMs !== undefined && { limitMs }) });
  const ofApi = api && queue && new OwnLook(api, { queue: placeOf(queue) });
  const workerLook = worker && new WorkerLook(worker, { ...(queue && { queue }), ...(provider && { provider }) });
  return {
    api: api && part(EVERY_MS.api, (signal) => lookAtApi(api, tenantCode, signal)),
    queue: queue && part(EVERY_MS.queue, (signal) => lookAtQueue(queue, signal, ofApi)),
    worker: workerLook && part(EVERY_MS.worker, (signal) => workerLook.look(signal)),
    provider: provider && part(EVERY_MS.provider, (signal) => lookAtProvider(provider, signal)),
    data: tenants && part(EVERY_MS.data, (signal) => lookAtData(tenants, tenantCode, signal)),
  };
}
