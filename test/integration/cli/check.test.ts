import assert from "node:assert/strict";
import type { LayersCheck } from "../../../src/operations/layers/check";
import { runCli, StackFixture } from "../stack/stackFixture";

describe("messaging check", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());
  afterEach(() => stack.client.clearFaults());

  const check = async () => {
    const { code, stdout } = await stack.cli("check", "--json");
    return { code, ...(JSON.parse(stdout) as LayersCheck) };
  };
  const statuses = ({ layers }: LayersCheck) => Object.fromEntries(layers.map(({ layer, status }) => [layer, status]));

  it("exits 0 where every layer was proven to be in order, having sent and received nothing", async () => {
    const before = await stack.client.snapshot();
    const result = await check();
    assert.equal(result.environment, "local");
    assert.deepEqual(statuses(result), { api: "ok", queue: "ok", worker: "ok", provider: "ok", data: "ok" });
    assert.equal(result.code, 0);
    const after = await stack.client.snapshot();
    assert.equal(after.seq, before.seq, "no event of a message");
    assert.deepEqual(after.queue.counts, before.queue.counts);
  });

  it("exits 1 where something is wrong, and names the cause with the layer's own words", async () => {
    await stack.client.injectFault("provider.unauthorized");
    const { code, layers } = await check();
    assert.equal(code, 1);
    const provider = layers.find(({ layer }) => layer === "provider");
    assert.equal(provider?.status, "blocked");
    const [fact] = provider.facts;
    assert.equal(fact?.cause, "provider.unauthorized");
    assert.equal(fact?.title, "Solapi refuses the API key");
    assert.match(fact?.detail ?? "", /^InvalidAPIKey: /);
  });

  it("shows several things that are wrong at once", async () => {
    for (const id of ["api.unauthorized", "queue.access-denied-receive", "worker.credit-insufficient"]) {
      await stack.client.injectFault(id);
    }
    const { code, stdout } = await stack.cli("check");
    assert.equal(code, 1);
    assert.match(stdout, /✖ API +The token is missing, expired or invalid/);
    assert.match(stdout, /✖ Worker +The worker may not receive from the queue\n +ReceiveMessage: AccessDenied/);
    assert.match(stdout, /✖ Data +The tenant's credit is too low\n +credit 0 won, price 8\.4 won/);
  });

  it("is not green at the worker once it was refused: status said polling for 20 s", async () => {
    await stack.client.injectFault("queue.access-denied-receive");
    for await (const _change of stack.client.changes()) {
      if ((await stack.client.snapshot()).worker.pollFailure) break;
    }
    const { code, stdout } = await stack.cli("status");
    assert.equal(code, 1);
    assert.match(stdout, /✖ Worker +The worker may not receive from the queue/);
  });

  it("exits 69 without a stack, and 64 for a file that is none", async () => {
    assert.equal((await runCli(["check"], { MESSAGING_STATE_DIR: `${stack.stateDir}/none` })).code, 69);
    assert.equal((await runCli(["check", "--environment", "/nonexistent.json"])).code, 64);
  });
});
