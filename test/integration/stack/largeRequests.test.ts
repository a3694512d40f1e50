import assert from "node:assert/strict";
import { authorizationOf } from "../../../src/runtime/provider/solapiSignature";
import { readStackKeys } from "../../../src/runtime/stack/stateFolder/stackKeys";
import { StackFixture } from "./stackFixture";

/** A quiet machine takes a hundredth of it, and quadratic matching minutes. */
const WITHIN_MS = 10_000;
const MEGABYTE = 1_000_000;

/** Texts that once took masking or parsing quadratic time. */
const units = ["a.", "eyJ-", "a-a-", '"', "\\", '{"to":', "010-", " ", "<", "\n", "a://", "김"];
const filled = (unit: string, bytes = MEGABYTE) => unit.repeat(bytes / Buffer.byteLength(unit));

describe("a megabyte in one field", () => {
  let stack: StackFixture;
  let solapi: { apiKey: string; apiSecret: string };
  before(async () => {
    stack = await StackFixture.start();
    const { solapiApiKey: apiKey, solapiApiSecret: apiSecret } = await readStackKeys(stack.stateDir);
    solapi = { apiKey, apiSecret };
  });
  after(() => stack.stop());

  const post = (url: string, headers: Record<string, string>, body: string) =>
    fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
      redirect: "error",
    });
  const signed = () => {
    const id = stack.client.address.awsAccessKeyId ?? "";
    return { authorization: `AWS4-HMAC-SHA256 Credential=${id}/20260305/ap-northeast-2/sqs/aws4_request` };
  };
  const query = (body: string) =>
    post(stack.client.address.sqsEndpoint, { ...signed(), "content-type": "application/x-www-form-urlencoded" }, body);

  /** Answers of all four servers to what they are asked every second. Resolves with the slowest one's time. */
  async function beside(): Promise<number> {
    const { apiUrl, apiToken, solapiUrl, controlUrl, token } = stack.client.address;
    const asked = performance.now();
    await Promise.all([
      fetch(`${apiUrl}/api/v1/messaging/info/`, {
        headers: { authorization: `Bearer ${apiToken}`, "x-tenant-code": "hakwonplus" },
      }),
      query("Action=ListQueues"),
      fetch(`${solapiUrl}/cash/v1/balance`, { headers: { authorization: authorizationOf(solapi) } }),
      fetch(`${controlUrl}/snapshot`, { headers: { authorization: `Bearer ${token}` } }),
    ]).then((answers) => Promise.all(answers.map((answer) => answer.arrayBuffer())));
    return performance.now() - asked;
  }

  async function inTime(what: string, send: () => Promise<void>): Promise<void> {
    const asked = performance.now();
    const [own, others] = await Promise.all([send().then(() => performance.now() - asked), beside()]);
    assert.ok(Math.max(own, others) < WITHIN_MS, `${what}: ${Math.round(own)} ms, beside it ${Math.round(others)} ms`);
  }

  const requests: [server: string, statuses: number[], send: (text: string) => Promise<Response>][] = [
    [
      "the API",
      [400, 413],
      (text) =>
        post(
          `${stack.client.address.apiUrl}/api/v1/messaging/send/`,
          { authorization: `Bearer ${stack.client.address.apiToken}`, "x-tenant-code": "hakwonplus" },
          JSON.stringify({ student_ids: [text.slice(0, 150_000)], raw_body: text.slice(0, 300_000) }),
        ),
    ],
    [
      "SQS",
      [200, 400],
      (text) =>
        post(
          stack.client.address.sqsEndpoint,
          { ...signed(), "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" },
          JSON.stringify({ QueueUrl: stack.client.address.queueUrl, MessageBody: text, [text.slice(0, 1_000)]: 1 }),
        ),
    ],
    [
      "the sandbox",
      [200, 400],
      (text) =>
        post(
          `${stack.client.address.solapiUrl}/messages/v4/send-many/detail`,
          { authorization: authorizationOf(solapi) },
          JSON.stringify({ messages: [{ to: text.slice(0, 1_000), from: "0212345678", text }] }),
        ),
    ],
    [
      "the control server",
      [400, 404, 413],
      (text) =>
        post(
          `${stack.client.address.controlUrl}/faults`,
          { authorization: `Bearer ${stack.client.address.token}` },
          JSON.stringify({ id: text.slice(0, 900_000) }),
        ),
    ],
  ];
  for (const [server, statuses, send] of requests)
    it(`is answered by ${server} in linear time, and the servers beside it go on answering`, async () => {
      for (const unit of units) {
        await inTime(JSON.stringify(unit), async () => {
          const { status } = await send(filled(unit));
          assert.ok(statuses.includes(status), `${JSON.stringify(unit)}: ${status}`);
        });
      }
    });

  it("20,000 attributes through the Query protocol are answered in linear time (they stopped all servers for 26 s)", async () => {
    const attributes = Array.from(
      { length: 20_000 },
      (_, i) => `&Attribute.${i + 1}.Name=a&Attribute.${i + 1}.Value=b`,
    );
    await inTime("attributes", async () => {
      assert.equal((await query(`Action=CreateQueue&QueueName=many${attributes.join("")}`)).status, 400);
    });
  });

  it("leaves a stack that delivers", async () => {
    const { code, stdout } = await stack.cli("send", "--student", "1", "--text", "a", "--json");
    assert.equal(code, 0, stdout);
  });
});
