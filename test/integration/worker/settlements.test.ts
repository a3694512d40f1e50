import assert from "node:assert/strict";
import { silentLogger } from "../../../src/common/logger";
import { Settlements } from "../../../src/runtime/worker/receiving/settlements";
import { QueueFixture } from "../queue/queueFixture";

describe("Visibility of a message in flight", () => {
  it("is the one asked for last, though its heartbeat is late (it stayed hidden for 60 s in place of 0)", async () => {
    const fixture = await QueueFixture.start();
    try {
      const client = fixture.client();
      const arrived = Promise.withResolvers<void>();
      const mayPass = Promise.withResolvers<void>();
      let changes = 0;
      client.middlewareStack.add(
        (next, { commandName }) =>
          async (args) => {
            if (commandName === "ChangeMessageVisibilityBatchCommand" && ++changes === 1) {
              arrived.resolve();
              await mayPass.promise;
            }
            return next(args);
          },
        { step: "finalizeRequest" },
      );
      await fixture.send(client, "given back");
      const [message] = await fixture.receive(client);
      const settlements = new Settlements({
        client,
        queueUrl: () => Promise.resolve(fixture.server.queueUrl),
        endpoint: fixture.server.endpoint,
        told: () => Promise.resolve(),
        isStopping: () => false,
        log: silentLogger,
        onDeleted: () => undefined,
      });
      settlements.changeVisibility(message!.ReceiptHandle!, 60);
      await arrived.promise;
      settlements.changeVisibility(message!.ReceiptHandle!, 0);
      // Whatever does not wait for the heartbeat has gone out by then.
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
      mayPass.resolve();
      await settlements.drained();
      assert.deepEqual(
        (await fixture.receive(client)).map(({ Body }) => Body),
        ["given back"],
      );
    } finally {
      await fixture.stop();
    }
  });
});
