import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { QueueFixture } from "./queueFixture";

const run = promisify(execFile);

/** Debian's boto3 1.26 speaks the Query protocol, boto3 since 1.28.82 the JSON protocol. */
const pythons = [
  { python: "/usr/bin/python3", required: process.env["REQUIRE_BOTO3"] === "1" },
  { python: "python3", required: false },
];

for (const { python, required } of pythons)
  describe(`queue server with boto3 of ${python}`, () => {
    let fixture: QueueFixture | undefined;

    before(async function () {
      if (required || (await canImport(python))) return;
      process.stdout.write(
        `    skipped: ${python} has no boto3 (apt-get install python3-boto3; REQUIRE_BOTO3=1 requires it)\n`,
      );
      this.skip();
    });
    beforeEach(async () => void (fixture = await QueueFixture.start()));
    afterEach(() => fixture?.stop());

    it("serves every action that the backend or an operator uses", async () => {
      const { server } = fixture!;
      server.setFault("denied", { operation: "ListQueues", accessKeyId: "denied", code: "AccessDenied" });
      const script = path.resolve("test/integration/queue/boto3Client.py");
      const { stdout } = await run(python, [script, server.endpoint, server.queueName]);
      const { version, ...seen } = JSON.parse(stdout) as Record<string, unknown>;
      assert.match(String(version), /^1\./);
      assert.deepEqual(seen, {
        url: server.queueUrl,
        body: true,
        md5: true,
        attributesMd5: true,
        text: { DataType: "String", StringValue: "값 <&>" },
        bytes: "AP+A",
        receiveCount: "1",
        traceHeader: "Root=1",
        withoutAttributes: ["Body", "MD5OfBody", "MessageId", "ReceiptHandle"],
        batch: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        received: ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"],
        changed: 2,
        deleted: [9, "ReceiptHandleIsInvalid", true],
        delayed: { ApproximateNumberOfMessagesDelayed: "1" },
        empty: null,
        tags: { b: "2" },
        visibility: "6",
        queues: true,
        sources: true,
        proto: ["__proto__"],
        rules: [
          "InvalidParameterValue",
          "InvalidParameterValue",
          "InvalidParameterValue",
          "InvalidAttributeName",
          "ReceiptHandleIsInvalid",
          "AWS.SimpleQueueService.PurgeQueueInProgress",
          "AWS.SimpleQueueService.UnsupportedOperation",
          "AWS.SimpleQueueService.UnsupportedOperation",
        ],
        deletedRecently: "AWS.SimpleQueueService.QueueDeletedRecently",
        missing: "AWS.SimpleQueueService.NonExistentQueue",
        missingUrl: "AWS.SimpleQueueService.NonExistentQueue",
        tooMany: "InvalidParameterValue",
        tooBig: "InvalidParameterValue",
        fault: "AccessDenied",
      });
      assert.deepEqual(server.counts(), { visible: 0, inFlight: 0, delayed: 0, dead: 0, oldestAgeSeconds: 0 });
    });
  });

async function canImport(python: string): Promise<boolean> {
  try {
    await run(python, ["-c", "import boto3"]);
    return true;
  } catch {
    return false;
  }
}
