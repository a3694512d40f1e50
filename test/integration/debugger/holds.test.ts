import assert from "node:assert/strict";
import type { HoldPoint } from "../../../src/runtime/holds/holdPoint";
import { enqueueMany, StackFixture } from "../stack/stackFixture";
import { HoldingClient, until } from "./heldMessages";

const SENDER = "0212345678";
const fromTenant1 = () => ({ tenant_id: 1 });

describe("messages held on their way", function () {
  this.timeout(120_000);
  let stack: StackFixture;
  let holding: HoldingClient | undefined;
  let names = 0;
  const name = () => `held${++names}`;

  before(async () => {
    stack = await StackFixture.start({ MESSAGING_SQS_VISIBILITY_SECONDS: "2" });
  });
  afterEach(() => holding?.detach());
  after(() => stack.stop());

  const attach = async (...points: HoldPoint[]) => {
    holding = await HoldingClient.attach(stack.client, ...points.map((point) => ({ point })));
    return holding;
  };
  const inbox = async (traceId: string) =>
    (await stack.client.inbox(traceId)).map(({ to, from, text }) => [to, from, text]);

  it("passes every point once, and reaches the inbox once", async () => {
    const debug = await attach(
      "request",
      "enqueued",
      "received",
      "sender",
      "provider-call",
      "provider-answer",
      "row",
      "delete",
    );
    const answer = stack.client.send("hakwonplus", { student_ids: [1], raw_body: "안녕" });
    const seen: string[] = [];
    for (;;) {
      const held = await debug.held();
      seen.push(held.point);
      await stack.client.releaseHeld(held.id, { kind: "continue" });
      if (held.point === "delete") break;
    }
    assert.deepEqual(seen, [
      "request",
      "enqueued",
      "received",
      "sender",
      "provider-call",
      "provider-answer",
      "row",
      "delete",
    ]);
    const [traceId = ""] = (await answer).traceIds;
    await until(stack.client, traceId, "queue.deleted");
    assert.equal((await stack.client.inbox(traceId)).length, 1);
  });

  it("steps from point to point without a rule", async () => {
    const debug = await attach("received");
    await enqueueMany(stack.client, name(), 1);
    const seen: string[] = [];
    for (let steps = 0; steps < 6; steps++) {
      const held = await debug.held();
      seen.push(`${held.point} ${held.why}`);
      await stack.client.releaseHeld(held.id, { kind: "step" });
    }
    assert.deepEqual(seen, [
      "received point",
      "sender step",
      "provider-call step",
      "provider-answer step",
      "row step",
      "delete step",
    ]);
  });

  it("lets others pass, and keeps the receive count at 1 beyond the visibility timeout", async () => {
    const debug = await attach("provider-call");
    await stack.client.setHoldRules([{ point: "provider-call", condition: 'text == "hold me"' }]);
    const id = name();
    const [held0 = ""] = await enqueueMany(stack.client, id, 2, (index) => (index === 0 ? { text: "hold me" } : {}));
    const held = await debug.held();
    assert.equal(held.traceId, held0);
    await until(stack.client, `${id}-1`, "queue.deleted"); // the other
    const heldFor = until(stack.client, held0, "queue.returned").then(() => "returned");
    const waited = new Promise((resolve) => setTimeout(resolve, 6_000)).then(() => "still held");
    assert.equal(await Promise.race([heldFor, waited]), "still held");
    const [message] = await stack.client.peek("in-flight");
    assert.deepEqual([message?.traceId, message?.receiveCount], [held0, 1]);
    await stack.client.releaseHeld(held.id, { kind: "continue" });
    await until(stack.client, held0, "queue.deleted");
    assert.equal((await stack.client.inbox(held0)).length, 1);
  });

  for (const point of ["request", "enqueued", "received", "sender", "provider-call"] as const)
    it(`sends what was edited at ${point}`, async () => {
      const debug = await attach(point);
      const sent = stack.client.send("hakwonplus", { student_ids: [1], raw_body: "before" });
      const { id, traceId } = await debug.held();
      await stack.client.editHeld(id, { text: "after", to: "01099998888" });
      const shown = await stack.client.editHeld(id, { sender: "02-1234-5678" });
      assert.match(shown.body, /after/);
      await stack.client.releaseHeld(id, { kind: "continue" });
      await until(stack.client, traceId, "queue.deleted");
      await sent;
      assert.deepEqual(await inbox(traceId), [["01099998888", SENDER, "after"]]);
    });

  it("an edit that makes it invalid is judged by the next layer", async () => {
    const debug = await attach("received");
    await enqueueMany(stack.client, name(), 1);
    const { id, traceId } = await debug.held();
    await stack.client.editHeld(id, { text: "" });
    await stack.client.releaseHeld(id, { kind: "continue" });
    const dead = await until(stack.client, traceId, "worker.dead-lettered");
    assert.deepEqual(dead.details, { reason: "invalid-format" });
  });

  for (const point of ["enqueued", "received", "sender", "provider-call"] as const)
    it(`dropped at ${point}, it lies in the dead-letter queue and reaches nobody`, async () => {
      const debug = await attach(point);
      await enqueueMany(stack.client, name(), 1);
      const { id, traceId } = await debug.held();
      await stack.client.releaseHeld(id, { kind: "drop", reason: "a test" });
      await until(stack.client, traceId, "queue.deleted");
      const dead = await stack.client.peek("dead");
      assert.equal(dead.filter((each) => each.traceId === traceId).length, 1);
      assert.deepEqual(await inbox(traceId), []);
    });

  it("answered 1062 in the provider's place, it is refused so, and the provider is not called", async () => {
    const debug = await attach("provider-call");
    await enqueueMany(stack.client, name(), 1);
    const { id, traceId } = await debug.held();
    await stack.client.releaseHeld(id, { kind: "answer", code: "1062" });
    const { details } = await until(stack.client, traceId, "provider.refused");
    assert.equal((details as { code: string }).code, "1062");
    await until(stack.client, traceId, "queue.deleted");
    assert.deepEqual(await inbox(traceId), []);
  });

  it("holds on any refusal, and nothing else", async () => {
    const debug = await attach("refusal");
    const id = name();
    const payloads = [{}, { to: "" }, { tenant_id: 999 }, { sender: "01011112222" }];
    await enqueueMany(stack.client, id, 4, (index) => payloads[index]!);
    const rejected = stack.client.send("hakwonplus", { student_ids: [999] });
    const refusals: Record<string, string> = {};
    for (let count = 0; count < 4; count++) {
      const held = await debug.held();
      refusals[held.layer === "api" ? "api" : held.traceId] = (held.refusal ?? "").slice(0, 6);
      await stack.client.releaseHeld(held.id, { kind: "continue" });
    }
    assert.deepEqual(refusals, {
      api: '400 {"',
      [`${id}-1`]: "invali",
      [`${id}-2`]: "unknow",
      [`${id}-3`]: "[1062]",
    });
    await rejected;
    await until(stack.client, `${id}-0`, "queue.deleted");
  });

  it("says what is wrong with a condition, and such a rule holds nothing", async () => {
    const debug = await attach();
    const problems = await stack.client.setHoldRules([
      { point: "received", condition: "tenat == 1" },
      { point: "received", condition: 'tenant == "hakwonplus" && attempt > 1' },
      { point: "row", condition: "attempt" },
      { point: "row", condition: 'text.matches("(a+)+$")' },
    ]);
    assert.deepEqual(
      problems.map((problem) => problem && problem.slice(0, 30)),
      ["Unknown variable: tenat", null, "the condition is a int, not tr", "matches() is not offered: use "],
    );
    const [traceId = ""] = await enqueueMany(stack.client, name(), 1);
    await until(stack.client, traceId, "queue.deleted");
    debug.detach();
  });

  it("is not dropped or changed once the provider was asked", async () => {
    const debug = await attach("row");
    await enqueueMany(stack.client, name(), 1);
    const { id, traceId } = await debug.held();
    await assert.rejects(stack.client.releaseHeld(id, { kind: "drop", reason: "late" }), { reason: "hold-too-late" });
    await assert.rejects(stack.client.editHeld(id, { text: "late" }), { reason: "hold-too-late" });
    await assert.rejects(stack.client.releaseHeld(id, { kind: "answer", code: "1062" }), {
      reason: "hold-not-answerable",
    });
    await stack.client.releaseHeld(id, { kind: "continue" });
    await assert.rejects(stack.client.releaseHeld(id, { kind: "continue" }), { reason: "hold-gone" });
    await until(stack.client, traceId, "queue.deleted");
  });

  it("goes on, once, as edited, when its debugger disconnects", async () => {
    const debug = await attach("enqueued", "provider-call", "row");
    const ids = await enqueueMany(stack.client, name(), 3, fromTenant1);
    const first = [await debug.held(), await debug.held(), await debug.held()];
    await stack.client.editHeld(first[0]!.id, { text: "edited" });
    await stack.client.releaseHeld(first[1]!.id, { kind: "continue" });
    assert.equal((await debug.held()).point, "provider-call");
    debug.detach();
    for (const traceId of ids) await until(stack.client, traceId, "queue.deleted");
    for (const traceId of ids) assert.equal((await inbox(traceId)).length, 1, traceId);
    assert.deepEqual((await inbox(first[0]!.traceId))[0]?.[2], "edited");
  });

  it("refuses a second debugger in a sentence", async () => {
    await attach("row");
    await assert.rejects(stack.client.holds(new AbortController().signal).next(), { reason: "debugger-attached" });
  });

  for (const action of ["restart", "kill"] as const)
    it(`is neither lost nor sent twice when the worker is ${action}ed while it is held`, async () => {
      const debug = await attach("received", "provider-call", "row");
      const ids = await enqueueMany(stack.client, name(), 2, fromTenant1);
      const [one, two] = [await debug.held(), await debug.held()];
      await stack.client.releaseHeld(one.id, { kind: "continue" });
      const call = await debug.held();
      assert.deepEqual([call.point, two.point], ["provider-call", "received"]);
      await stack.client.worker(action);
      const back = new Set<string>();
      while (back.size < 2) {
        const held = await debug.held();
        if (held.point === "received") back.add(held.traceId);
        await stack.client.releaseHeld(held.id, { kind: "continue" });
      }
      debug.detach();
      for (const traceId of ids) await until(stack.client, traceId, "queue.deleted");
      for (const traceId of ids) assert.equal((await inbox(traceId)).length, 1, traceId);
    });
});
