import assert from "node:assert/strict";
import { enqueueMany, StackFixture, waitForMessages } from "../stack/stackFixture";

describe("a worker that is stopped while messages wait", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  it("hides none of them (what its polls had just received came back a visibility timeout later)", async () => {
    const { client } = stack;
    await client.setSender("saessak", "", "0212345678");
    const all = 2_000;
    await client.worker("stop");
    await enqueueMany(client, "stop", all);
    for (let rounds = 0; rounds < 5; rounds++) {
      const events = client.events((await client.snapshot()).seq);
      await client.worker("start");
      await waitForMessages(events, "worker.claimed", 20);
      await client.worker("stop");
      await events.return(undefined);
      const { counts } = (await client.snapshot()).queue;
      assert.equal(counts?.inFlight, 0, `round ${rounds}: ${JSON.stringify(counts)}`);
    }
    const received = (await client.peek("ready", 1_000)).map(({ receiveCount }) => receiveCount);
    assert.ok(received.length > 0, "all were sent before a stop");
  });
});
