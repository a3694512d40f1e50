import assert from "node:assert/strict";
import { DeleteMessageCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import { HoldBoard } from "../../../src/runtime/holds/holdBoard";
import type { HeldMessage, HoldNews, HoldRule } from "../../../src/runtime/holds/holdMessages";
import { TakenByOthers } from "../../../src/runtime/message/takenByOthers";
import { authorization, SandboxFixture, SENDER, sms } from "../provider/sandboxFixture";
import { QueueFixture } from "../queue/queueFixture";

const SEND = "/messages/v4/send-many/detail";
const quiet = { debug() {}, info() {}, warning() {}, error() {} };

/** The stack's queue and sandbox, and a worker of one's own that took one message. */
describe("a call of one's own worker, held at the sandbox", () => {
  let queue: QueueFixture;
  let solapi: SandboxFixture;
  let board: HoldBoard;
  let sqs: SQSClient;
  let detach: () => void;
  let news: HoldNews[];
  let heard: () => void;
  let names = 0;

  before(async () => {
    board = new HoldBoard({ tenantCode: () => "", log: quiet });
    const taken = new TakenByOthers((event) => queue.events.push(event));
    queue = await QueueFixture.start({
      holds: board,
      handedOut: (userAgent, messages) => taken.received(userAgent, messages),
    });
    solapi = await SandboxFixture.start({ taken, holds: { board, queue: queue.server.clocks } });
    board.connect({ clocks: queue.server.clocks, worker: { arm: () => Promise.resolve() } });
    sqs = queue.client();
  });
  after(() => Promise.all([queue.stop(), solapi.stop()]));
  afterEach(() => detach());

  const attach = async (...rules: HoldRule[]) => {
    news = [];
    heard = () => undefined;
    detach = board.attach((each) => {
      news.push(each);
      heard();
    });
    assert.deepEqual(
      await board.setRules(rules),
      rules.map(() => null),
    );
  };
  const told = async <K extends HoldNews["kind"]>(kind: K): Promise<HoldNews & { kind: K }> => {
    for (;;) {
      const at = news.findIndex((each) => each.kind === kind);
      if (at >= 0) return news.splice(at, 1)[0] as HoldNews & { kind: K };
      await new Promise<void>((resolve) => (heard = resolve));
    }
  };
  const held = async (): Promise<HeldMessage> => (await told("held")).held;
  const take = async (to = "01012345678"): Promise<{ traceId: string; message: Message }> => {
    const traceId = `own-${++names}`;
    await queue.send(sqs, JSON.stringify({ tenant_id: 1, to, text: traceId, trace_id: traceId }));
    const [message] = await queue.receive(sqs);
    return { traceId, message: message! };
  };
  const ask = (...messages: object[]) =>
    solapi.call("POST", SEND, { messages }, { "user-agent": "python-requests/2.31" });
  const inbox = (traceId: string) => solapi.sandbox.inbox({ traceId }).map(({ to, from, text }) => [to, from, text]);
  const countOf = async (ReceiptHandle: string | undefined) => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.server.queueUrl, ReceiptHandle }));
    return queue.server.counts()!;
  };

  it("keeps its connection and its message's visibility for three minutes, and what goes on is the edited request", async () => {
    await attach({ point: "provider-call", condition: 'attempt == 1 && sender == "0298765432"' });
    const { traceId, message } = await take();
    const answer = ask({ ...sms("01012345678", traceId), from: "02-9876-5432" });
    const at = await held();
    assert.deepEqual(
      [at.traceId, at.participant, at.attempt, JSON.parse(at.body)],
      [
        traceId,
        "Python requests",
        1,
        { tenant_id: 1, to: "01012345678", text: traceId, trace_id: traceId, sender: "02-9876-5432" },
      ],
    );
    queue.aheadMs += 180_000;
    assert.deepEqual(await queue.receive(sqs), []);
    const edited = board.edit(at.id, { text: "edited", to: "010-8765-4321", sender: SENDER });
    assert.deepEqual(JSON.parse(edited.request!), { to: "01087654321", from: SENDER, text: "edited" });
    await board.release(at.id, { kind: "continue" });
    assert.equal((await answer).status, 200);
    assert.deepEqual(inbox(traceId), [["01087654321", SENDER, "edited"]]);
    const { details } = (await solapi.event(
      (each) => each.type === "provider.accepted" && each.traceId === traceId,
    )) as {
      details: { matched?: string; client?: string };
    };
    assert.deepEqual([details.matched, details.client], ["recipient and text", "Python requests"]);
    assert.equal((await countOf(message.ReceiptHandle)).inFlight, 0);
  });

  const answers: [code: string, seen: (answer: Awaited<ReturnType<typeof ask>>) => unknown, expected: unknown][] = [
    [
      "1062",
      ({ body }) => (body["failedMessageList"] as { statusCode: string }[]).map((each) => each.statusCode),
      ["1062"],
    ],
    ["NotEnoughBalance", ({ status, body }) => [status, body["errorCode"]], [402, "NotEnoughBalance"]],
    ["HTTP_503", ({ status }) => status, 503],
    ["2000", ({ status, body }) => [status, body["failedMessageList"]], [200, []]],
  ];
  for (const [code, seen, expected] of answers)
    it(`is answered ${code} in Solapi's place, and nothing is sent`, async () => {
      await attach({ point: "provider-call" });
      const { traceId, message } = await take();
      const answer = ask(sms("01012345678", traceId));
      await board.release((await held()).id, { kind: "answer", code });
      assert.deepEqual(seen(await answer), expected);
      assert.deepEqual(inbox(traceId), []);
      await countOf(message.ReceiptHandle);
    });

  it("gets no answer where the debugger says timed-out; asked again, it is about the same message", async () => {
    await attach({ point: "provider-call" });
    const { traceId, message } = await take();
    const answer = ask(sms("01012345678", traceId));
    await board.release((await held()).id, { kind: "answer", code: "timed-out" });
    await assert.rejects(answer, /fetch failed/);
    const again = ask(sms("01012345678", traceId));
    await board.release((await held()).id, { kind: "continue" });
    assert.equal((await again).status, 200);
    assert.equal(inbox(traceId).length, 1);
    await countOf(message.ReceiptHandle);
  });

  it("is refused where its message is dropped, which lies in the dead-letter queue with the reason", async () => {
    await attach({ point: "provider-call" });
    const { traceId } = await take();
    const answer = ask(sms("01012345678", traceId));
    await board.release((await held()).id, { kind: "drop", reason: "a trial" });
    const { status, body } = await answer;
    assert.deepEqual([status, body["errorCode"]], [400, "ValidationError"]);
    const [dead] = await queue.receive(sqs, { url: queue.server.deadLetterQueueUrl });
    assert.equal(dead?.MessageAttributes?.["reason"]?.StringValue, "a trial");
    assert.deepEqual([inbox(traceId), queue.server.counts()!.inFlight], [[], 0]);
  });

  it("whose client disconnects is not carried out; delivered again, its message is sent once", async () => {
    await attach({ point: "provider-call" });
    const { traceId } = await take();
    const client = new AbortController();
    const call = fetch(solapi.sandbox.baseUrl + SEND, {
      method: "POST",
      signal: client.signal,
      headers: { authorization: authorization(), "content-type": "application/json" },
      body: JSON.stringify({ messages: [sms("01012345678", traceId)] }),
    });
    const first = await held();
    client.abort();
    await assert.rejects(call, /abort/);
    assert.deepEqual([(await told("gone")).how, inbox(traceId)], ["lost", []]);
    await assert.rejects(board.release(first.id, { kind: "continue" }), /no longer held/);
    queue.aheadMs += 180_000; // its clock runs again
    const [again] = await queue.receive(sqs);
    assert.equal(again?.Attributes?.ApproximateReceiveCount, "2");
    const answer = ask(sms("01012345678", traceId));
    const second = await held();
    assert.deepEqual([second.traceId, second.attempt], [traceId, 2]);
    await board.release(second.id, { kind: "continue" });
    assert.equal((await answer).status, 200);
    assert.equal(inbox(traceId).length, 1);
    await countOf(again?.ReceiptHandle);
  });

  it("goes on once, as edited, when the debugger disconnects", async () => {
    await attach({ point: "provider-call" });
    const { traceId, message } = await take();
    const answer = ask(sms("01012345678", traceId));
    board.edit((await held()).id, { text: "edited" });
    detach();
    assert.equal((await answer).status, 200);
    assert.deepEqual(inbox(traceId), [["01012345678", SENDER, "edited"]]);
    await countOf(message.ReceiptHandle);
  });

  it("is held before its answer: accepted, or refused by what an edit made of it", async () => {
    await attach(
      { point: "provider-call" },
      { point: "provider-answer", condition: 'code == "2000"' },
      { point: "refusal" },
    );
    for (const [sender, code, why] of [
      [SENDER, "2000", "point"],
      ["01099998888", "1062", "refusal"],
    ] as const) {
      const { traceId, message } = await take();
      const answer = ask(sms("01012345678", traceId));
      const before = await held();
      board.edit(before.id, { sender });
      await board.release(before.id, { kind: "continue" });
      const after = await held();
      assert.deepEqual(
        [after.point, after.answer?.code, after.why, after.traceId],
        ["provider-answer", code, why, traceId],
      );
      await assert.rejects(board.release(after.id, { kind: "drop", reason: "late" }), /asked already/);
      await board.release(after.id, { kind: "continue" });
      assert.equal((await answer).status, 200);
      await countOf(message.ReceiptHandle);
    }
  });

  it("in three steps, by a group, is held where it adds its message and where the group's send is answered", async () => {
    await attach({ point: "provider-call" }, { point: "provider-answer" });
    const { traceId, message } = await take();
    const { body } = await solapi.call("POST", "/messages/v4/groups", {});
    const group = `/messages/v4/groups/${String(body["groupId"])}`;
    const adding = solapi.call("PUT", `${group}/messages`, { messages: [sms("01012345678", traceId)] });
    await board.release((await held()).id, { kind: "continue" });
    await adding;
    const sending = solapi.call("POST", `${group}/send`);
    const after = await held();
    assert.deepEqual([after.traceId, after.answer?.outcome], [traceId, "accepted"]);
    await board.release(after.id, { kind: "continue" });
    assert.equal((await sending).status, 200);
    assert.equal(inbox(traceId).length, 1);
    await countOf(message.ReceiptHandle);
  });

  it("of two messages waits for the one that is held; without it the other is sent", async () => {
    await attach({ point: "provider-call", condition: 'to == "01011112222"' });
    const [first, second] = [await take("01011112222"), await take("01033334444")];
    const answer = ask(sms("01011112222", first.traceId), sms("01033334444", second.traceId));
    await board.release((await held()).id, { kind: "drop", reason: "a trial" });
    assert.equal((await answer).status, 200);
    assert.deepEqual([inbox(first.traceId).length, inbox(second.traceId).length], [0, 1]);
    await countOf(second.message.ReceiptHandle);
  });

  it("passes where it is about no message that the worker took", async () => {
    await attach({ point: "provider-call" }, { point: "provider-answer" });
    assert.equal((await ask(sms("01055556666", "nobody's"))).status, 200);
    assert.deepEqual(board.list(), []);
  });

  it("that names its message's trace id is matched by it", async () => {
    await attach();
    const { traceId, message } = await take();
    await ask({ ...sms("01077778888", "another text"), customFields: { traceId } });
    const { details } = (await solapi.event(
      (each) => each.type === "provider.accepted" && each.traceId === traceId,
    )) as {
      details: { matched?: string };
    };
    assert.equal(details.matched, "trace id");
    await countOf(message.ReceiptHandle);
  });
});
