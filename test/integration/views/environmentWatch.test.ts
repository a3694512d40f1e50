import assert from "node:assert/strict";
import { silentLogger } from "../../../src/common/logger";
import type { Environment } from "../../../src/targets/environment";
import { EnvironmentWatch } from "../../../src/targets/layers/environmentWatch";
import { lightsOf } from "../../../src/targets/layers/lights";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { StackFixture } from "../stack/stackFixture";

/** A backend that is reached through its targets alone, as any real one: here they lead to a stack of their own. */
describe("the watch over an environment", () => {
  let fixture: StackFixture;
  let watch: EnvironmentWatch;

  beforeEach(async () => {
    fixture = await StackFixture.start();
    const { traces: _traces, ...targets } = createLocalEnvironment(fixture.client);
    const staging: Environment = { ...targets, name: "staging", isProduction: false };
    watch = new EnvironmentWatch(staging, silentLogger, { limitMs: 2_000 });
  });

  afterEach(async () => {
    watch.dispose();
    await fixture.stop();
  });

  const states = () => Object.fromEntries(lightsOf(watch.snapshot).map(({ layer, status }) => [layer, status]));

  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds()) return;
        void subscription.dispose();
        resolve();
      };
      const subscription = watch.changed.subscribe(check);
      check();
    });

  it("measures nothing before somebody watches, then every part at once", async () => {
    assert.equal(watch.isMeasured, false);
    const watching = watch.watch();
    await until(() => watch.isMeasured);
    assert.deepEqual(states(), { api: "ok", queue: "ok", worker: "ok", provider: "ok", data: "ok" });
    const { data } = watch.snapshot;
    assert.ok(data && "value" in data && data.value.tenant?.code === "hakwonplus");
    void watching.dispose();
  });

  it("shows what a look finds broken", async () => {
    await fixture.client.worker("stop");
    await watch.measure();
    assert.equal(states()["worker"], "blocked");
    assert.equal(states()["api"], "ok");
  });

  it("tells since when nothing is known, keeps what was known, and reconnects by itself", async () => {
    const watching = watch.watch();
    await until(() => watch.isMeasured);
    const { pid } = fixture.client.address;
    process.kill(pid, "SIGSTOP");
    try {
      await until(() => states()["queue"] === "unknown");
      const { queue } = watch.snapshot;
      assert.ok(queue && "failed" in queue);
      assert.match(queue.failed, /no answer within 2 s/);
      assert.equal(queue.last?.value.name, "academy-messaging-jobs");
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await until(() => states()["queue"] === "ok");
    void watching.dispose();
  });
});
