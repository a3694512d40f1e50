import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../../../src/common/logger";
import { HoldBoard } from "../../../src/runtime/holds/holdBoard";
import { WorkerSupervisor } from "../../../src/runtime/stack/supervisor/workerSupervisor";
import { isAlive } from "./processLife";

/** A worker that comes up at once and ends in good order, which takes it a moment. */
const OBEDIENT = `
process.on("SIGTERM", () => setTimeout(() => process.exit(0), 100));
process.send({ kind: "started", queueName: "q", region: "r", mock: false, ormAvailable: true, fallbackSender: "" });
setInterval(() => undefined, 1000);`;

/** Ends by itself as soon as it is up. */
const CRASHING = `process.exit(1);`;

describe("Orders to the worker", () => {
  let folder: string;
  let supervisor: WorkerSupervisor;
  const pids: (number | undefined)[] = [];

  async function supervise(worker: string): Promise<void> {
    const modulePath = path.join(folder, "worker.cjs");
    await fs.writeFile(modulePath, worker);
    supervisor = new WorkerSupervisor({
      modulePath,
      env: () => process.env,
      emit: () => undefined,
      holds: new HoldBoard({ tenantCode: () => "", log: silentLogger }),
      changed: () => {
        const { state, pid } = supervisor.status;
        if (state === "running") pids.push(pid);
      },
      log: silentLogger,
    });
  }

  beforeEach(async () => {
    pids.splice(0);
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-supervisor-"));
  });
  afterEach(async () => {
    await supervisor.stop();
    await fs.rm(folder, { recursive: true, force: true });
  });

  it("leave it stopped where a stop comes during a restart (the restart started it again)", async () => {
    await supervise(OBEDIENT);
    await supervisor.start();
    const restarted = supervisor.restart();
    await supervisor.stop();
    await restarted;
    assert.equal(supervisor.status.state, "stopped");
  });

  it("start it no more once it is retired, frozen or not (each fault that a stack cleared at its end started it)", async () => {
    await supervise(OBEDIENT);
    await supervisor.start();
    supervisor.freeze(true);
    await supervisor.retire();
    await supervisor.restart();
    await supervisor.start();
    assert.equal(supervisor.status.state, "stopped");
    assert.equal(pids.length, 1);
  });

  it("leave it running where a start comes during a stop", async () => {
    await supervise(OBEDIENT);
    await supervisor.start();
    const stopped = supervisor.stop();
    await supervisor.start();
    await stopped;
    assert.equal(supervisor.status.state, "running");
    assert.equal(new Set(pids).size, 2);
  });

  it("run one worker at a time, however many restarts overlap", async () => {
    await supervise(OBEDIENT);
    await Promise.all([supervisor.start(), supervisor.restart(), supervisor.restart(), supervisor.kill()]);
    const alive = pids.filter((pid) => isAlive(pid!));
    assert.ok(alive.length <= 1, `${alive.length} workers`);
    assert.deepEqual(supervisor.status.signal, "SIGKILL"); // the last order
  });

  it("start it at once where it waits to be started again after a crash", async () => {
    await supervise(CRASHING);
    await supervisor.start();
    assert.equal(supervisor.status.state, "restarting");
    await fs.writeFile(path.join(folder, "worker.cjs"), OBEDIENT);
    await supervisor.start();
    assert.equal(supervisor.status.state, "running");
  });
});
