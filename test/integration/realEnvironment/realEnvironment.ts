import { once } from "node:events";
import fs from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import type { Context } from "mocha";
import type { Logger } from "../../../src/common/logger";
import { startSandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import type { InboxMessage, Sandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import { DEFAULT_REGION } from "../../../src/runtime/queue/payload";
import { Signal } from "../../../src/common/signal";
import type { MessageEvent } from "../../../src/runtime/message/messageEvents";
import { startQueueServer } from "../../../src/runtime/queue/queueServer";
import type { QueueServer } from "../../../src/runtime/queue/queueServer";
import { DisposableStack } from "../../../src/common/disposable";
import type { Disposable } from "../../../src/common/disposable";
import { createEnvironment } from "../../../src/targets/createEnvironment";
import type { EnvironmentOptions } from "../../../src/targets/createEnvironment";
import { createTargets } from "../../../src/targets/createTargets";
import { readOnly } from "../../../src/targets/safety/openedEnvironment";
import type { Environment } from "../../../src/targets/environment";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import type { EnvironmentInput, SecretSource } from "../../../src/targets/settings/environmentSettings";
import type { Backend } from "../django/backend";
import { project, startBackend } from "../django/backend";
import { startPostgres } from "../django/postgres";
import type { Postgres } from "../django/postgres";
import { python, requireDjango, requirePostgres } from "../django/requirements";
import { WORKER_NAME, removeContainers, startWorkerContainer, waitForOutput } from "../docker/containers";
import type { ContainerOptions } from "../docker/containers";
import { useDockerEngine } from "../docker/dockerEngine";
import type { TestEngine } from "../docker/dockerEngine";

/** Parent of the fixture backend's first student. */
export const PARENT = "01012345678";
export const SENDER = "0212345678";

const API_KEY = "NCSTESTKEY000001";
const API_SECRET = "TESTSECRET0000000000000000000001";
const CARRIER_MS = 50;
const quiet: Logger = { debug() {}, info() {}, warning() {}, error() {} };

/**
 * A backend as its users run it, of real parts: Django under gunicorn, on SQLite or Postgres → boto3 → SQS → the worker
 * in Docker → Solapi. Only AWS and Solapi themselves are stand-ins: this project's own servers.
 */
export class RealEnvironment {
  readonly stateDir: string;
  readonly #dir: string;
  #accessToken = "";
  readonly #owned = new DisposableStack();
  #opened: Environment | undefined;
  #described = "";
  /** What the Django helper and the AWS SDK take from the environment that an editor was started in. */
  readonly #variablesBefore = { ...process.env };
  #sandbox: Sandbox;

  private constructor(
    dir: string,
    readonly engine: TestEngine,
    readonly queue: QueueServer,
    /** What the queue reports. */
    readonly queueEvents: Signal<MessageEvent>,
    sandbox: Sandbox,
    readonly backend: Backend,
    readonly postgres: Postgres | undefined,
  ) {
    this.#dir = dir;
    this.stateDir = path.join(dir, "state");
    this.#sandbox = sandbox;
    Object.assign(process.env, backend.env);
  }

  get sandbox(): Sandbox {
    return this.#sandbox;
  }

  static async start(context: Context, database: "sqlite" | "postgresql"): Promise<RealEnvironment> {
    await requireDjango(context);
    if (database === "postgresql") requirePostgres(context);
    const engine = await useDockerEngine(context);
    const dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-real-"));
    const postgres = database === "postgresql" ? await startPostgres() : undefined;
    const events = new Signal<MessageEvent>();
    const emit = (event: MessageEvent) => events.fire(event);
    const queue = await startQueueServer({ port: 0, dataDir: path.join(dir, "queue"), emit, log: quiet });
    const sandbox = await startSolapi(0, API_KEY);
    const backend = await startBackend({
      ...(postgres && { databaseUrl: postgres.url() }),
      env: { AWS_ENDPOINT_URL_SQS: queue.endpoint, AWS_REGION: DEFAULT_REGION },
    });
    const real = new RealEnvironment(dir, engine, queue, events, sandbox, backend, postgres);
    real.#accessToken = (await backend.login()).access;
    return real;
  }

  /** As a user would have it in their settings. */
  settings(): EnvironmentInput {
    return {
      tenantCode: "hakwonplus",
      allowedRecipients: [PARENT],
      api: { url: this.backend.url, logFile: this.backend.logFile },
      queue: { name: this.queue.queueName, region: DEFAULT_REGION, endpoint: this.queue.endpoint },
      worker: { kind: "container", name: WORKER_NAME, docker: { host: this.engine.host } },
      tenantData: { kind: "django", project, python, settingsModule: this.backend.settingsModule },
      provider: { url: this.sandbox.baseUrl },
    };
  }

  /** The same until the settings change; a token in place of the staff's own shows what becomes of another. */
  async environment(change: Partial<EnvironmentInput> = {}, token = this.#accessToken): Promise<Environment> {
    const described = JSON.stringify([this.settings(), change, token]);
    if (this.#opened && this.#described === described) return this.#opened;
    await this.#opened?.dispose();
    this.#described = described;
    this.#opened = await createEnvironment(this.#options(change, token));
    return this.#opened;
  }

  /** One that calls anybody, as the local stack does: for sends whose recipients cannot be looked up. */
  async environmentForAnybody(): Promise<Environment> {
    const targets = await createTargets(this.#options({}, this.#accessToken));
    for (const target of Object.values(targets)) if ("dispose" in target) this.#owned.push(target as Disposable);
    return readOnly({
      name: "staging",
      isProduction: false,
      allowedRecipients: undefined,
      tenantCode: "hakwonplus",
      ...targets,
      dispose: () => undefined,
    });
  }

  #options(change: Partial<EnvironmentInput>, token: string | undefined): EnvironmentOptions {
    const secrets: Partial<Record<Parameters<SecretSource["get"]>[0], string>> = {
      apiToken: token,
      solapiApiKey: API_KEY,
      solapiApiSecret: API_SECRET,
    };
    return {
      name: "staging",
      settings: environmentSettings.parse({ ...this.settings(), ...change }),
      secrets: { get: (name) => Promise.resolve(secrets[name]) },
      trust: { hosts: new Set(), programs: true, door: "editor" },
      folder: project,
      stateDir: this.stateDir,
    };
  }

  /** Serves the API afresh, with these variables over its own. */
  async serve(env: Record<string, string> = {}): Promise<void> {
    await this.backend.serve(env);
  }

  /** The worker's container afresh, with these variables over its own (undefined: without it); resolves when it polls. */
  async startWorker(
    env: Record<string, string | undefined> = {},
    options: Omit<ContainerOptions, "env" | "name"> = {},
    until: RegExp | "nothing" = /Messaging Worker started/,
  ): Promise<void> {
    await removeContainers(this.engine, WORKER_NAME);
    const all: Record<string, string | undefined> = { ...this.workerVariables, ...env };
    const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const folder = this.#sqliteFolder;
    const worker = await startWorkerContainer(this.engine, {
      ...options,
      env: Object.fromEntries(set),
      binds: [...(options.binds ?? []), ...(folder ? [`${folder}:/data`] : [])],
    });
    if (until !== "nothing") await waitForOutput(worker, until);
  }

  get workerVariables(): Record<string, string> {
    return {
      SOLAPI_API_KEY: API_KEY,
      SOLAPI_API_SECRET: API_SECRET,
      SOLAPI_SENDER: SENDER,
      SOLAPI_BASE_URL: this.sandbox.baseUrl,
      AWS_ENDPOINT_URL_SQS: this.queue.endpoint,
      AWS_REGION: DEFAULT_REGION,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      MESSAGING_SQS_QUEUE_NAME: this.queue.queueName,
      DJANGO_SETTINGS_MODULE: this.backend.settingsModule,
      DATABASE_URL: this.#sqliteFolder ? "sqlite:////data/db.sqlite3" : this.backend.databaseUrl,
    };
  }

  /** The account has this key from now on, and what was given out before is worth nothing. */
  async changeSolapiKey(apiKey = API_KEY): Promise<void> {
    const { port } = this.#sandbox;
    await this.#sandbox.stop();
    this.#sandbox = await startSolapi(port, apiKey);
  }

  /** Takes out of the queue what a worker that was down, or failed, left there. A purge is allowed once a minute. */
  emptyQueue(): void {
    this.queue.deleteQueue();
    this.queue.createQueues();
  }

  inbox(): InboxMessage[] {
    return this.sandbox.inbox();
  }

  async stop(): Promise<void> {
    await this.#opened?.dispose();
    await this.#owned.dispose();
    await removeContainers(this.engine, WORKER_NAME).catch(() => undefined);
    await this.backend.stop();
    await this.queue.stop();
    await this.sandbox.stop();
    await this.postgres?.dispose();
    for (const name of Object.keys(process.env)) if (!(name in this.#variablesBefore)) delete process.env[name];
    Object.assign(process.env, this.#variablesBefore);
    await fs.rm(this.#dir, { recursive: true, force: true });
  }

  get #sqliteFolder(): string | undefined {
    return this.postgres ? undefined : path.dirname(new URL(this.backend.databaseUrl).pathname);
  }
}

const startSolapi = (port: number, apiKey: string) =>
  startSandbox({
    port,
    apiKey,
    apiSecret: API_SECRET,
    carrierDelayMs: CARRIER_MS,
    emit: () => undefined,
    log: quiet,
  });

/** A way to the engine that a test may cut: the engine itself and its containers live on. */
export async function engineProxy(host: string, dir: string): Promise<{ host: string; cut(): Promise<void> }> {
  const file = path.join(dir, "engine.sock");
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const engine = connect(host.replace("unix://", ""));
    for (const one of [socket, engine]) open.add(one.on("error", () => one.destroy()));
    socket.pipe(engine).pipe(socket);
  });
  server.listen(file);
  await once(server, "listening");
  const cut = async () => {
    server.close();
    for (const one of open) one.destroy();
    await fs.rm(file, { force: true });
  };
  return { host: `unix://${file}`, cut };
}
