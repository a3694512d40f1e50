import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import fsp from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Context } from "mocha";
import type { Logger } from "../../../src/common/logger";
import { startSandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import type { Sandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import { DEFAULT_REGION } from "../../../src/runtime/queue/payload";
import { startQueueServer } from "../../../src/runtime/queue/queueServer";
import type { QueueServer } from "../../../src/runtime/queue/queueServer";
import type { WorkerTarget } from "../../../src/targets/environment";
import { createProcessWorkerTarget } from "../../../src/targets/process/processWorkerTarget";
import { AuditLog } from "../../../src/targets/safety/auditLog";
import type { EnvironmentInput } from "../../../src/targets/settings/environmentSettings";
import type { Backend } from "../django/backend";
import { project, startBackend } from "../django/backend";
import { python, requireDjango } from "../django/requirements";
import { distDir, runCli } from "../stack/stackFixture";
import type { CliResult } from "../stack/stackFixture";

/** Parent of the fixture backend's first student. */
const PARENT = "01012345678";
const SENDER = "0212345678";
const API_KEY = "NCSTESTKEY000001";
const API_SECRET = "TESTSECRET0000000000000000000001";
const quiet: Logger = { debug() {}, info() {}, warning() {}, error() {} };

/**
 * A real backend without Docker, for the command line: Django under gunicorn on SQLite → boto3 → SQS → the worker as a
 * plain process with a log file → the Solapi sandbox. The command line knows it by a JSON file and by variables alone.
 */
export class ProcessBackend {
  readonly #followed = new Set<ChildProcess>();

  private constructor(
    readonly dir: string,
    readonly django: Backend,
    readonly queue: QueueServer,
    readonly sandbox: Sandbox,
    readonly worker: ChildProcess,
    readonly variables: Record<string, string>,
  ) {}

  static async start(context: Context): Promise<ProcessBackend> {
    await requireDjango(context);
    const dir = await fsp.mkdtemp(path.join(os.tmpdir(), "messaging-cli-"));
    const emit = () => undefined;
    const [queue, sandbox] = await Promise.all([
      startQueueServer({ port: 0, dataDir: path.join(dir, "queue"), emit, log: quiet }),
      startSandbox({ port: 0, apiKey: API_KEY, apiSecret: API_SECRET, carrierDelayMs: 50, emit, log: quiet }),
    ]);
    const aws = {
      AWS_ENDPOINT_URL_SQS: queue.endpoint,
      AWS_REGION: DEFAULT_REGION,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const django = await startBackend({ env: aws });
    const solapi = { SOLAPI_API_KEY: API_KEY, SOLAPI_API_SECRET: API_SECRET };
    const worker = await startWorker(dir, {
      ...django.env,
      ...solapi,
      SOLAPI_SENDER: SENDER,
      SOLAPI_BASE_URL: sandbox.baseUrl,
      MESSAGING_SQS_QUEUE_NAME: queue.queueName,
    });
    const { access } = await django.login();
    const state = { MESSAGING_STATE_DIR: path.join(dir, "state"), MESSAGING_API_TOKEN: access };
    return new ProcessBackend(dir, django, queue, sandbox, worker, { ...django.env, ...solapi, ...state });
  }

  /** The file for `--environment`. */
  async write(changes: Partial<EnvironmentInput> = {}, name = "staging"): Promise<string> {
    const settings: EnvironmentInput = {
      tenantCode: "hakwonplus",
      allowedRecipients: [PARENT],
      api: { url: this.django.url, logFile: this.django.logFile },
      queue: { name: this.queue.queueName, region: DEFAULT_REGION, endpoint: this.queue.endpoint },
      worker: { kind: "process", logFile: "worker.log", pidFile: "worker.pid" },
      tenantData: { kind: "django", project, python, settingsModule: this.django.settingsModule },
      provider: { url: this.sandbox.baseUrl },
      ...changes,
    };
    const file = path.join(this.dir, `${name}.json`);
    await fsp.writeFile(file, JSON.stringify(settings));
    return file;
  }

  cli(...args: string[]): Promise<CliResult> {
    return runCli(args, this.variables);
  }

  /** A command that goes on until it is interrupted. */
  follow(...args: string[]): ChildProcess {
    const env = { ...process.env, MESSAGING_LANG: "en", NO_COLOR: "1", ...this.variables };
    const stdio: StdioOptions = ["ignore", "pipe", "inherit"];
    const child = spawn(process.execPath, [path.join(distDir, "cli.js"), ...args], { env, stdio });
    this.#followed.add(child.once("exit", () => this.#followed.delete(child)));
    return child;
  }

  /** One more line in the API's log, by a request, and one in the worker's. */
  async print(): Promise<void> {
    await fetch(`${this.django.url}/api/v1/messaging/info/`);
    const line = `${new Date().toISOString()} [INFO] [MESSAGING-WORKER] send_sms ok to=01043211234 group_id=G4VTEST\n`;
    await fsp.appendFile(path.join(this.dir, "worker.log"), line);
  }

  audit(): AuditLog {
    return new AuditLog(this.variables["MESSAGING_STATE_DIR"]!);
  }

  /** Of the tenant, as it stands in the database. */
  get sender(): string {
    return this.#sql((database) => {
      const row = database
        .prepare("SELECT messaging_sender AS sender FROM core_tenant WHERE code = 'hakwonplus'")
        .get();
      return String(row?.["sender"]);
    });
  }

  tidy(): void {
    for (const child of this.#followed) child.kill("SIGKILL");
    if (this.sender === SENDER) return;
    this.#sql((database) =>
      database.prepare("UPDATE core_tenant SET messaging_sender = ? WHERE code = 'hakwonplus'").run(SENDER),
    );
  }

  #sql<T>(run: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(new URL(this.django.databaseUrl).pathname);
    try {
      return run(database);
    } finally {
      database.close();
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.worker, "exit");
    if (this.worker.exitCode === null && this.worker.kill("SIGTERM")) await ended;
    await this.django.stop();
    await this.queue.stop();
    await this.sandbox.stop();
    await fsp.rm(this.dir, { recursive: true, force: true });
  }
}

/** Resolves when it polls. */
async function startWorker(dir: string, variables: Record<string, string>): Promise<ChildProcess> {
  const logFile = path.join(dir, "worker.log");
  fs.writeFileSync(logFile, "");
  const started = waitForLine(createProcessWorkerTarget({ logFile }), /Messaging Worker started/);
  const log = fs.openSync(logFile, "a");
  const env = { ...process.env, ...variables };
  const worker = spawn(process.execPath, [path.join(distDir, "worker.js")], { env, stdio: ["ignore", log, log] });
  fs.closeSync(log);
  fs.writeFileSync(path.join(dir, "worker.pid"), `${worker.pid}\n`);
  await started;
  return worker;
}

/** Resolves with the first line of the worker that matches, from the call on. */
async function waitForLine(worker: WorkerTarget, pattern: RegExp): Promise<string> {
  const found = new AbortController();
  try {
    for await (const entry of worker.tail(undefined, found.signal)) {
      if (entry.kind === "line" && pattern.test(entry.line.text)) return entry.line.text;
    }
  } finally {
    found.abort();
  }
  throw new Error(`the worker's log ended without ${pattern}`);
}
