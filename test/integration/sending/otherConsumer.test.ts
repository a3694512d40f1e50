import assert from "node:assert/strict";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DEFAULT_REGION } from "../../../src/runtime/queue/payload";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import { sendVia } from "../../unit/operations/sending";
import { sqsCredentials, StackFixture } from "../stack/stackFixture";
import { sendToSolapi } from "./solapiCall";

/** The backend's own worker on the stack's queue: it tells nothing here. */
describe("a message that a worker of one's own takes", () => {
  let stack: StackFixture;
  let sqs: SQSClient;
  before(async () => {
    stack = await StackFixture.start();
    await stack.client.worker("stop");
    sqs = new SQSClient({
      region: DEFAULT_REGION,
      endpoint: stack.client.address.sqsEndpoint,
      credentials: sqsCredentials(stack.client),
      useQueueUrlAsEndpoint: false,
    });
  });
  after(async () => {
    sqs.destroy();
    await stack.stop();
  });

  /** Takes one message as that worker does; `handle` gets its body. */
  const take = async (handle?: (body: string) => Promise<void>): Promise<void> => {
    const QueueUrl = stack.client.address.queueUrl;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    for (const { Body, ReceiptHandle } of Messages) {
      if (!handle) return;
      await handle(Body!);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };
  const sendWhile = async (worker: Promise<void>, decideWithinMs = 60_000): Promise<SendReport> => {
    const request = { student_ids: [1], message_mode: "sms" as const, raw_body: "테스트" };
    const environment = createLocalEnvironment(stack.client);
    const [report] = await Promise.all([
      sendVia(environment, { tenantCode: "hakwonplus", start: "api", request }, stack.stateDir, { decideWithinMs }),
      worker,
    ]);
    return report;
  };

  it("and sends is reached, not: the worker does not run, 95 %", async () => {
    const report = await sendWhile(take((body) => sendToSolapi(stack, body)));
    assert.equal(report.diagnosis.verdict.outcome, "ok", JSON.stringify(report, null, 1));
    assert.equal(report.evidence.otherConsumer?.hasDeleted, true);
    const { events } = (await stack.client.trace(report.sent.traceIds[0]!))!;
    const seen = events.flatMap((event) => (event.type === "worker.seen" ? event.details.consumer : []));
    const matched = events.flatMap((event) => (event.type === "provider.accepted" ? event.details.matched : []));
    assert.deepEqual([seen, matched], [["Node AWS SDK"], ["recipient and text"]]);
    assert.equal((await stack.client.inbox(report.sent.traceIds[0]!)).length, 1);
  });

  it("and Solapi refuses is stopped there, with its code", async () => {
    const { diagnosis } = await sendWhile(take((body) => sendToSolapi(stack, body, "01099998888")));
    const { cause, outcome, layer } = diagnosis.verdict;
    assert.deepEqual([layer, outcome, cause], ["provider", "blocked", "provider.sender-not-registered"]);
  });

  it("and sends with another text is matched by its recipient alone", async () => {
    const changed = (body: string) => JSON.stringify({ ...(JSON.parse(body) as object), text: "다른 글" });
    const report = await sendWhile(take((body) => sendToSolapi(stack, changed(body))));
    const { events } = (await stack.client.trace(report.sent.traceIds[0]!))!;
    const matched = events.flatMap((event) => (event.type === "provider.accepted" ? event.details.matched : []));
    assert.deepEqual([report.diagnosis.verdict.outcome, matched], ["ok", ["recipient"]]);
  });

  it("and deletes without a word is said as it was seen: it may have been sent elsewhere", async () => {
    const { diagnosis } = await sendWhile(take(() => Promise.resolve()));
    assert.deepEqual(
      [diagnosis.verdict.cause, diagnosis.verdict.outcome],
      ["worker.other-consumer", "ambiguous"],
      JSON.stringify(diagnosis),
    );
  });

  it("and still holds blames nobody", async () => {
    const { diagnosis } = await sendWhile(take(), 3_000);
    assert.deepEqual([diagnosis.verdict.cause, diagnosis.verdict.outcome], ["worker.other-consumer", "ambiguous"]);
  });
});
