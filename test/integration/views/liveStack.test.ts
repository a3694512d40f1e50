import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { silentLogger } from "../../../src/common/logger";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import type { StackChange } from "../../../src/runtime/control/stackContract";
import { findStack, launchStack } from "../../../src/runtime/control/stackLauncher";
import { layerNodes } from "../../../src/views/layers/layersTree";
import { stateOfStack } from "../../../src/window/stack/stackLayers";
import { LiveStack } from "../../../src/window/stack/liveStack";
import { distDir, stopStack, sqsCredentials } from "../stack/stackFixture";

/** From a change in the stack to the row that shows it; half a second on a quiet machine. */
const SHOWN_WITHIN_MS = 10_000;

const request = { student_ids: [1], message_mode: "sms" as const, raw_body: "테스트" };

describe("a window's view of the stack", () => {
  let stateDir: string;
  let stack: LiveStack;
  /** Calls of `snapshot`: what a hidden view must not cause. */
  let measurements: number;

  /** What came on the stream of changes. */
  let told: Record<StackChange["kind"], number>;

  async function* countedChanges(client: StackClient, signal?: AbortSignal): AsyncGenerator<StackChange> {
    for await (const change of client.changes(signal)) {
      told[change.kind]++;
      yield change;
    }
  }

  const counted = (client: StackClient): StackClient =>
    new Proxy(client, {
      get: (target, name) => {
        if (name === "changes") return (signal?: AbortSignal) => countedChanges(target, signal);
        if (name === "snapshot") measurements++;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      },
    });

  const create = () =>
    new LiveStack({
      stateDir: () => stateDir,
      find: async (folder) => {
        const client = await findStack(folder);
        return client && counted(client);
      },
      launch: async (folder) => {
        const launched = await launchStack({ stateDir: folder, distDir, stay: true, preferredPorts: false });
        return { ...launched, client: counted(launched.client) };
      },
      focusedTenant: () => "hakwonplus",
      keptMessages: () => 100,
      log: silentLogger,
    });

  /** Resolves at the change after which it holds; answers also where it holds already. */
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds()) return;
        void subscription.dispose();
        resolve();
      };
      const subscription = stack.changed.subscribe(check);
      check();
    });

  const icons = () =>
    Object.fromEntries(
      layerNodes({ state: stateOfStack(stack.state), traces: traces(), findings: [], now: Date.now() }).map(
        ({ label, icon }) => [label, icon],
      ),
    );
  const traces = () => (stack.state.kind === "live" ? (stack.state.measurement?.traces ?? []) : []);

  beforeEach(async () => {
    stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-view-"));
    measurements = 0;
    told = { changed: 0, alive: 0 };
    stack = create();
  });

  afterEach(async () => {
    stack.dispose();
    const left = await findStack(stateDir);
    if (left) await stopStack(left);
    await fs.rm(stateDir, { recursive: true, force: true });
  });

  it("shows a message at its end", async () => {
    const client = await stack.start();
    const watching = stack.watch();
    await until(() => icons()["Solapi"] === "ok");
    const { traceIds } = await client.send("hakwonplus", request);
    await until(() => traces().some(({ traceId, state }) => traceId === traceIds[0] && state === "delivered"));
    const trace = traces().find(({ traceId }) => traceId === traceIds[0])!;
    const ms = Date.now() - trace.updatedAt;
    assert.ok(ms <= SHOWN_WITHIN_MS, `${ms} ms`);
    void watching.dispose();
  });

  it("shows a worker that was stopped elsewhere, which no message tells", async () => {
    const client = await stack.start();
    const watching = stack.watch();
    await until(() => icons()["Worker"] === "ok");
    await client.worker("stop");
    const stoppedAt = Date.now();
    await until(() => icons()["Worker"] === "off");
    assert.ok(Date.now() - stoppedAt <= SHOWN_WITHIN_MS, `${Date.now() - stoppedAt} ms`);
    void watching.dispose();
  });

  it("shows what becomes of the worker's process, at each turn", async () => {
    const client = await stack.start();
    const watching = stack.watch();
    await until(() => icons()["Worker"] === "ok");
    const shownAt = new Map<string, number>();
    const subscription = stack.changed.subscribe(() => {
      const icon = icons()["Worker"] ?? "";
      if (!shownAt.has(icon)) shownAt.set(icon, Date.now());
    });
    const killedAt = Date.now();
    await client.worker("kill");
    await until(() => icons()["Worker"] === "blocked");
    assert.ok(shownAt.get("blocked")! - killedAt <= SHOWN_WITHIN_MS, `${shownAt.get("blocked")! - killedAt} ms`);
    await until(() => icons()["Worker"] === "ok"); // the supervisor starts it again
    void subscription.dispose();
    void watching.dispose();
  });

  it("measures where a change was told and never else, and stays green on the stack's word", async () => {
    await stack.start();
    const watching = stack.watch();
    await until(() => icons()["Worker"] === "ok");
    const [before, toldBefore, aliveBefore] = [measurements, told.changed, told.alive];
    await until(() => told.alive >= aliveBefore + 3);
    assert.ok(measurements - before <= told.changed - toldBefore, `${measurements - before} measurements`);
    assert.equal(icons()["API"], "ok");
    void watching.dispose();
  });

  it("shows what time alone changes: a delayed message becomes ready though nobody polls", async () => {
    const client = await stack.start();
    await client.worker("stop");
    const sqs = new SQSClient({
      region: "ap-northeast-2",
      endpoint: client.address.sqsEndpoint,
      credentials: sqsCredentials(client),
    });
    const watching = stack.watch();
    await sqs.send(new SendMessageCommand({ QueueUrl: client.address.queueUrl, MessageBody: "{}", DelaySeconds: 1 }));
    const counts = () => (stack.state.kind === "live" ? stack.state.measurement?.snapshot.queue.counts : undefined);
    await until(() => counts()?.delayed === 1);
    await until(() => counts()?.visible === 1);
    sqs.destroy();
    void watching.dispose();
  });

  it("does not measure while nobody watches, and follows on when somebody does", async () => {
    const client = await stack.start();
    void stack.watch().dispose();
    await stack.measure();
    const before = measurements;
    const seen = new Promise<void>((resolve) => {
      const subscription = stack.events.subscribe(({ type }) => {
        if (type !== "provider.delivered") return;
        void subscription.dispose();
        resolve();
      });
    });
    await client.send("hakwonplus", request);
    await seen; // the events come, and keep the stack alive
    assert.equal(measurements, before);
    const watching = stack.watch();
    await until(() => traces().length === 1);
    void watching.dispose();
  });

  it("says that the stack has ended, and finds the one that another program starts", async () => {
    const client = await stack.start();
    const watching = stack.watch();
    process.kill(client.address.pid, "SIGKILL");
    await until(() => stack.state.kind === "gone");
    const { client: other } = await launchStack({ stateDir, distDir, stay: true, preferredPorts: false });
    await until(() => stack.state.kind === "live");
    assert.equal(stack.client?.address.pid, other.address.pid);
    void watching.dispose();
  });

  it("joins a running stack without starting one, and is absent where there is none", async () => {
    await stack.join();
    assert.equal(stack.state.kind, "absent");
    const { client } = await launchStack({ stateDir, distDir, stay: true, preferredPorts: false });
    await stack.join();
    assert.equal(stack.client?.address.pid, client.address.pid);
  });

  it("ages where the stack hangs: no light stays on", async () => {
    const client = await stack.start();
    const watching = stack.watch();
    await until(() => icons()["API"] === "ok");
    process.kill(client.address.pid, "SIGSTOP");
    try {
      await until(() => icons()["API"] === "stale");
    } finally {
      process.kill(client.address.pid, "SIGCONT");
    }
    await until(() => icons()["API"] === "ok");
    void watching.dispose();
  });

  it("is absent again after a stop, whose process is gone", async () => {
    const running = await stack.start();
    await stack.stop(() => running.end());
    assert.equal(stack.state.kind, "absent");
    await assert.rejects(
      stack.start().then((client) => client.trace("none")),
      { reason: "trace-not-found" },
    );
  });
});
