import assert from "node:assert/strict";
import { reproduce } from "../../src/operations/reproduction/reproduce";
import { faults } from "../../src/runtime/faults/faultLab";
import { createLocalEnvironment } from "../../src/targets/local/localEnvironment";
import { originalOf } from "../fixtures/bundles";
import { assertSameVerdicts, savedLive } from "../integration/scenario/savedScenarios";
import { StackFixture } from "../integration/stack/stackFixture";
import { operationFor } from "../unit/operations/sending";
import { isShort, report } from "./scale";

// A sample of them is part of test/integration/faults/matrix.test.ts, which sets all of them up anyway.
if (!isShort)
  describe("Save as Scenario", () => {
    let stack: StackFixture;
    before(async () => (stack = await StackFixture.start()));
    after(() => stack?.stop());

    it(`of a live run of each of ${faults.length} faults: run again, the same verdict`, async () => {
      const environment = createLocalEnvironment(stack.client);
      const saved = new Map<string, string>();
      for (const { id } of faults) {
        const live = await reproduce(environment, originalOf(id), operationFor(stack.stateDir), { keep: true });
        assert.equal(live?.isSame, true, JSON.stringify(live));
        saved.set(id, await savedLive(environment, live!.report!, stack.stateDir));
        await stack.client.clearFaults();
      }
      await stack.stop();
      const startedAt = performance.now();
      await assertSameVerdicts(saved);
      report("saved scenarios", {
        scenarios: saved.size,
        seconds: Math.round((performance.now() - startedAt) / 1_000),
      });
    }).timeout(1_200_000);
  });
