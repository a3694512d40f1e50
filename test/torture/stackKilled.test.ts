import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StackClient } from "../../src/runtime/control/stackClient";
import { launchStack } from "../../src/runtime/control/stackLauncher";
import { distDir, enqueueMany, stopStack } from "../integration/stack/stackFixture";
import { report, scaled, seed } from "./scale";

const MESSAGES = scaled(1_000, 100);

describe(`A whole stack (SEED=${seed})`, () => {
  let stateDir: string;
  let client: StackClient | undefined;
  const env: Record<string, string> = { MESSAGING_SQS_VISIBILITY_SECONDS: "3", MESSAGING_WORKER_MAX_IN_FLIGHT: "50" };
  const launch = async (): Promise<StackClient> => {
    const options = { distDir, stateDir, stay: true, preferredPorts: false, workerEnv: env };
    return (client = (await launchStack(options)).client);
  };
  beforeEach(async () => (stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-killed-"))));
  afterEach(async () => {
    if (client) await stopStack(client);
    client = undefined;
    await fs.rm(stateDir, { recursive: true, force: true });
  });

  /** Waits until nothing is left in the queue, and counts what arrived. */
  async function outcomeOf(stack: StackClient, traceIds: readonly string[]): Promise<{ lost: number; twice: number }> {
    const changes = stack.changes(AbortSignal.timeout(150_000));
    for (;;) {
      const { counts } = (await stack.snapshot()).queue;
      if (counts && counts.dead > 0) await stack.redrive();
      if (counts && counts.visible + counts.inFlight + counts.delayed + counts.dead === 0) break;
      await changes.next();
    }
    await changes.return(undefined);
    const arrived = new Map<string, number>();
    for (const { traceId } of await stack.inbox()) arrived.set(traceId, (arrived.get(traceId) ?? 0) + 1);
    return {
      lost: traceIds.filter((traceId) => !arrived.has(traceId)).length,
      twice: traceIds.filter((traceId) => (arrived.get(traceId) ?? 0) > 1).length,
    };
  }

  it(`that is killed (SIGKILL) with ${MESSAGES} messages in every state loses nothing and sends nothing twice`, async () => {
    let stack = await launch();
    await stack.setSender("saessak", "", "0212345678");
    await stack.worker("stop");
    const some = MESSAGES / 10;
    const dead = { QueueUrl: `${stack.address.queueUrl}-dlq` };
    const traceIds = [
      ...(await enqueueMany(stack, "state", MESSAGES - 2 * some)),
      ...(await enqueueMany(stack, "delayed", some, undefined, { DelaySeconds: scaled(60, 10) })),
      ...(await enqueueMany(stack, "dead", some, undefined, dead)),
    ];
    const seen = new Set<string>();
    const kills = scaled(6, 2);
    for (let kill = 1; kill <= kills; kill++) {
      const events = stack.events((await stack.snapshot()).seq);
      await stack.worker("start");
      // The worker is between two groups: ready, claimed, submitted, accepted and deleted messages are all there.
      for (let accepted = 0; accepted < MESSAGES / (kills + 2);) {
        const { value, done } = await events.next();
        if (done) break;
        if (value.type === "provider.accepted") accepted++;
      }
      const { counts } = (await stack.snapshot()).queue;
      for (const state of ["visible", "inFlight", "delayed", "dead"] as const) if (counts?.[state]) seen.add(state);
      const { pid, worker } = await stack.snapshot();
      for (const each of [pid, worker.pid]) if (each !== undefined) process.kill(each, "SIGKILL");
      await events.return(undefined);
      stack = await launch();
    }
    const outcome = await outcomeOf(stack, traceIds);
    report("stack killed", { messages: MESSAGES, kills, states: [...seen], ...outcome });
    assert.deepEqual(outcome, { lost: 0, twice: 0 });
  }).timeout(240_000);

  for (const hours of [1, -1])
    it(`whose clock is set ${hours} h while messages are on their way`, async () => {
      const offset = path.join(stateDir, "offset");
      await fs.mkdir(stateDir, { recursive: true });
      await fs.writeFile(offset, "0");
      const script = `import fs from "node:fs"; const { now } = Date; let at = 0, set = 0;
        Date.now = () => { const time = now(); if (time - at > 50) { at = time; set = Number(fs.readFileSync(${JSON.stringify(offset)}, "utf8")); } return time + set; };`;
      const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(script)}`;
      const before = process.env["NODE_OPTIONS"];
      process.env["NODE_OPTIONS"] = NODE_OPTIONS;
      env["NODE_OPTIONS"] = NODE_OPTIONS;
      let stack: StackClient;
      try {
        stack = await launch();
      } finally {
        if (before === undefined) delete process.env["NODE_OPTIONS"];
        else process.env["NODE_OPTIONS"] = before;
        delete env["NODE_OPTIONS"];
      }
      await stack.setSender("saessak", "", "0212345678");
      await stack.worker("stop");
      const traceIds = await enqueueMany(stack, "clock", MESSAGES);
      const events = stack.events((await stack.snapshot()).seq);
      await stack.worker("start");
      for (let accepted = 0; accepted < MESSAGES / 3;) {
        const { value, done } = await events.next();
        if (done) throw new Error("the stack ended");
        if (value.type === "provider.accepted") accepted++;
      }
      await events.return(undefined);
      await fs.writeFile(offset, String(hours * 3_600_000));
      await stack.worker("kill");
      await sleep(1_000);
      await fs.writeFile(offset, "0");
      const outcome = await outcomeOf(stack, traceIds);
      report("clock set", { messages: MESSAGES, hours, ...outcome });
      assert.deepEqual(outcome, { lost: 0, twice: 0 });
    }).timeout(240_000);
});
