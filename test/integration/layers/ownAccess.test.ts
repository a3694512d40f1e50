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
import { DEFAULT_REGION } from "../../../src/runtime/queue/payload";
import { startQueueServer } from "../../../src/runtime/queue/queueServer";
import type { QueueServer } from "../../../src/runtime/queue/queueServer";
import { createQueueTarget } from "../../../src/targets/aws/queueTarget";
import type { Environment } from "../../../src/targets/environment";
import { EnvironmentWatch } from "../../../src/targets/layers/environmentWatch";
import { lightsOf } from "../../../src/targets/layers/lights";
import { createProcessWorkerTarget } from "../../../src/targets/process/processWorkerTarget";
import { createSolapiTarget } from "../../../src/targets/solapi/solapiTarget";
import { fakeEnvironment } from "../../unit/targets/fakeEnvironment";

const KEY = "NCSTESTKEY000001";
const SECRET = "TESTSECRET0000000000000000000001";

/** Real servers and a real process with variables of its own; only its work is left out. */
describe("a look with the worker's own keys", function () {
  let dir: string;
  let queue: QueueServer;
  let sandbox: Sandbox;
  let worker: ChildProcess | undefined;
  const variablesBefore = { ...process.env };

  before(async function () {
    if (process.platform !== "linux") return this.skip(); // only /proc shows a process's variables
    dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-own-"));
    const emit = () => undefined;
    [queue, sandbox] = await Promise.all([
      startQueueServer({ port: 0, dataDir: path.join(dir, "queue"), emit, log: silentLogger }),
      startSandbox({ port: 0, apiKey: KEY, apiSecret: SECRET, carrierDelayMs: 50, emit, log: silentLogger }),
    ]);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "viewer", AWS_SECRET_ACCESS_KEY: "viewer" });
  });

  afterEach(async () => {
    queue?.setFault("f", undefined);
    if (!worker) return;
    worker.kill();
    await once(worker, "exit");
    worker = undefined;
  });

  after(async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
      const before = variablesBefore[name];
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    }
    await queue?.stop();
    await sandbox?.stop();
    if (dir) await fs.rm(dir, { recursive: true, force: true });
  });

  /** The lights of an environment whose worker has these variables over the right ones. */
  async function lights(variables: Record<string, string>, viewersKey = KEY) {
    const env = {
      SOLAPI_API_KEY: KEY,
      SOLAPI_API_SECRET: SECRET,
      SOLAPI_BASE_URL: sandbox.baseUrl,
      AWS_ENDPOINT_URL_SQS: queue.endpoint,
      AWS_REGION: DEFAULT_REGION,
      AWS_ACCESS_KEY_ID: "worker",
      AWS_SECRET_ACCESS_KEY: "worker",
      MESSAGING_SQS_QUEUE_NAME: queue.queueName,
      ...variables,
    };
    worker = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { env });
    await once(worker, "spawn");
    const pidFile = path.join(dir, "worker.pid");
    await fs.writeFile(pidFile, String(worker.pid));
    await fs.writeFile(path.join(dir, "worker.log"), "");
    const keys: Record<string, string> = { solapiApiKey: viewersKey, solapiApiSecret: SECRET };
    const environment: Environment = fakeEnvironment({
      worker: createProcessWorkerTarget({ logFile: path.join(dir, "worker.log"), pidFile }),
      queue: createQueueTarget(
        { name: queue.queueName, region: DEFAULT_REGION, endpoint: queue.endpoint },
        { stateDir: dir },
      ),
      provider: createSolapiTarget(
        { url: sandbox.baseUrl },
        { get: (name) => Promise.resolve(keys[name] || undefined) },
      ),
    } as never);
    const watch = new EnvironmentWatch(environment, silentLogger);
    try {
      await watch.measure();
      return Object.fromEntries(lightsOf(watch.snapshot).map((light) => [light.layer, light]));
    } finally {
      watch.dispose();
    }
  }

  it("finds all in order where they work, though this machine has no key of Solapi's", async () => {
    const { queue: held, worker: process, provider } = await lights({}, "");
    assert.deepEqual([held?.status, process?.status, provider?.status], ["ok", "ok", "ok"]);
  });

  it("shows the worker's key refused by Solapi as wrong, not as unknown; another key that works proves nothing", async () => {
    const { provider } = await lights({ SOLAPI_API_KEY: "NCSWRONGKEY00001" });
    assert.deepEqual([provider?.status, provider?.facts[0]?.cause], ["blocked", "provider.unauthorized"]);
  });

  it("shows the worker's AWS keys refused as the worker's problem, and the viewer's as a look that failed", async () => {
    queue.setFault("f", { operation: "GetQueueUrl", code: "InvalidClientTokenId" });
    const { queue: held, worker: process } = await lights({});
    assert.deepEqual([process?.status, process?.facts[0]?.cause], ["blocked", "queue.credentials-invalid"]);
    assert.equal(held?.status, "unknown");
    assert.match(held.summary, /^cannot look since \d\d:\d\d:\d\d: /);
  });

  it("shows a queue that the worker's own region does not have", async () => {
    const { worker: process } = await lights({ MESSAGING_SQS_QUEUE_NAME: "another-queue" });
    assert.deepEqual(process?.facts.map(({ cause }) => cause).sort(), ["queue.name-mismatch", "queue.not-found"]);
  });

  it("sends the keys nowhere but to this environment's addresses", async () => {
    const elsewhere = await startSandbox({
      ...{ port: 0, apiKey: KEY, apiSecret: SECRET, carrierDelayMs: 50 },
      emit: () => undefined,
      log: silentLogger,
    });
    try {
      const { provider } = await lights({ SOLAPI_BASE_URL: elsewhere.baseUrl, SOLAPI_API_KEY: "NCSWRONGKEY00001" });
      assert.equal(provider?.status, "ok", "as this machine's own key shows it");
      const own = await createProcessWorkerTarget({
        logFile: path.join(dir, "worker.log"),
        pidFile: path.join(dir, "worker.pid"),
      }).ownAccess!({ provider: { url: sandbox.baseUrl } });
      assert.deepEqual(own, {
        account: { cannot: `its keys are for ${elsewhere.baseUrl}, which is not this environment's address` },
      });
    } finally {
      await elsewhere.stop();
    }
  });

  it("takes an address that this machine cannot reach for no cause", async () => {
    await queue.stop();
    try {
      const { worker: process } = await lights({});
      assert.equal(process?.status, "ok");
    } finally {
      queue = await startQueueServer({
        ...{ port: 0, dataDir: path.join(dir, "queue2"), emit: () => undefined, log: silentLogger },
      });
    }
  });
});
