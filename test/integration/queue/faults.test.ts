import assert from "node:assert/strict";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { QueueFixture } from "./queueFixture";

describe("faults of the queue server", () => {
  let fixture: QueueFixture;
  let sqs: SQSClient;

  beforeEach(async () => {
    fixture = await QueueFixture.start();
    sqs = fixture.client();
  });
  afterEach(() => fixture.stop());

  const named = [
    ["AccessDenied", "AccessDenied"],
    ["InvalidClientTokenId", "InvalidClientTokenId"],
    ["SignatureDoesNotMatch", "SignatureDoesNotMatch"],
    ["ExpiredToken", "ExpiredToken"],
    ["KMS.AccessDeniedException", "KmsAccessDenied"],
    ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"],
    ["RequestThrottled", "RequestThrottled"],
    ["ServiceUnavailable", "ServiceUnavailable"],
  ] as const;

  for (const [code, name] of named)
    it(`are thrown by the SDK under AWS's name: ${code}`, async () => {
      fixture.server.setFault("f", { operation: "SendMessage", code });
      await assert.rejects(fixture.send(sqs, "a"), { name });
      assert.deepEqual(await fixture.receive(sqs), []);
      fixture.server.setFault("f", undefined);
      await fixture.send(sqs, "a");
    });

  it("hit one side only, several at once", async () => {
    fixture.server.setFault("worker", { accessKeyId: "worker", code: "AccessDenied", message: "no way" });
    fixture.server.setFault("python", { userAgent: "Boto3", code: "ExpiredToken" });
    await fixture.send(fixture.client("api"), "a");
    await assert.rejects(fixture.receive(fixture.client("worker")), { name: "AccessDenied", message: "no way" });
    assert.deepEqual(
      fixture.server.faults().map(({ name }) => name),
      ["worker", "python"],
    );
  });
});
