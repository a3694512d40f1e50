import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import { StackProcesses } from "../../../src/runtime/control/stackProcesses";
import { distDir } from "./stackFixture";

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("stacks that follow one another in a process", () => {
  let folder: string;
  let stacks: StackProcesses;
  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-processes-"));
    stacks = new StackProcesses(distDir);
  });
  afterEach(async () => {
    await stacks.close();
    await fs.rm(folder, { recursive: true, force: true });
  });

  const use = <T>(name: string, run: (client: StackClient) => Promise<T>): Promise<T> => {
    const stateDir = path.join(folder, name);
    return stacks.use(stateDir, run);
  };

  it("share the process and nothing else; no process is left", async () => {
    const first = await use("first", async (client) => {
      await client.injectFault("api.rate-limited");
      await client.enqueue("not JSON");
      return client.address;
    });
    const [second, left] = await use("second", async (client) => {
      const [faults, { queue, messages }] = await Promise.all([client.faults(), client.snapshot()]);
      const sum = (counts: object) => Object.values(counts).reduce((all: number, each: number) => all + each, 0);
      return [client.address, [faults.filter(({ active }) => active), sum(queue.counts ?? {}), sum(messages)]] as const;
    });
    assert.equal(second.pid, first.pid);
    assert.deepEqual(left, [[], 0, 0]);
    for (const key of ["token", "apiToken", "awsAccessKeyId"] as const) assert.notEqual(second[key], first[key], key);
    await assert.rejects(fetch(first.controlUrl));
    await stacks.close();
    assert.equal(isRunning(first.pid), false);
  });

  it("a process that crashes takes no other with it, and is not used again", async () => {
    const outside = Promise.withResolvers<void>();
    const crashed = Promise.withResolvers<number>();
    const other = use("other", async ({ address }) => {
      await outside.promise;
      return address.pid;
    });
    await assert.rejects(
      use("crashes", async (client) => {
        process.kill(client.address.pid, "SIGKILL");
        crashed.resolve(client.address.pid);
        for await (const _event of client.events(Number.MAX_SAFE_INTEGER));
      }),
      { reason: "stack-gone" },
    );
    outside.resolve();
    const next = await use("next", async ({ address }) => Promise.resolve(address.pid));
    assert.equal(next === (await crashed.promise), false);
    await other;
  });

  it("a process that is killed between two stacks keeps nobody waiting", async () => {
    const pid = await use("first", ({ address }) => Promise.resolve(address.pid));
    process.kill(pid, "SIGKILL");
    const gone = AbortSignal.timeout(30_000);
    while (isRunning(pid)) {
      gone.throwIfAborted();
      await new Promise(setImmediate); // the child's exit is reported between two turns
    }
    await stacks.close();
    assert.equal(isRunning(pid), false);
  });
});
