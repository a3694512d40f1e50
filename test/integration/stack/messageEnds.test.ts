import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { layerLines } from "../../../src/runtime/message/layerLines";
import type { MessageTrace } from "../../../src/runtime/message/messageTrace";
import { StackFixture, waitForMessages } from "./stackFixture";

describe("The end of a message", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  /** Puts a message on the queue and waits until the worker has removed it. */
  async function deliver(traceId: string): Promise<MessageTrace> {
    const { client } = stack;
    const events = client.events((await client.snapshot()).seq);
    const body = { tenant_id: 1, to: "01012345678", text: "두 번", sender: null, trace_id: traceId };
    await client.enqueue(JSON.stringify(body));
    await waitForMessages(events, "queue.deleted", 1);
    await events.return(undefined);
    return (await client.trace(traceId))!;
  }

  it("is told once, and a second delivery as a duplicate that is not sent", async () => {
    await deliver("again");
    const { events } = await deliver("again");
    const told = events.map(({ type }) => type);
    assert.equal(told.filter((type) => type === "worker.duplicate").length, 1);
    assert.equal(told.filter((type) => type === "provider.accepted").length, 1);
    assert.equal((await stack.client.inbox("again")).length, 1);
  });

  it("is told by the next delivery where the worker was killed before it could: it seemed under way for ever", async () => {
    const database = new DatabaseSync(path.join(stack.stateDir, "store.sqlite"));
    database
      .prepare(
        `INSERT INTO messaging_runtime_job (key, message_id, tenant_id, state, owner, lease_until, group_id, updated_at)
         VALUES ('untold', 'first', 1, 'ambiguous', 'killed', 0, 'G4V1', ?)`,
      )
      .run(Date.now());
    database.close();
    const trace = await deliver("untold");
    const { state, events } = trace;
    assert.equal(state, "ambiguous");
    assert.deepEqual(
      layerLines(trace).map(({ mark }) => mark),
      ["passed", "passed", "passed", "unknown"],
    );
    const end = events.find(({ type }) => type === "provider.ambiguous");
    assert.deepEqual(end?.type === "provider.ambiguous" && end.details.groupId, "G4V1");
    const { lastErrors } = await stack.client.snapshot();
    assert.equal(lastErrors.provider?.type, "provider.ambiguous");
    assert.deepEqual(await stack.client.inbox("untold"), []);
  });

  it("is told where the worker itself refuses for want of a sender: it seemed under way for ever", async () => {
    const { client } = stack;
    await client.injectFault("provider.sender-missing");
    const events = client.events((await client.snapshot()).seq);
    const body = { tenant_id: 2, to: "01012345678", text: "번호 없음", sender: null, trace_id: "no-sender" };
    await client.enqueue(JSON.stringify(body));
    await waitForMessages(events, "queue.deleted", 1);
    await events.return(undefined);
    await client.clearFaults();
    const trace = (await client.trace("no-sender"))!;
    assert.equal(trace.state, "refused");
    assert.equal(trace.tenantCode, "saessak", "whose sender is to be set: the fix was offered for another tenant");
    const end = trace.events.find(({ type }) => type === "provider.not-asked");
    assert.deepEqual(end?.details, { reason: "sender_required" });
  });
});
