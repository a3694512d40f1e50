import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { StackFixture, waitForMessages, sqsCredentials } from "./stackFixture";

const region = "ap-northeast-2";
const payload = (text: string) =>
  JSON.stringify({
    tenant_id: 1,
    to: "01012345678",
    text,
    sender: null,
    created_at: "2026-03-05T10:00:00+09:00",
    message_mode: "sms",
  });

describe("whole path", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  it("brings one message of the command line to the sandbox's inbox once, with its row", async () => {
    const { code, stdout } = await stack.cli(
      "send",
      "--tenant",
      "hakwonplus",
      "--student",
      "1",
      "--text",
      "테스트",
      "--json",
    );
    const { reached, answer, traces } = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.equal(reached, true);
    assert.deepEqual(answer.body, { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 });
    const types: string[] = traces[0].events.map((event: { type: string }) => event.type);
    for (const type of [
      "api.accepted",
      "queue.enqueued",
      "queue.received",
      "worker.claimed",
      "provider.grouped",
      "provider.submitted",
      "provider.accepted",
      "worker.logged",
    ]) {
      assert.equal(types.filter((each) => each === type).length, 1, type);
    }
    const inbox = await stack.client.inbox(traces[0].traceId);
    assert.deepEqual(
      inbox.map(({ to, from, text }) => ({ to, from, text })),
      [{ to: "01012345678", from: "0212345678", text: "테스트" }],
    );
    const { data } = await stack.client.snapshot();
    assert.equal(data.lastLog?.success, true);
    assert.equal(data.lastLog?.recipientSummary, "0101****");
  });

  it("answers the backend's 400 for the tenant with the empty sender, exit code 1", async () => {
    const { code, stdout } = await stack.cli(
      "send",
      "--tenant",
      "saessak",
      "--student",
      "5",
      "--text",
      "테스트",
      "--json",
    );
    const { reached, answer } = JSON.parse(stdout);
    assert.equal(code, 1);
    assert.equal(reached, false);
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body, {
      detail: "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요.",
    });
  });

  it("says why a test send did not arrive, and what mends it", async () => {
    const { code, stdout } = await stack.cli("send", "--tenant", "saessak", "--student", "5", "--text", "테스트");
    assert.equal(code, 1);
    assert.match(stdout, /✖ API {5}Tenant\.messaging_sender is empty/);
    assert.match(stdout, /node dist\/cli\.js tenant set saessak --sender 0212345678/);
  });

  it("does not call a message sent that the carrier failed to deliver: it did", async () => {
    await stack.client.injectFault("provider.undelivered");
    const { code, stdout } = await stack.cli("send", "--tenant", "hakwonplus", "--student", "1", "--text", "테스트");
    await stack.client.clearFaults();
    assert.equal(code, 1);
    assert.match(stdout, /◌ Solapi {2}3043: The carrier failed to deliver/);
    assert.doesNotMatch(stdout, /Reached/);
  });

  it("takes a foreign producer's message by the real AWS SDK, traced by its MessageId", async () => {
    const { address } = stack.client;
    const sqs = new SQSClient({
      region,
      endpoint: address.sqsEndpoint,
      credentials: sqsCredentials(stack.client),
    });
    const { seq } = await stack.client.snapshot();
    const events = stack.client.events(seq);
    const { MessageId } = await sqs.send(
      new SendMessageCommand({ QueueUrl: address.queueUrl, MessageBody: payload("SDK") }),
    );
    const [traceId] = await waitForMessages(events, "worker.logged", 1);
    await events.return(undefined);
    assert.equal(traceId, MessageId);
    assert.equal((await stack.client.inbox(traceId)).length, 1);
    sqs.destroy();
  });

  it("takes a message of boto3", async function () {
    const python = "/usr/bin/python3";
    try {
      execFileSync(python, ["-c", "import boto3"], { stdio: "ignore" });
    } catch (error) {
      if (process.env.REQUIRE_BOTO3 === "1") throw error;
      process.stdout.write("      skipped: /usr/bin/python3 has no boto3 (apt-get install python3-boto3)\n");
      this.skip();
    }
    const { address } = stack.client;
    const script = `
import boto3, sys
sqs = boto3.client("sqs", region_name="${region}", endpoint_url=sys.argv[1], aws_access_key_id=sys.argv[3], aws_secret_access_key="b")
url = sqs.get_queue_url(QueueName="academy-messaging-jobs")["QueueUrl"]
print(sqs.send_message(QueueUrl=url, MessageBody=sys.argv[2])["MessageId"])
`;
    const { seq } = await stack.client.snapshot();
    const events = stack.client.events(seq);
    const messageId = execFileSync(
      python,
      ["-c", script, address.sqsEndpoint, payload("boto3 안녕하세요"), address.awsAccessKeyId!],
      {
        encoding: "utf8",
      },
    ).trim();
    const [traceId] = await waitForMessages(events, "worker.logged", 1);
    await events.return(undefined);
    assert.equal(traceId, messageId);
    assert.deepEqual(
      (await stack.client.inbox(traceId)).map(({ text }) => text),
      ["boto3 안녕하세요"],
    );
  });

  it("puts a body that is no job into the dead-letter queue with the reason, and goes on", async () => {
    const { address } = stack.client;
    const sqs = new SQSClient({
      region,
      endpoint: address.sqsEndpoint,
      credentials: sqsCredentials(stack.client),
    });
    const { seq } = await stack.client.snapshot();
    const events = stack.client.events(seq);
    const bodies = [
      "not json",
      "[]",
      '{"to":"01012345678","text":"x"}',
      '{"tenant_id":4711,"to":"01012345678","text":"x"}',
    ];
    for (const MessageBody of bodies)
      await sqs.send(new SendMessageCommand({ QueueUrl: address.queueUrl, MessageBody }));
    await waitForMessages(events, "worker.dead-lettered", bodies.length);
    await sqs.send(new SendMessageCommand({ QueueUrl: address.queueUrl, MessageBody: payload("after") }));
    await waitForMessages(events, "worker.logged", 1);
    await events.return(undefined);
    const { queue } = await stack.client.snapshot();
    assert.equal(queue.counts?.dead, bodies.length);
    sqs.destroy();
  });

  it("starts a test send at the worker, past API and queue", async () => {
    const { client } = stack;
    const { seq } = await client.snapshot();
    const events = client.events(seq);
    const { messageId } = await client.handToWorker(payload("워커부터"));
    const [traceId] = await waitForMessages(events, "worker.logged", 1);
    await events.return(undefined);
    assert.equal(traceId, messageId);
    assert.equal((await client.inbox(traceId)).length, 1);
    const passed = (await client.trace(traceId!))?.events.map(({ type }) => type.split(".")[0]);
    assert.deepEqual([...new Set(passed)], ["worker", "provider"]);
    await client.worker("stop");
    await assert.rejects(client.handToWorker(payload("nobody")), { reason: "worker-not-running" });
    await client.worker("start");
  });
});
