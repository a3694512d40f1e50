import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import { DeleteQueueCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { QueueFixture } from "./queueFixture";

describe("bad input of the queue server", () => {
  let fixture: QueueFixture;
  let sqs: SQSClient;

  beforeEach(async () => {
    fixture = await QueueFixture.start();
    sqs = fixture.client();
  });
  afterEach(() => fixture.stop());

  it("is answered in AWS's shape", async () => {
    const json = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" };
    const url = fixture.server.queueUrl;
    const cases: [body: string, headers: Record<string, string>, type: string][] = [
      ["{", json, "SerializationException"],
      ["[]", json, "SerializationException"],
      [JSON.stringify({ QueueUrl: 1 }), json, "SerializationException"],
      [JSON.stringify({ QueueUrl: url }), json, "MissingParameter"],
      [JSON.stringify({ QueueUrl: url, MessageBody: "\u0000" }), json, "InvalidMessageContents"],
      [JSON.stringify({ QueueUrl: url, MessageBody: "\ud800" }), json, "InvalidMessageContents"],
      [JSON.stringify({ QueueUrl: url, MessageBody: "a", DelaySeconds: 901 }), json, "InvalidParameterValue"],
      [JSON.stringify({ QueueUrl: url, MessageBody: "a".repeat(1_048_577) }), json, "InvalidParameterValue"],
      [JSON.stringify({ QueueUrl: `${url}x`, MessageBody: "a" }), json, "QueueDoesNotExist"],
      ["{}", { ...json, "x-amz-target": "AmazonSQS.constructor" }, "UnknownOperationException"],
      ["{}", { "content-type": "application/json" }, "MissingAction"],
      ["{}", { ...json, origin: "https://example.com" }, "AccessDenied"],
    ];
    for (const [body, headers, type] of cases) {
      const response = await post(fixture.server.endpoint, body, headers);
      assert.equal((JSON.parse(response.body) as { __type: string }).__type, `com.amazonaws.sqs#${type}`);
      assert.ok(response.status >= 400 && response.status < 500);
    }
    await fixture.send(sqs, "still alive");
  });

  it("of more than 8 MiB is refused before it is read", async () => {
    const response = await post(fixture.server.endpoint, " ".repeat(9 * 1_048_576), {
      "content-type": "application/x-amz-json-1.0",
    });
    assert.equal(response.status, 413);
    await fixture.send(sqs, "still alive");
  });

  it("that is no HTTP closes the connection only", async () => {
    const socket = net.connect(fixture.server.port, "127.0.0.1");
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket
      .on("error", () => {})
      .resume()
      .end("garbage\r\n\r\n");
    await closed;
    await fixture.send(sqs, "still alive");
  });

  it("in a batch is the whole batch's error", async () => {
    const batch = (Entries: { Id: string; MessageBody: string }[]): Promise<unknown> =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl: fixture.server.queueUrl, Entries }));
    const entry = (Id: string, MessageBody = "a"): { Id: string; MessageBody: string } => ({ Id, MessageBody });
    await assert.rejects(batch([]), { name: "EmptyBatchRequest" });
    await assert.rejects(batch([entry("a"), entry("a")]), { name: "BatchEntryIdsNotDistinct" });
    await assert.rejects(batch([entry("ä")]), { name: "InvalidBatchEntryId" });
    await assert.rejects(batch(Array.from({ length: 11 }, (_, index) => entry(`${index}`))), {
      name: "TooManyEntriesInBatchRequest",
    });
    await assert.rejects(batch([entry("a", "a".repeat(600_000)), entry("b", "a".repeat(600_000))]), {
      name: "BatchRequestTooLong",
    });
    await assert.rejects(sqs.send(new DeleteQueueCommand({ QueueUrl: "nonsense" })), { name: "QueueDoesNotExist" });
    assert.equal(fixture.server.counts()?.visible, 0);
  });
});

function post(
  endpoint: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(endpoint, { method: "POST", headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}
