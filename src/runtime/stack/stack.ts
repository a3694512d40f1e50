import { randomUUID } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { systemClock } from "../../common/clock";
import { DisposableStack } from "../../common/disposable";
import { ExpectedError, messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { createApiServer } from "../api/apiServer";
import type { ApiServer } from "../api/apiServer";
import { archiveNumbers } from "../archive/archiveNumbers";
import { MessageArchive } from "../archive/messageArchive";
import { HoldBoard } from "../holds/holdBoard";
import { ChangeHub } from "./changeHub";
import { closeFolder } from "./stateFolder/closedFolder";
import { DiskWatch } from "./stateFolder/diskWatch";
import { EventHub } from "./eventHub";
import type { MessageEvent } from "../message/messageEvents";
import { LayerRefusals } from "./layerRefusals";
import { StackProbes } from "./probes/stackProbes";
import type { StackReadings } from "./probes/stackReadings";
import { LineBuffer } from "./lineBuffer";
import { TakenByOthers } from "../message/takenByOthers";
import { TraceRegistry } from "../message/messageTrace";
import { startSandbox } from "../provider/sandbox/sandbox";
import type { InboxMessage, Sandbox } from "../provider/sandbox/sandbox";
import { POLL_EXPECTED_WITHIN_MS } from "../queue/pollerRegistry";
import { startQueueServer } from "../queue/queueServer";
import type { QueueServer } from "../queue/queueServer";
import { DEFAULT_REGION } from "../queue/payload";
import { awsVariables, credentialsOf } from "./stateFolder/awsKeys";
import { enqueueForeign } from "./stateFolder/foreignProducer";
import { openStackKeys } from "./stateFolder/stackKeyFile";
import type { StackSnapshot } from "./stackSnapshot";
import type { LogRow, NewStudent, StackKeys, TenantRecord, TenantSummary } from "../control/stackContract";
import { seedStore } from "../store/seed";
import { openDataFile } from "../store/dataFile";
import { openStore } from "../store/store";
import type { Store } from "../store/store";
import { logRowOf, tenantRecordOf, toSummary } from "./tenantRows";
import { recoveredEnd } from "../message/recoveredEnd";
import { WorkerVariables } from "./workerVariables";
import type { VariablesChange } from "./workerVariables";
import { WorkerSupervisor } from "./workerSupervisor";

export interface StackPorts {
  api: number;
  sqs: number;
  solapi: number;
  control: number;
}

/** Preferred ports. If one is in use, any other replaces it and the log says so. */
export const PREFERRED_PORTS: StackPorts = { api: 41_800, sqs: 41_801, solapi: 41_802, control: 41_803 };

export interface StackOptions {
  /** Everything the stack keeps: data, queues, the sandbox's messages. */
  stateDir: string;
  ports: StackPorts;
  /** `dist/worker.js`. */
  workerModule: string;
  /** Overrides the worker's own variables. */
  workerEnv: Record<string, string>;
  /** Whether SQS accepts any access key, not only the stack's own. */
  openSqs?: boolean;
  log: Logger;
}

/** The sandbox answers within milliseconds, so a short timeout detects a lost answer early. */
const LOCAL_SOLAPI_TIMEOUT_SECONDS = 3;

/** The worker's sender if neither the payload nor the tenant names one; not registered, as in many academies. */
const FALLBACK_SENDER = "01000000000";

/** Replaces `#{site_link}` in a body. */
const LOCAL_SITE = "https://hakwonplus.example";

/**
 * The four layers and their data in one process, with the worker as a child process: send API → SQS → worker → Solapi
 * sandbox. Everything listens on 127.0.0.1, and nothing leaves the machine.
 */
export class Stack {
  readonly worker: WorkerSupervisor;
  readonly startedAt = Date.now();
  readonly #currentVariables = new WorkerVariables(() => this.#workerVariables());
  readonly #refusals = new LayerRefusals();
  readonly #probes: StackProbes;
  readonly #disk: DiskWatch;

  private constructor(
    readonly traces: TraceRegistry,
    readonly events: EventHub,
    readonly changes: ChangeHub,
    readonly apiLines: LineBuffer,
    readonly keys: StackKeys,
    readonly store: Store,
    readonly queue: QueueServer,
    readonly sandbox: Sandbox,
    readonly api: ApiServer,
    readonly archive: MessageArchive,
    readonly holds: HoldBoard,
    private readonly parts: DisposableStack,
    { stateDir, workerModule, workerEnv, log }: StackOptions,
  ) {
    this.#disk = new DiskWatch({
      folder: stateDir,
      changed: (isFull) => {
        if (isFull) log.warning(`The disk is full: ${stateDir}. Messages wait until there is room again`);
        else log.info(`The disk has room again: ${stateDir}`);
        changes.note();
      },
    });
    parts.push({ dispose: () => this.#disk.stop() });
    this.#currentVariables.change("start", workerEnv);
    events.subscribe((event) => {
      this.traces.add(event);
      archive.noteEvent(event);
      this.#refusals.note(event);
      holds.noteEvent(event);
    });
    this.worker = new WorkerSupervisor({
      modulePath: workerModule,
      env: () => this.#currentVariables.now(),
      emit: (event) => {
        events.publish(event);
        const untold = event.type === "worker.duplicate" && recoveredEnd(this.traces.get(event.traceId), event);
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
    parts.push({ dispose: () => holds.releaseAll() }); // what the worker held, it has given back by then
    parts.push({ dispose: () => this.worker.stop() });
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
    const { stateDir, ports, log } = options;
    closeFolder(stateDir);
    const keys = openStackKeys(stateDir, log);
    const traces = new TraceRegistry();
    const events = new EventHub(log);
    const changes = new ChangeHub(log);
    const apiLines = new LineBuffer(log);
    const emit = (event: MessageEvent) => events.publish(event);
    const parts = new DisposableStack();
    try {
      const storeFile = path.join(stateDir, "store.sqlite");
      const store = openDataFile(storeFile, "The data file", log, () => openStore(storeFile));
      parts.push({ dispose: () => store.close() });
      seedStore(store);
      const archive = new MessageArchive({ stateDir, numbers: archiveNumbers(store), log });
      parts.push({ dispose: () => archive.close() });
      const taken = new TakenByOthers(emit);
      const holds = new HoldBoard({ tenantCode: (id) => store.tenants.byId(id)?.code ?? "", log });
      const queue = await startQueueServer({
        port: ports.sqs,
        dataDir: stateDir,
        ...(!options.openSqs && { accessKeyId: keys.awsAccessKeyId }),
        emit,
        changed: () => changes.note(),
        admitted: (message) => archive.noteBody(message),
        handedOut: (userAgent, messages) => taken.received(userAgent, messages),
        holds,
        log,
      });
      parts.push({ dispose: () => queue.stop() });
      const sandbox = await startSandbox({
        port: ports.solapi,
        dataDir: stateDir,
        apiKey: keys.solapiApiKey,
        apiSecret: keys.solapiApiSecret,
        taken,
        holds: { board: holds, queue: queue.clocks },
        emit,
        changed: () => changes.note(),
        log,
      });
      parts.push({ dispose: () => sandbox.stop() });
      const api = await createApiServer({
        port: ports.api,
        store,
        tokens: [{ value: keys.apiToken, isStaff: true }],
        sqs: {
          endpoint: queue.endpoint,
          region: DEFAULT_REGION,
          queueName: queue.queueName,
          credentials: credentialsOf(keys),
        },
        senderNumbers: () => Promise.resolve(sandbox.senders()),
        logSink: (line) => apiLines.add(line),
        siteUrl: LOCAL_SITE,
        emit,
        log,
        clock: systemClock,
        accepted: (message) => archive.noteBody(message),
        isKnown: (traceId) => traces.get(traceId) !== undefined,
        holds,
      });
      parts.push({ dispose: () => api.stop() });
      return new Stack(
        traces,
        events,
        changes,
        apiLines,
        keys,
        store,
        queue,
        sandbox,
        api,
        archive,
        holds,
        parts,
        options,
      );
    } catch (error) {
      await parts.dispose().catch((failed: unknown) => log.error(`a part did not stop: ${messageOf(failed)}`));
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

  snapshot(): StackSnapshot {
    const { sandbox, worker } = this;
    const { lastAnswer, lastErrors } = this.#refusals;
    const changesAt = this.#changesAt();
    return {
      at: Date.now(),
      ...(changesAt !== undefined && { changesAt }),
      seq: this.events.seq,
      pid: process.pid,
      startedAt: this.startedAt,
      api: { url: this.api.baseUrl, refused: this.api.refused(), ...(lastAnswer && { lastAnswer }) },
      queue: this.#queueSnapshot(),
      worker: worker.status,
      provider: {
        mode: worker.status.mock === true ? ("mock" as const) : ("sandbox" as const),
        url: sandbox.baseUrl,
        balance: sandbox.balance(),
        senders: sandbox.senders(),
      },
      data: this.#dataSnapshot(),
      messages: this.traces.countByState(),
      lastErrors,
    };
  }

  tenants(afterId: number, limit: number): { total: number; tenants: TenantSummary[] } {
    const { tenants } = this.store;
    return { total: tenants.count(), tenants: tenants.page(afterId, limit).map(toSummary) };
  }

  /** @throws ExpectedError `tenant-not-found` */
  tenant(code: string): TenantSummary {
    const tenant = this.store.tenants.byCode(code);
    if (!tenant) throw this.#unknownTenant(code);
    return toSummary(tenant);
  }

  setSender(code: string, expected: string, value: string): TenantSummary {
    this.store.tenants.setSender(code, expected, value);
    this.forgetRefusals();
    return this.tenant(code);
  }

  /** @throws ExpectedError `tenant-not-found`, `students-of-other-tenant` */
  importStudents(code: string, students: readonly NewStudent[]): { tenant: string; added: number; replaced: number } {
    return { tenant: code, ...this.store.students.putAll(this.tenant(code).id, students) };
  }

  tenantRecord(code: string): TenantRecord {
    const tenant = this.store.tenants.byCode(code);
    if (!tenant) throw this.#unknownTenant(code);
    return tenantRecordOf(tenant);
  }

  /** Rows of one tenant, or of all without a code. @throws ExpectedError `tenant-not-found` */
  logRows(afterId: number, code?: string): LogRow[] {
    const tenantId = code === undefined ? undefined : this.tenant(code).id;
    return this.store.notificationLogs.sinceId(afterId, tenantId).map(logRowOf);
  }

  /** Like `logRows`, newest first. */
  newestLogRows(limit: number, code?: string): LogRow[] {
    const tenantId = code === undefined ? undefined : this.tenant(code).id;
    return this.store.notificationLogs.newest(limit, tenantId).map(logRowOf);
  }

  variables(): { api: Record<string, string>; worker: Record<string, string> } {
    const { queue } = this;
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
    return enqueueForeign(body, this.queue, credentialsOf(this.keys));
  }

  inbox(traceId?: string): InboxMessage[] {
    return this.sandbox.inbox(traceId === undefined ? {} : { traceId });
  }

  /** Stops every part, even if another one fails. The worker stops first, so that it never calls a stopped layer. */
  stop(): Promise<void> {
    return this.parts.dispose();
  }

  #unknownTenant(code: string): ExpectedError {
    const known = this.store.tenants.page(0, 20).map((each) => each.code);
    return new ExpectedError("tenant-not-found", `No tenant has the code ${code}`, `Known codes: ${known.join(", ")}`);
  }

  #workerVariables(): Record<string, string> {
    return {
      ...awsVariables(this.keys),
      AWS_REGION: DEFAULT_REGION,
      AWS_ENDPOINT_URL_SQS: this.queue.endpoint,
      MESSAGING_SQS_QUEUE_NAME: this.queue.queueName,
      SOLAPI_API_KEY: this.keys.solapiApiKey,
      SOLAPI_API_SECRET: this.keys.solapiApiSecret,
      SOLAPI_SENDER: FALLBACK_SENDER,
      SOLAPI_BASE_URL: this.sandbox.baseUrl,
      SOLAPI_TIMEOUT_SECONDS: String(LOCAL_SOLAPI_TIMEOUT_SECONDS),
      DJANGO_SETTINGS_MODULE: "local",
      DATABASE_URL: pathToFileURL(this.store.database.path).href.replace(/^file:/, "sqlite:"),
    };
  }

  /** Without any event, a message can become ready, and a worker that has not polled for a while can turn idle. */
  #changesAt(): number | undefined {
    const [latest] = this.queue.pollers();
    const times = [this.queue.changesAt(), latest && latest.lastPollAt + POLL_EXPECTED_WITHIN_MS];
    const ahead = times.filter((at): at is number => at !== undefined && at > Date.now());
    return ahead.length > 0 ? Math.min(...ahead) : undefined;
  }

  /** Never throws: a stack whose data cannot be read is found, and says so. */
  #dataSnapshot(): StackSnapshot["data"] {
    const { path } = this.store.database;
    const { freeBytes } = this.#disk;
    const full = freeBytes !== undefined && { fullDisk: freeBytes };
    try {
      const newestLogs = this.store.notificationLogs.newest(5);
      const [lastLog] = newestLogs;
      return { path, newestLogs, ...(lastLog && { lastLog }), ...full };
    } catch (error) {
      return { path, newestLogs: [], unreadable: messageOf(error), ...full };
    }
  }

  #queueSnapshot(): StackSnapshot["queue"] {
    const { queueName: name, endpoint, queueUrl: url } = this.queue;
    const counts = this.queue.counts();
    const redrive = this.queue.redrivePolicy();
    const known = { ...(counts && { counts }), ...(redrive && { redrive }) };
    const consumers = { pollers: this.queue.pollers(), strays: this.queue.strays() };
    return { name, endpoint, url, region: DEFAULT_REGION, ...known, ...consumers };
  }
}
