import assert from "node:assert/strict";
import { silentLogger } from "../../../src/common/logger";
import type { CauseId } from "../../../src/diagnosis/causes/causeIds";
import { faults } from "../../../src/runtime/faults/faultLab";
import { findStack } from "../../../src/runtime/control/stackLauncher";
import type { LightLayer, LightStatus } from "../../../src/targets/layers/layerFact";
import { lightsOf } from "../../../src/targets/layers/lights";
import { LiveStack } from "../../../src/window/stack/liveStack";
import { stateOfStack } from "../../../src/window/stack/stackLayers";
import { StackFixture } from "../stack/stackFixture";

/** On a busy machine; a quiet one shows a fault within 3 s, and prints how soon. */
const SHOWN_WITHIN_MS = 60_000;

const MESSAGE = "only a message shows it";

type Expected = typeof MESSAGE | readonly [layer: LightLayer, status: LightStatus, cause?: CauseId];

/** Every fault that can be set up, and the light that shows it though nothing is sent. */
const expected: Record<string, Expected> = {
  "api.unreachable": ["api", "blocked"],
  "api.timeout": ["api", "blocked"],
  "api.unauthorized": ["api", "blocked"],
  "api.forbidden": ["api", "blocked"],
  "api.tenant-not-resolved": ["api", "blocked"],
  "api.validation": MESSAGE,
  "api.sender-empty": ["data", "blocked"],
  "api.students-not-found": MESSAGE,
  "api.template-not-found": MESSAGE,
  "api.template-not-approved": MESSAGE,
  "api.body-empty": MESSAGE,
  "api.no-recipients": MESSAGE,
  "api.recipients-skipped": MESSAGE,
  "api.rate-limited": ["api", "blocked"],
  "api.server-error": ["data", "blocked"],
  "api.gateway": ["api", "blocked"],
  "queue.access-denied-send": ["queue", "blocked"],
  "queue.access-denied-receive": ["worker", "blocked"],
  "queue.not-found": ["queue", "blocked"],
  "queue.region-mismatch": ["worker", "blocked"],
  "queue.name-mismatch": ["worker", "blocked"],
  "queue.credentials-missing": ["worker", "blocked"],
  "queue.credentials-invalid": ["worker", "blocked"],
  "queue.credentials-expired": ["worker", "blocked"],
  "queue.endpoint-unreachable": ["worker", "blocked"],
  "queue.kms-denied": ["worker", "blocked"],
  "worker.not-running": ["worker", "off"],
  "worker.exited": ["worker", "blocked"],
  "worker.crash-loop": ["worker", "blocked"],
  "worker.oom-killed": ["worker", "blocked"],
  "worker.env-missing": ["worker", "blocked"],
  "worker.module-not-found": ["worker", "blocked"],
  "worker.not-polling": ["worker", "blocked"],
  "worker.message-not-json": MESSAGE,
  "worker.message-format": MESSAGE,
  "worker.message-no-tenant": MESSAGE,
  "worker.database": ["worker", "blocked"],
  "worker.orm-unavailable": ["worker", "degraded"],
  "worker.log-write-failed": MESSAGE,
  "worker.credit-insufficient": ["data", "blocked"],
  "worker.mock-mode": ["provider", "blocked"],
  "worker.reservation-cancelled": MESSAGE,
  "provider.sender-missing": ["worker", "degraded"],
  "provider.sender-not-registered": ["data", "blocked"],
  "provider.unauthorized": ["provider", "blocked"],
  "provider.clock-skew": ["provider", "blocked"],
  "provider.ip-not-allowed": ["provider", "blocked"],
  "provider.balance": ["provider", "blocked"],
  "provider.quota": MESSAGE,
  "provider.rate-limited": ["provider", "blocked"],
  "provider.recipient-invalid": MESSAGE,
  "provider.recipient-blocked": MESSAGE,
  "provider.duplicate-recipient": MESSAGE,
  "provider.text-invalid": MESSAGE,
  "provider.message-type": MESSAGE,
  "provider.template-mismatch": MESSAGE,
  "provider.template-not-found": MESSAGE,
  "provider.alimtalk-config": ["data", "degraded"],
  "provider.alimtalk-undelivered": MESSAGE,
  "provider.undelivered": MESSAGE,
  "provider.timeout": MESSAGE,
  "provider.server-error": MESSAGE,
};

describe("the light of every fault, though nothing is sent", () => {
  let fixture: StackFixture;
  let stack: LiveStack;
  const shownAfter: number[] = [];

  before(async () => {
    fixture = await StackFixture.start();
    stack = new LiveStack({
      stateDir: () => fixture.stateDir,
      find: findStack,
      launch: () => Promise.reject(new Error("it runs")),
      focusedTenant: () => "hakwonplus",
      keptMessages: () => 10,
      log: silentLogger,
    });
    await stack.join();
    stack.watch();
    await until("all lights are green", SHOWN_WITHIN_MS, isGreen);
  });

  after(async () => {
    process.stdout.write(`    from a fault to its light: at most ${Math.round(Math.max(...shownAfter))} ms\n`);
    stack?.dispose();
    await fixture?.stop();
  });

  const lights = () => {
    const state = stateOfStack(stack.state);
    return state.kind === "live" && state.snapshot ? lightsOf(state.snapshot) : [];
  };
  const isGreen = () => lights().length === 5 && lights().every(({ status }) => status === "ok");
  const shown = () =>
    lights().map(({ layer, status, facts }) => ({
      layer,
      status,
      facts: facts.filter((each) => each.status !== "ok"),
    }));

  /** Resolves at the change after which it holds. */
  async function until(what: string, withinMs: number, holds: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => holds() && resolve();
    const subscription = stack.changed.subscribe(look);
    const late = () => reject(new Error(`not within ${withinMs} ms: ${what}; shown: ${JSON.stringify(shown())}`));
    const timer = setTimeout(late, withinMs);
    look();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      void subscription.dispose();
    }
  }

  it("names every fault, and at least 35 of them change a light", () => {
    assert.deepEqual(Object.keys(expected).sort(), faults.map(({ id }) => id).sort());
    assert.ok(Object.values(expected).filter((each) => each !== MESSAGE).length >= 35);
  });

  for (const { id } of faults) {
    const light = expected[id];
    if (!light || light === MESSAGE) continue;
    const [layer, status, cause = id] = light;
    it(`${id}: ${layer} ${status}`, async () => {
      await fixture.client.injectFault(id);
      const injectedAt = performance.now();
      await until(`${layer} ${status}, ${cause}`, SHOWN_WITHIN_MS, () =>
        lights().some(
          (each) => each.layer === layer && each.status === status && each.facts.some((fact) => fact.cause === cause),
        ),
      );
      shownAfter.push(performance.now() - injectedAt);
      await fixture.client.clearFaults(id);
      await until(`green again after ${id}`, SHOWN_WITHIN_MS, isGreen);
    });
  }

  it("stays green for what only a message shows", async () => {
    for (const { id } of faults.filter((fault) => expected[fault.id] === MESSAGE)) {
      await fixture.client.injectFault(id);
      await stack.measure();
      assert.ok(isGreen(), `${id}: ${JSON.stringify(shown())}`);
    }
    await fixture.client.clearFaults();
  });
});
