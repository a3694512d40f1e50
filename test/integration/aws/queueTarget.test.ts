import assert from "node:assert/strict";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { checkEnvironment } from "../../../src/operations/environment/checkEnvironment";
import type { Environment } from "../../../src/targets/environment";
import { lookAtQueue } from "../../../src/targets/layers/partReadings";
import { operationFor } from "../../unit/operations/sending";
import { QueueTargetFixture, REGION } from "./queueTargetFixture";

describe("the queue target", () => {
  let fixture: QueueTargetFixture;
  beforeEach(async () => (fixture = await QueueTargetFixture.start()));
  afterEach(() => fixture.stop());

  const setPolicy = (statement: object) =>
    fixture.queue.client().send(
      new SetQueueAttributesCommand({
        QueueUrl: fixture.queue.server.queueUrl,
        Attributes: { Policy: JSON.stringify({ Version: "2012-10-17", Statement: statement }) },
      }),
    );

  it("measures queue and dead-letter queue", async () => {
    await fixture.kill("dead one", "dead two");
    await fixture.queue.send(fixture.queue.client(), "waiting");
    const { endpoint, queueUrl: url } = fixture.queue.server;
    assert.deepEqual(await fixture.target().measure(), {
      name: "academy-messaging-jobs",
      region: REGION,
      endpoint,
      url,
      counts: { visible: 1, inFlight: 0, delayed: 0, dead: 2 },
      redrive: { maxReceiveCount: 3, deadLetterQueue: "academy-messaging-jobs-dlq" },
      visibilityTimeout: 60,
    });
  });

  it("looks 1,000 times and changes no receive count", async () => {
    await fixture.queue.send(fixture.queue.client(), "waiting");
    const target = fixture.target();
    for (let count = 0; count < 100; count += 1) await Promise.all(Array.from({ length: 10 }, () => target.measure()));
    const [message] = fixture.queue.server.peek("ready");
    assert.equal(message?.receiveCount, 0);
    assert.deepEqual(fixture.queue.server.pollers(), []);
    await target.check();
    assert.equal(fixture.queue.server.peek("ready").length, 1);
    assert.deepEqual(fixture.queue.server.pollers(), []);
  });

  for (const [code, message, nextStep] of [
    [
      "AccessDenied",
      /^An error occurred \(AccessDenied\) when calling the GetQueueUrl operation: /,
      /^Grant the identity/,
    ],
    ["InvalidClientTokenId", /security token included in the request is invalid/, /^Check key and secret/],
    ["ExpiredToken", /token included in the request is expired/, /^Renew the credentials/],
    ["SignatureDoesNotMatch", /signature we calculated/, /^Check key and secret/],
    ["KMS.AccessDeniedException", /KMS.AccessDeniedException/, /^Grant the identity/],
    ["RequestThrottled", /throttled/, /^Wait a few seconds/],
  ] as const)
    it(`tells a refusal in AWS' words, and what to do: ${code}`, async () => {
      fixture.queue.server.setFault("f", { operation: "GetQueueUrl", code });
      const queue = fixture.target();
      const { error, refusal, counts } = await queue.measure();
      assert.equal(error?.code, code);
      assert.match(error.message, message);
      assert.match(refusal?.nextStep ?? "", nextStep);
      assert.equal(counts, undefined);
      await assert.rejects(lookAtQueue(queue, new AbortController().signal), { reason: refusal?.reason });
      const environment: Environment = {
        name: "aws",
        isProduction: false,
        allowedRecipients: [],
        tenantCode: "hakwonplus",
        queue,
        dispose: () => undefined,
      };
      const { parts } = await checkEnvironment(environment, operationFor(""));
      const { status, sentence } = parts.find(({ part }) => part === "queue") ?? {};
      assert.equal(status, "failed");
      assert.match(sentence ?? "", new RegExp(`^An error occurred.*[^.]\\. ${nextStep.source.slice(1)}`));
      assert.equal(sentence?.split("An error occurred").length, 2, `once: ${sentence}`);
    });

  it("tells a queue that is missing, one without a redrive policy, and one without a dead-letter queue", async () => {
    const { server } = fixture.queue;
    const missing = await fixture.target({ name: "no-such-queue" }).measure();
    assert.equal(missing.error?.code, "AWS.SimpleQueueService.NonExistentQueue");
    server.createQueue("plain");
    const plain = await fixture.target({ name: "plain" }).measure();
    assert.deepEqual([plain.redrive, plain.counts?.dead], [null, undefined]);
    await assert.rejects(fixture.target({ name: "plain" }).redrive(1, undefined), { reason: "queue-not-found" });
    const target = fixture.target();
    await target.measure();
    server.deleteQueue();
    assert.equal((await target.measure()).error?.code, "AWS.SimpleQueueService.NonExistentQueue");
    server.createQueues();
    assert.equal((await target.measure()).error, undefined);
  });

  for (const name of [
    "a/../b",
    "x?Action=DeleteQueue",
    "'; DROP TABLE queues; --",
    "$(touch /tmp/x)",
    "큐",
    "a\r\nb: c",
  ])
    it(`takes a queue name for nothing but a name: ${JSON.stringify(name)}`, async () => {
      const { error } = await fixture.target({ name }).measure();
      assert.match(error?.code ?? "", /NonExistentQueue|InvalidParameterValue/);
      assert.ok(fixture.queue.server.counts());
    });

  it("an endpoint that is down is an error, and no counts", async () => {
    const target = fixture.target({ endpoint: "http://127.0.0.1:9" });
    const { error, counts } = await target.measure();
    assert.deepEqual([error?.code, counts], ["ECONNREFUSED", undefined]);
    assert.equal(error?.message, 'Could not connect to the endpoint URL: "http://127.0.0.1:9"');
    await assert.rejects(target.enqueue("x"), { reason: "aws-unreachable" });
  });

  it("ends with the caller's signal", async () => {
    const stop = new AbortController();
    const measuring = fixture.target().measure(stop.signal);
    stop.abort();
    await assert.rejects(measuring, { name: "AbortError" });
  });

  it("receives only on demand, and gives back at once", async () => {
    const { queue } = fixture;
    for (const body of ["a", "b", "c"]) await queue.send(queue.client(), body);
    const seen = await fixture.target().receive(2, "queue");
    assert.equal(seen.length, 2);
    assert.ok(seen.every(({ receiveCount, sentAt }) => receiveCount === 1 && sentAt > 0));
    assert.deepEqual(queue.server.counts(), { ...queue.server.counts()!, visible: 3, inFlight: 0 });
  });

  it("enqueues once, and never again by itself", async () => {
    const target = fixture.target();
    const { messageId } = await target.enqueue("body");
    assert.equal(fixture.queue.server.peek("ready")[0]?.messageId, messageId);
    fixture.queue.server.setFault("f", { operation: "SendMessage", code: "ServiceUnavailable" });
    await assert.rejects(target.enqueue("body"), { reason: "enqueue-ambiguous" });
    fixture.queue.server.setFault("f", { operation: "SendMessage", code: "AccessDenied" });
    await assert.rejects(target.enqueue("body"), { reason: "aws-access-denied" });
  });

  describe("checks", () => {
    it("nothing where nothing is proven, and says why there is no identity", async () => {
      const { endpoint } = fixture.queue.server;
      assert.deepEqual(await fixture.target().check(), {
        identityUnknown: `Not checked: ${endpoint} is not AWS and has no STS`,
        problems: [],
      });
    });

    it("that it may not send, where an empty batch is denied", async () => {
      fixture.queue.server.setFault("s", { operation: "SendMessageBatch", code: "AccessDenied" });
      const { maySend, mayReceive, problems } = await fixture.target().check();
      assert.deepEqual([maySend, mayReceive, problems], [false, undefined, []]);
    });

    it("rights that the policy denies to everybody, and not what has a condition", async () => {
      await setPolicy([{ Effect: "Deny", Principal: "*", Action: ["sqs:Receive*"], Resource: "*" }]);
      assert.deepEqual((await fixture.target().check()).mayReceive, false);
      const Condition = { Bool: { "aws:SecureTransport": "false" } };
      await setPolicy({ Effect: "Deny", Principal: { AWS: "*" }, Action: "SQS:*", Resource: "*", Condition });
      const { maySend, mayReceive } = await fixture.target().check();
      assert.deepEqual([maySend, mayReceive], [undefined, undefined]);
    });
  });
});
