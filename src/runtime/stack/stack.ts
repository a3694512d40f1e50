import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { DisposableStack } from "../../common/disposable";
import { messageOf } from "../../common/errors";
import type { TenantSummary } from "../control/stackContract";
import { recoveredEnd } from "../message/recoveredEnd";
import type { InboxMessage } from "../provider/sandbox/sandbox";
import { DEFAULT_REGION } from "../queue/payload";
import { POLL_EXPECTED_WITHIN_MS } from "../queue/pollerRegistry";
import { LayerRefusals } from "./layerRefusals";
import { StackProbes } from "./probes/stackProbes";
import type { StackReadings } from "./probes/stackReadings";
import { startParts } from "./stackParts";
import type { StackOptions, StackParts } from "./stackParts";
import type { StackSnapshot } from "./stackSnapshot";
import { StackTenants } from "./stackTenants";
import { awsVariables, credentialsOf } from "./stateFolder/awsKeys";
import { DiskWatch } from "./stateFolder/diskWatch";
import { enqueueForeign } from "./stateFolder/foreignProducer";
import { WorkerSupervisor } from "./supervisor/workerSupervisor";
import { WorkerVariables } from "./supervisor/workerVariables";
import type { VariablesChange } from "./supervisor/workerVariables";

/** The sandbox answers within milliseconds, so a short timeout detects a lost answer early. */
const LOCAL_SOLAPI_TIMEOUT_SECONDS = 3;

/** The worker's sender if neither the payload nor the tenant names one; not registered, as in many academies. */
const FALLBACK_SENDER = "01000000000";

/**
 * The four layers and their data in one process, with the worker as a child process: send API → SQS → worker → Solapi
 * sandbox. Everything listens on 127.0.0.1, and nothing leaves the machine.
 */
export class Stack {
  readonly tenants: StackTenants;
  readonly worker: WorkerSupervisor;
  readonly startedAt = Date.now();
  readonly #currentVariables = new WorkerVariables(() => this.#workerVariables());
  readonly #refusals = new LayerRefusals();
  readonly #probes: StackProbes;
  readonly #disk: DiskWatch;

