import assert from "node:assert/strict";
import { PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { causeData, layerOfCause } from "../../../src/diagnosis/causes";
import type { CauseId } from "../../../src/diagnosis/causes";
import { DEFAULT_REGION } from "../../../src/runtime/queue/payload";
import { faults } from "../../../src/runtime/faults/faultLab";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import { sendOfFault } from "../../../src/operations/message/testSend";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { breakOf } from "../../../src/runtime/message/traceBreak";
import { sendVia } from "../../unit/operations/sending";
import { sqsCredentials, StackFixture } from "../stack/stackFixture";
import type { FaultSummary } from "../../../src/runtime/control/stackContract";

/** Of the promise; the vocabulary has more, for backends of other generations. */
const AT_LEAST = 55;

const usual = {
  tenantCode: "hakwonplus",
  request: { student_ids: [1], message_mode: "sms" as const, raw_body: "테스트" },
};

describe("every cause that can be set up", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());
  afterEach(async () => {
    await stack.client.clearFaults();
    await emptyQueue(stack);
  });

  const diagnoseNow = (fault?: FaultSummary): Promise<SendReport> =>
    sendVia(createLocalEnvironment(stack.client), sendOfFault(usual, fault?.send), stack.stateDir);

  it(`are at least ${AT_LEAST}, each of the vocabulary`, () => {
    assert.ok(faults.length >= AT_LEAST, `${faults.length}`);
    assert.equal(new Set(faults.map(({ id }) => id)).size, faults.length);
    for (const { id, layer } of faults) assert.equal(layerOfCause(id as CauseId), layer, id);
  });

  for (const { id, layer, title } of faults) {
    it(`${id}: ${title}`, async () => {
      const { sent, diagnosis, evidence, failed } = await diagnoseNow(await stack.client.injectFault(id));
      const { verdict } = diagnosis;
      const seen = { layer: verdict.layer, cause: verdict.cause, outcome: verdict.outcome };
      const expected = { layer, cause: id, outcome: causeData(id as CauseId).outcome };
      assert.deepEqual(seen, expected, JSON.stringify({ verdict, evidence, failed }, null, 1).slice(0, 6_000));
      for (const traceId of sent.traceIds) {
        const trace = (await stack.client.trace(traceId))!;
        const stopped = breakOf(trace);
        if (stopped) assert.equal(stopped.layer, layer, JSON.stringify(trace.events));
        // No layer heard of it: then it waits where the verdict says that it does.
        else if (!trace.events.some(({ type }) => type === "provider.accepted"))
          assert.ok(await isQueued(stack, traceId), JSON.stringify(trace.events));
      }
    });
  }

  it("is healthy again when all is undone: 50 sends, no finding", async () => {
    for (let run = 1; run <= 50; run++) {
      const { diagnosis, evidence } = await diagnoseNow();
      assert.equal(
        diagnosis.verdict.outcome,
        "ok",
        `run ${run}: ${JSON.stringify({ diagnosis, evidence }).slice(0, 4_000)}`,
      );
      assert.deepEqual(diagnosis.findings, [], `run ${run}`);
    }
  });
});

async function isQueued({ client }: StackFixture, traceId: string): Promise<boolean> {
  const parts = await Promise.all((["ready", "in-flight", "delayed"] as const).map((part) => client.peek(part)));
  return parts.flat().some((message) => message.traceId === traceId);
}

/** What a fault has left waiting would come again, minutes later, in the midst of another. */
async function emptyQueue({ client }: StackFixture): Promise<void> {
  const { address } = client;
  const credentials = sqsCredentials(client);
  const sqs = new SQSClient({ region: DEFAULT_REGION, endpoint: address.sqsEndpoint, credentials });
  await sqs.send(new PurgeQueueCommand({ QueueUrl: address.queueUrl }));
  sqs.destroy();
}
