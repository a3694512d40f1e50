import assert from "node:assert/strict";
import * as vscode from "vscode";
import manifest from "../../../package.json";
import type { LayersCheck } from "../../../src/operations/layers/check";
import type { SendResult } from "../../../src/commands/message/sendResult";
import { CLEAR_FAULT } from "../../../src/runtime/faults/fault";
import { activateExtension, endStack, run, useOwnStack } from "../extensionFixture";

/** Faults that the usual test send shows, of every layer, with the layer at which it stops. */
const shown = {
  "api.unreachable": "api",
  "api.gateway": "api",
  "api.unauthorized": "api",
  "api.sender-empty": "api",
  "api.tenant-not-resolved": "api",
  "queue.endpoint-unreachable": "queue",
  "queue.not-found": "queue",
  "queue.name-mismatch": "queue",
  "queue.access-denied-send": "queue",
  "queue.region-mismatch": "queue",
  "queue.credentials-missing": "queue",
  "worker.not-running": "worker",
  "worker.mock-mode": "worker",
  "worker.credit-insufficient": "worker",
  "worker.env-missing": "worker",
  "provider.sender-not-registered": "provider",
  "provider.unauthorized": "provider",
  "provider.balance": "provider",
  "provider.quota": "provider",
  "provider.ip-not-allowed": "provider",
} as const;

/** In the oldest VS Code, which runs the same code, one of each layer. */
const inOldest = new Set(["api.sender-empty", "queue.not-found", "worker.mock-mode", "provider.balance"]);
const isOldest = vscode.version.startsWith(manifest.engines.vscode.replace(/^\^|0$/g, ""));
const tried = Object.entries(shown).filter(([id]) => !isOldest || inOldest.has(id));

const send = () =>
  run<SendResult>("messaging.message.send", { isComplete: true, start: "api", tenantCode: "hakwonplus" });

describe("a fault", () => {
  let folder: string;

  before(async () => {
    folder = useOwnStack();
    await activateExtension();
    assert.equal(await run("messaging.stack.start"), "live");
  });

  after(() => endStack(folder));

  for (const [id, layer] of tried)
    it(`stops a message, which is told with its fix; the fix makes everything green: ${id}`, async () => {
      assert.equal(await run("messaging.fault.inject", id), id);
      const { verdict } = (await send()).diagnosis;
      assert.deepEqual([verdict.cause, verdict.layer], [id, layer]);
      assert.ok(verdict.fixes.some((fix) => fix.id === CLEAR_FAULT));
      assert.deepEqual(await run("messaging.fault.clear"), [id]);
      assert.equal((await send()).outcome, "reached");
      const { layers } = await run<LayersCheck>("messaging.layers.check");
      assert.deepEqual(
        layers.filter(({ status }) => status !== "ok"),
        [],
      );
    });
});
