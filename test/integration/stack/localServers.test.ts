import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { request } from "undici";
import { launchStack } from "../../../src/runtime/control/stackLauncher";
import { distDir, sqsCredentials, StackFixture, stopStack } from "./stackFixture";

const SEND = "/api/v1/messaging/send/";
const modeOf = (file: string) => (fs.statSync(file).mode & 0o777).toString(8);

describe("local servers: who may use them", () => {
  let stack: StackFixture;

  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  const urls = () => {
    const { apiUrl, sqsEndpoint, solapiUrl, controlUrl } = stack.client.address;
    return {
      api: apiUrl + SEND,
      sqs: sqsEndpoint,
      solapi: `${solapiUrl}/messages/v4/groups`,
      control: `${controlUrl}/stop`,
    };
  };
  const post = async (url: string, headers: Record<string, string>, body = "x") => {
    const { statusCode, body: answer } = await request(url, { method: "POST", headers, body });
    return { status: statusCode, text: await answer.text() };
  };
  const list = (accessKeyId: string, client = stack.client) => {
    const sqs = new SQSClient({
      region: "ap-northeast-2",
      endpoint: client.address.sqsEndpoint,
      credentials: { accessKeyId, secretAccessKey: "any" },
      maxAttempts: 1,
    });
    return sqs.send(new ListQueuesCommand({})).finally(() => sqs.destroy());
  };

  const ofPages: Record<string, string>[] = [
    { origin: "https://evil.example", "content-type": "text/plain" },
    { "sec-fetch-site": "cross-site" },
    { host: "evil.example" },
  ];
  for (const headers of ofPages)
    it(`refuses what a page sent and keeps nothing of it: ${Object.keys(headers)[0]}`, async () => {
      const { seq } = await stack.client.snapshot();
      for (const [server, url] of Object.entries(urls())) assert.equal((await post(url, headers)).status, 403, server);
      const after = await stack.client.snapshot();
      assert.equal(after.seq, seq);
      assert.deepEqual(after.messages, {});
    });

  it("a request without a token is counted, and is no message", async () => {
    const before = await stack.client.snapshot();
    assert.equal((await post(urls().api, { "x-request-id": "forged" })).status, 401);
    const after = await stack.client.snapshot();
    assert.equal(after.seq, before.seq);
    assert.equal(after.api.refused, before.api.refused + 1);
  });

  it("a request with a token that was never valid here is counted, too (2,000 of them erased the history)", async () => {
    const before = await stack.client.snapshot();
    assert.equal((await post(urls().api, { authorization: "Bearer wrong" })).status, 401);
    const after = await stack.client.snapshot();
    assert.equal(after.seq, before.seq);
    assert.equal(after.api.refused, before.api.refused + 1);
    assert.deepEqual(after.messages, before.messages);
  });

  it("the end of a known message cannot be forged by its id", async () => {
    await stack.cli("send", "--tenant", "saessak", "--student", "5");
    const [{ traceId } = { traceId: "" }] = await stack.client.traces(1);
    const { state } = (await stack.client.trace(traceId))!;
    const { status } = await post(urls().api, { "x-request-id": traceId, authorization: "Bearer wrong" });
    assert.equal(status, 401);
    assert.equal((await stack.client.trace(traceId))!.state, state);
  });

  it("SQS takes the stack's own access key id and refuses others as AWS does", async () => {
    const { accessKeyId } = sqsCredentials(stack.client);
    assert.equal((await list(accessKeyId)).QueueUrls?.length, 2);
    await assert.rejects(list("AKIAIOSFODNN7EXAMPLE"), {
      name: "InvalidClientTokenId",
      message: "The security token included in the request is invalid.",
    });
    const unsigned = await post(
      urls().sqs,
      { "content-type": "application/x-www-form-urlencoded" },
      "Action=ListQueues",
    );
    assert.equal(unsigned.status, 403);
    assert.match(unsigned.text, /<Code>MissingAuthenticationToken<\/Code>/);
    assert.match(
      fs.readFileSync(path.join(stack.stateDir, "stack.log"), "utf8"),
      /Refused the access key id .*--open-sqs/,
    );
  });

  it("closes a folder that was open, and every file in it; keys that were cut are made anew; --open-sqs takes any key", async () => {
    const stateDir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-open-"));
    fs.chmodSync(stateDir, 0o755);
    fs.writeFileSync(path.join(stateDir, "keys.json"), '{"apiToken":"kept","solapiApi', { mode: 0o644 });
    fs.writeFileSync(path.join(stateDir, "stack.json"), "", { mode: 0o644 });
    const { client } = await launchStack({ distDir, stateDir, stay: true, preferredPorts: false, openSqs: true });
    try {
      assert.equal((await list("anything", client)).QueueUrls?.length, 2);
      assert.equal(modeOf(stateDir), "700");
      const modes = fs.readdirSync(stateDir).map((name) => `${name} ${modeOf(path.join(stateDir, name))}`);
      assert.deepEqual(
        modes.filter((mode) => !mode.endsWith(" 600")),
        [],
      );
      assert.ok(modes.some((mode) => mode.startsWith("store.sqlite-wal")));
    } finally {
      await stopStack(client);
      fs.rmSync(stateDir, { recursive: true, force: true });
    }
  });
});
