import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../../../src/common/logger";
import { startSandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import type { Sandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import { createHttpApiTarget } from "../../../src/targets/http/httpApiTarget";
import { SqlTarget } from "../../../src/targets/sql/sqlTarget";
import { QueueFixture } from "../queue/queueFixture";
import { startBackend } from "./backend";
import type { Backend } from "./backend";
import { startPostgres } from "./postgres";
import type { Postgres } from "./postgres";
import { requireDjango, requirePostgres } from "./requirements";

const apiKey = "NCSPOSTGRESWORK0";
const apiSecret = "0123456789ABCDEF0123456789ABCDEF";

/** The worker as a process on its own, told by its environment as in production. */
class WorkerProcess {
  readonly #child: ChildProcess;
  #output = "";
  readonly #listeners = new Set<() => void>();

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, [path.resolve("dist/worker.js")], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      for (const listener of this.#listeners) listener();
    });
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves once a line like this was printed. */
  printed(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!pattern.test(this.#output)) return;
        this.#listeners.delete(check);
        resolve();
      };
      this.#listeners.add(check);
      check();
    });
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    await ended;
  }
}

describe("a message through Django and a worker on one Postgres", () => {
  let dir: string;
  let postgres: Postgres;
  let queue: QueueFixture;
  let sandbox: Sandbox;
  let backend: Backend;
  let tenants: SqlTarget;
  const workers: WorkerProcess[] = [];

  before(async function () {
    await requireDjango(this);
    requirePostgres(this);
    dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-postgres-worker-"));
    [postgres, queue] = await Promise.all([startPostgres(), QueueFixture.start()]);
    const sandboxOptions = { port: 0, dataDir: dir, apiKey, apiSecret, emit: () => undefined, log: silentLogger };
    sandbox = await startSandbox({ ...sandboxOptions, carrierDelayMs: 0 });
    const { queueName, endpoint } = queue.server;
    const env = { MESSAGING_SQS_QUEUE_NAME: queueName, AWS_ENDPOINT_URL_SQS: endpoint };
    backend = await startBackend({ databaseUrl: postgres.url(), env });
    tenants = new SqlTarget(() => Promise.resolve(postgres.url()));
    for (let index = 0; index < 2; index++) {
      workers.push(
        new WorkerProcess({
          ...backend.env,
          AWS_REGION: "ap-northeast-2",
          SOLAPI_API_KEY: apiKey,
          SOLAPI_API_SECRET: apiSecret,
          SOLAPI_SENDER: "0212345678",
          SOLAPI_BASE_URL: sandbox.baseUrl,
          MESSAGING_SQS_WAIT_SECONDS: "1",
        }),
      );
    }
    await Promise.all(workers.map((worker) => worker.printed(/Messaging Worker started/)));
  });
  after(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await tenants?.dispose();
    await backend?.stop();
    await sandbox?.stop();
    await queue?.stop();
    await postgres?.dispose();
    if (dir) await fs.rm(dir, { recursive: true, force: true });
  });

  const deleted = () => queue.events.filter(({ type }) => type === "queue.deleted").length;

  it("arrives, is paid for, and leaves its row where Django reads it", async () => {
    const { access } = await backend.login();
    const { api } = environmentSettings.parse({ tenantCode: "hakwonplus", api: { url: backend.url } });
    const target = createHttpApiTarget(api!, "hakwonplus", { get: () => Promise.resolve(access) });
    const { body } = await target.send("hakwonplus", { student_ids: [1, 2], raw_body: "안녕하세요 #{student_name_3}" });
    assert.equal((body as { enqueued: number }).enqueued, 2);
    await queue.until(() => deleted() === 2);
    assert.deepEqual(
      sandbox
        .inbox()
        .map(({ text }) => text)
        .sort(),
      ["안녕하세요 김민준", "안녕하세요 이서연"],
    );
    const rows = await tenants.notificationLogs(0, "hakwonplus");
    assert.deepEqual(rows.map(({ success, recipient_summary: to }) => `${to} ${success}`).sort(), [
      "0101**** true",
      "0103**** true",
    ]);
    assert.equal((await tenants.record("hakwonplus")).credit_balance, String(10_000 - 2 * 8));
  });

  it("waits while the database is down, and is sent once when it is back", async () => {
    const before = deleted();
    await postgres.stop();
    const body = { tenant_id: 1, to: "01012345678", text: "장애 중", sender: null, message_mode: "sms" };
    await queue.send(queue.client(), JSON.stringify(body));
    await Promise.race(workers.map((worker) => worker.printed(/get_tenant_messaging_info failed: .*ECONNREFUSED/)));
    await postgres.start();
    await queue.until(() => deleted() === before + 1);
    assert.equal(sandbox.inbox().filter(({ text }) => text === "장애 중").length, 1);
    assert.equal((await tenants.notificationLogs(2)).length, 1);
    assert.deepEqual(
      workers.map(({ isRunning }) => isRunning),
      [true, true],
    );
  });
});