  private constructor(
    readonly parts: StackParts,
    private readonly disposables: DisposableStack,
    { stateDir, workerModule, workerEnv, log }: StackOptions,
  ) {
    const { api, apiLines, archive, changes, events, holds, keys, queue, store, traces } = parts;
    this.tenants = new StackTenants(store);
    this.#disk = new DiskWatch({
      folder: stateDir,
      changed: (isFull) => {
        if (isFull) log.warning(`The disk is full: ${stateDir}. Messages wait until there is room again`);
        else log.info(`The disk has room again: ${stateDir}`);
        changes.note();
      },
    });
    disposables.push({ dispose: () => this.#disk.stop() });
    this.#currentVariables.change("start", workerEnv);
    events.subscribe((event) => {
      traces.add(event);
      archive.noteEvent(event);
      this.#refusals.note(event);
      holds.noteEvent(event);
    });
    this.worker = new WorkerSupervisor({
      modulePath: workerModule,
      env: () => this.#currentVariables.now(),
      emit: (event) => {
        events.publish(event);
        const untold = event.type === "worker.duplicate" && recoveredEnd(traces.get(event.traceId), event);
        if (untold) events.publish(untold);
      },
      holds,
      changed: () => {
        if (this.worker.status.state === "starting") this.forgetRefusals();
        changes.note();
      },
      log,
    });
    apiLines.subscribe((line) => archive.noteLine("api", line));
    this.worker.lines.subscribe((line) => archive.noteLine("worker", line));
    holds.connect({ clocks: queue.clocks, worker: this.worker });
    disposables.push({ dispose: () => holds.releaseAll() }); // what the worker held, it has given back by then
    disposables.push({ dispose: () => this.worker.stop() });
    this.#probes = new StackProbes({
      apiUrl: () => api.baseUrl,
      keys,
      apiVariables: () => ({ ...awsVariables(keys), ...this.variables().api }),
      workerVariables: () => this.#currentVariables.now(),
      worker: this.worker,
      store,
    });
  }

  /** Starts the parts in order of dependency. If one fails, those already started are stopped. */
  static async start(options: StackOptions): Promise<Stack> {
    const disposables = new DisposableStack();
    try {
      return new Stack(await startParts(options, disposables), disposables, options);
    } catch (error) {
      await disposables
        .dispose()
        .catch((failed: unknown) => options.log.error(`a part did not stop: ${messageOf(failed)}`));
      throw error;
    }
  }

  /** Changes the worker's variables, or undoes that change, and restarts the worker. */
  async setWorkerEnv(by: string, change: VariablesChange | undefined): Promise<void> {
    this.#currentVariables.change(by, change);
    await this.worker.restart();
  }

  /** Probes every layer; see StackProbes. */
  readings(tenantCode: string): Promise<StackReadings> {
    return this.#probes.read(tenantCode);
  }

  /** Forgets the refusals so far, because their grounds may have changed. */
  forgetRefusals(): void {
    this.#refusals.forget();
  }

  /** Compare-and-set. @throws ExpectedError `tenant-not-found`, `conflict` */
  setSender(code: string, expected: string, value: string): TenantSummary {
    const tenant = this.tenants.setSender(code, expected, value);
    this.forgetRefusals();
    return tenant;
  }

  snapshot(): StackSnapshot {
    const { worker } = this;
    const { api, events, sandbox, traces } = this.parts;
    const { lastAnswer, lastErrors } = this.#refusals;
    const changesAt = this.#changesAt();
    return {
      at: Date.now(),
      ...(changesAt !== undefined && { changesAt }),
      seq: events.seq,
      pid: process.pid,
      startedAt: this.startedAt,
      api: { url: api.baseUrl, refused: api.refused(), ...(lastAnswer && { lastAnswer }) },
      queue: this.#queueSnapshot(),
      worker: worker.status,
      provider: {
        mode: worker.status.mock === true ? ("mock" as const) : ("sandbox" as const),
        url: sandbox.baseUrl,
        balance: sandbox.balance(),
        senders: sandbox.senders(),
        refusedClients: [...sandbox.refusedClients()],
      },
      data: this.#dataSnapshot(),
      ...traces.counts(),
      lastErrors,
    };
  }

  variables(): { api: Record<string, string>; worker: Record<string, string> } {
    const { queue } = this.parts;
    const api = {
      MESSAGING_SQS_QUEUE_NAME: queue.queueName,
      AWS_REGION: DEFAULT_REGION,
      AWS_ENDPOINT_URL_SQS: queue.endpoint,
    };
    return { api, worker: this.#currentVariables.shown() };
  }

  /** Hands a body to the worker, bypassing the queue. @throws ExpectedError `worker-not-running` */
  handToWorker(body: string): { messageId: string } {
    const messageId = randomUUID();
    this.worker.handOver(messageId, body);
    return { messageId };
  }

  /** Enqueues a body as a foreign producer would. */
  enqueue(body: string): Promise<{ messageId: string; traceId?: string }> {
    return enqueueForeign(body, this.parts.queue, credentialsOf(this.parts.keys));
  }

  inbox(traceId?: string): InboxMessage[] {
    return this.parts.sandbox.inbox(traceId === undefined ? {} : { traceId });
  }

  /** Stops every part, even if another one fails. The worker stops first, so that it never calls a stopped layer. */
  stop(): Promise<void> {
    return this.disposables.dispose();
  }

  #workerVariables(): Record<string, string> {
    return {
      ...awsVariables(this.parts.keys),
      AWS_REGION: DEFAULT_REGION,
      AWS_ENDPOINT_URL_SQS: this.parts.queue.endpoint,
      MESSAGING_SQS_QUEUE_NAME: this.parts.queue.queueName,
      SOLAPI_API_KEY: this.parts.keys.solapiApiKey,
      SOLAPI_API_SECRET: this.parts.keys.solapiApiSecret,
      SOLAPI_SENDER: FALLBACK_SENDER,
      SOLAPI_BASE_URL: this.parts.sandbox.baseUrl,
      SOLAPI_TIMEOUT_SECONDS: String(LOCAL_SOLAPI_TIMEOUT_SECONDS),
      DJANGO_SETTINGS_MODULE: "local",
      DATABASE_URL: pathToFileURL(this.parts.store.database.path).href.replace(/^file:/, "sqlite:"),
    };
  }

  /** Without any event, a message can become ready, and a worker that has not polled for a while can turn idle. */
  #changesAt(): number | undefined {
    const [latest] = this.parts.queue.pollers();
    const times = [this.parts.queue.changesAt(), latest && latest.lastPollAt + POLL_EXPECTED_WITHIN_MS];
    const ahead = times.filter((at): at is number => at !== undefined && at > Date.now());
    return ahead.length > 0 ? Math.min(...ahead) : undefined;
  }

  /** Never throws: a stack whose data cannot be read is found, and says so. */
  #dataSnapshot(): StackSnapshot["data"] {
    const { path } = this.parts.store.database;
    const { freeBytes } = this.#disk;
    const full = freeBytes !== undefined && { fullDisk: freeBytes };
    try {
      const newestLogs = this.parts.store.notificationLogs.newest(5);
      const [lastLog] = newestLogs;
      return { path, newestLogs, ...(lastLog && { lastLog }), ...full };
    } catch (error) {
      return { path, newestLogs: [], unreadable: messageOf(error), ...full };
    }
  }

  #queueSnapshot(): StackSnapshot["queue"] {
    const { queueName: name, endpoint, queueUrl: url } = this.parts.queue;
    const counts = this.parts.queue.counts();
    const redrive = this.parts.queue.redrivePolicy();
    const known = { ...(counts && { counts }), ...(redrive && { redrive }) };
    const consumers = { pollers: this.parts.queue.pollers(), strays: this.parts.queue.strays() };
    return { name, endpoint, url, region: DEFAULT_REGION, ...known, ...consumers };
  }
}
