import path from "node:path";
import { systemClock } from "../../common/clock";
import type { DisposableStack } from "../../common/disposable";
import type { Logger } from "../../common/logger";
import { createApiServer } from "../api/apiServer";
import type { ApiServer } from "../api/apiServer";
import { archiveNumbers } from "../archive/archiveNumbers";
import { MessageArchive } from "../archive/messageArchive";
import type { StackKeys } from "../control/stackContract";
import { HoldBoard } from "../holds/holdBoard";
import type { MessageEvent } from "../message/messageEvents";
import { TraceRegistry } from "../message/registry/traceRegistry";
import { TakenByOthers } from "../message/takenByOthers";
import { startSandbox } from "../provider/sandbox/sandbox";
import type { Sandbox } from "../provider/sandbox/sandbox";
import { DEFAULT_REGION } from "../queue/payload";
import { startQueueServer } from "../queue/queueServer";
import type { QueueServer } from "../queue/queueServer";
import { openDataFile } from "../store/dataFile";
import { seedStore } from "../store/seed";
import { openStore } from "../store/store";
import type { Store } from "../store/store";
import { ChangeHub } from "./changeHub";
import { EventHub } from "./eventHub";
import { LineBuffer } from "./lineBuffer";
import { credentialsOf } from "./stateFolder/awsKeys";
import { closeFolder } from "./stateFolder/closedFolder";
import { openStackKeys } from "./stateFolder/stackKeyFile";

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

/** Replaces `#{site_link}` in a body. */
const LOCAL_SITE = "https://hakwonplus.example";

/** The parts of a running stack, without the worker. */
export interface StackParts {
  readonly keys: StackKeys;
  readonly traces: TraceRegistry;
  readonly events: EventHub;
  readonly changes: ChangeHub;
  readonly apiLines: LineBuffer;
  readonly store: Store;
  readonly archive: MessageArchive;
  readonly holds: HoldBoard;
  readonly queue: QueueServer;
  readonly sandbox: Sandbox;
  readonly api: ApiServer;
}

/** Starts the parts in order of dependency; `disposables` stops those that started. */
export async function startParts(options: StackOptions, disposables: DisposableStack): Promise<StackParts> {
  const { stateDir, ports, log } = options;
  closeFolder(stateDir);
  const keys = openStackKeys(stateDir, log);
  const traces = new TraceRegistry();
  const events = new EventHub(log);
  const changes = new ChangeHub(log);
  const apiLines = new LineBuffer(log);
  const emit = (event: MessageEvent) => events.publish(event);
  const storeFile = path.join(stateDir, "store.sqlite");
  const store = openDataFile(storeFile, "The data file", log, () => openStore(storeFile));
  disposables.push({ dispose: () => store.close() });
  seedStore(store);
  const archive = new MessageArchive({ stateDir, numbers: archiveNumbers(store), log });
  disposables.push({ dispose: () => archive.close() });
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
  disposables.push({ dispose: () => queue.stop() });
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
  disposables.push({ dispose: () => sandbox.stop() });
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
  disposables.push({ dispose: () => api.stop() });
  return { keys, traces, events, changes, apiLines, store, archive, holds, queue, sandbox, api };
}
