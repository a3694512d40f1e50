import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { systemClock } from "../../../src/common/clock";
import { QUEUE_NAME, startApi, type ApiFixture } from "./apiFixture";

describe("POST send/: what it puts on the queue", () => {
  let fixture: ApiFixture;
  beforeEach(async () => {
    fixture = await startApi();
  });
  afterEach(() => fixture.stop());

  it("answers in the backend's shape and enqueues one job a recipient", async () => {
    const answer = await fixture.send({
      student_ids: [1, 2, 3, 3, 999],
      raw_body: " #{student_name_3}님 #{site_link} ",
    });
    assert.deepEqual(
      [answer.status, answer.body],
      [200, { detail: "발송 예정 2건입니다.", enqueued: 2, skipped_no_phone: 1 }],
    );
    const traceIds = answer.headers.get("x-trace-ids")?.split(",") ?? [];
    assert.equal(new Set(traceIds).size, 2);
    traceIds.forEach((id) => assert.match(id, /^[0-9a-f]{12}$/));

    const jobs = (await fixture.queue.receiveAll()).sort((a, b) => a.to.localeCompare(b.to));
    const [first, second] = jobs;
    assert.ok(first && second);
    assert.ok(Math.abs(Date.parse(first.created_at) - systemClock.now()) < 60_000);
    assert.deepEqual(
      { ...first, created_at: "", trace_id: "" },
      {
        tenant_id: 1,
        to: "01012345678",
        text: "김민준님 https://academy.example",
        sender: null,
        created_at: "",
        message_mode: "sms",
        trace_id: "",
      },
    );
    assert.equal(second.to, "01034567890", "hyphens are gone");
    assert.deepEqual(new Set(jobs.map((job) => job.trace_id)), new Set(traceIds));
  });

  it("tells one event a recipient, with masked numbers", async () => {
    await fixture.send({ student_ids: [1, 3], raw_body: "가", send_to: "parent" });
    assert.deepEqual(
      fixture.events.map(({ type }) => type),
      ["api.recipient-skipped", "api.accepted"],
    );
    const [skipped, accepted] = fixture.events;
    assert.equal(skipped?.type === "api.recipient-skipped" && skipped.details.studentId, 3);
    assert.ok(accepted?.type === "api.accepted");
    const { to, mode, status, tenantCode } = accepted.details;
    assert.deepEqual(
      { to, mode, status, tenantCode },
      { to: "0101****", mode: "sms", status: 200, tenantCode: "hakwonplus" },
    );
  });

  it("logs like the backend, without a whole number", async () => {
    await fixture.send({ student_ids: [1], raw_body: "가" });
    const stamp = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}[+-]\d{4} \[INFO\] \[academy\.messaging\] /;
    fixture.lines.forEach((line) => assert.match(line, stamp));
    assert.deepEqual(
      fixture.lines.map((line) => line.replace(stamp, "").replace(/queue_url=\S+/, "queue_url=U")),
      [
        `SQS_QUEUE_URL_TRACE | send_message | queue_name=${QUEUE_NAME} queue_url=U region=ap-northeast-2 tenant_id=1`,
        "Messaging job enqueued: to=0101****",
      ],
    );
  });

  it("sends an approved template with its Solapi id and replacements, the template's text winning over the raw one", async () => {
    const answer = await fixture.send({
      student_ids: ["5"],
      message_mode: "alimtalk",
      template_id: 1,
      raw_body: "다른 글",
      raw_subject: "다른 제목",
    });
    assert.equal(answer.body["enqueued"], 1);
    const [job] = await fixture.queue.receiveAll();
    assert.equal(job?.text, "[학원플러스] 남궁하 학생이 등원했습니다.\n자세히: https://academy.example");
    assert.equal(job.template_id, "KA01TP260305010000000checkin0001");
    assert.deepEqual(job.alimtalk_replacements, [
      { key: "student_name_2", value: "남궁" },
      { key: "student_name_3", value: "남궁하" },
      { key: "site_link", value: "https://academy.example" },
    ]);
  });

  it("puts the subject before the body, keeps emoji, and sends plain text from a template in sms mode", async () => {
    await fixture.send({ student_ids: [1], send_to: "student", raw_subject: " 공지 ", raw_body: "내일 휴강 🎉" });
    await fixture.send({ student_ids: [1], template_id: 2 });
    const jobs = await fixture.queue.receiveAll();
    assert.deepEqual(
      jobs.map(({ to, text, template_id }) => ({ to, text, template_id })),
      [
        { to: "01087654321", text: "공지\n내일 휴강 🎉", template_id: undefined },
        { to: "01012345678", text: "숙제 안내\n김민준 학생의 숙제가 등록되었습니다.", template_id: undefined },
      ],
    );
  });

  it("enqueues 1,205 recipients exactly once each and caps the trace header", async () => {
    const ids = fixture.store.inTransaction(() =>
      Array.from({ length: 1_205 }, (_, index) =>
        fixture.store.students.insert({ tenantId: 1, name: "가나다", phone: `010${String(index).padStart(8, "0")}` }),
      ),
    );
    const answer = await fixture.send({ student_ids: ids, send_to: "student", raw_body: "가" });
    assert.equal(answer.body["enqueued"], 1_205);
    assert.equal(answer.headers.get("x-trace-ids")?.split(",").length, 1_000);
    const jobs = await fixture.queue.receiveAll();
    assert.equal(jobs.length, 1_205);
    assert.equal(new Set(jobs.map(({ to }) => to)).size, 1_205);
    assert.equal(new Set(jobs.map(({ trace_id }) => trace_id)).size, 1_205);
  });

  it("says why when the queue is gone, still with 200, and works again when it is back", async () => {
    await fixture.send({ student_ids: [1], raw_body: "가" });
    await fixture.queue.deleteQueue();
    const code = "AWS.SimpleQueueService.NonExistentQueue";
    for (const line of [
      /Failed to send message to academy-messaging-jobs: /,
      /Failed to get queue URL for academy-messaging-jobs: /,
    ]) {
      fixture.events.length = fixture.lines.length = 0;
      const { status, body } = await fixture.send({ student_ids: [1, 2, 3], raw_body: "가" });
      assert.deepEqual(
        { ...body, errors: (body["errors"] as Record<string, unknown>[]).map(({ code, count }) => ({ code, count })) },
        {
          detail: "발송 예정 0건입니다.",
          enqueued: 0,
          skipped_no_phone: 1,
          enqueue_failed: 2,
          errors: [{ code, count: 2 }],
        },
      );
      assert.equal(status, 200);
      assert.equal(fixture.events.filter(({ type }) => type === "api.enqueue-failed").length, 2);
      // The second time around the URL that was kept is dropped, so it is the look-up that fails.
      assert.ok(
        fixture.lines.some((each) => line.test(each) && each.includes(`An error occurred (${code})`)),
        fixture.lines.join("\n"),
      );
    }
    await fixture.queue.createQueue();
    assert.equal((await fixture.send({ student_ids: [1], raw_body: "가" })).body["enqueued"], 1);
  });

  it("names AWS's code when access is denied", async () => {
    fixture.queue.failWith({ status: 403, code: "AccessDenied", message: "no permission for sqs:SendMessage" });
    const { body } = await fixture.send({ student_ids: [1], raw_body: "가" });
    assert.deepEqual(body["errors"], [
      { code: "AccessDenied", message: "no permission for sqs:SendMessage", count: 1 },
    ]);
    assert.match(
      fixture.lines.join("\n"),
      /Failed to send message to academy-messaging-jobs: An error occurred \(AccessDenied\) when calling the SendMessageBatch operation: no permission/,
    );
  });

  it("fails only the messages that are too long for SQS", async () => {
    fixture.store.students.insert({ tenantId: 1, id: 50, name: "가", phone: "01011112222" });
    const long = "가".repeat(90_000);
    const { status, body } = await fixture.send({ student_ids: [1, 50], send_to: "student", raw_body: long });
    assert.equal(status, 200);
    assert.equal(body["enqueued"], 0);
    assert.deepEqual(body["errors"], [
      {
        code: "InvalidParameterValue",
        message: "One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes.",
        count: 2,
      },
    ]);
    const half = "가".repeat(50_000);
    assert.equal((await fixture.send({ student_ids: [1, 2], raw_body: half })).body["enqueued"], 2, "two batches");
  });

  it("skips a text that is empty once its placeholders are filled", async () => {
    fixture.store.students.insert({ tenantId: 1, id: 60, name: " ", phone: "01011112222" });
    const { body } = await fixture.send({ student_ids: [60], send_to: "student", raw_body: "#{student_name_2}" });
    assert.deepEqual(body["errors"], [{ code: "EmptyText", message: "to or text empty", count: 1 }]);
    assert.match(fixture.lines.at(-1) ?? "", /\[WARNING\].* enqueue skipped: to or text empty$/);
  });
});

describe("POST send/ without a queue server", () => {
  it("answers 200 with the connection's error for every recipient", async () => {
    const closed = await startApi();
    const endpoint = closed.queue.endpoint;
    await closed.stop();
    const fixture = await startApi({
      sqs: {
        queueName: QUEUE_NAME,
        region: "ap-northeast-2",
        endpoint,
        credentials: { accessKeyId: "a", secretAccessKey: "b" },
      },
    });
    try {
      const { status, body } = await fixture.send({ student_ids: [1, 2], raw_body: "가" });
      assert.equal(status, 200);
      assert.equal(body["enqueue_failed"], 2);
      assert.equal((body["errors"] as { code: string }[])[0]?.code, "ECONNREFUSED");
      assert.match(fixture.lines.join("\n"), /Failed to get queue URL for .* Could not connect to the endpoint URL/);
    } finally {
      await fixture.stop();
    }
  });

  it("does not wait for ever for a server that never answers", async () => {
    const sockets = new Set<net.Socket>();
    const silent = net.createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const endpoint = `http://127.0.0.1:${(silent.address() as net.AddressInfo).port}`;
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const fixture = await startApi({
      sqs: { queueName: QUEUE_NAME, region: "ap-northeast-2", endpoint, credentials, requestTimeoutMs: 50 },
    });
    try {
      const { status, body } = await fixture.send({ student_ids: [1], raw_body: "가" });
      assert.equal(status, 200);
      assert.equal(body["enqueue_failed"], 1);
      assert.equal((body["errors"] as { code: string }[])[0]?.code, "ETIMEDOUT");
      assert.match(fixture.lines[0] ?? "", /Failed to get queue URL for .*: Read timeout on endpoint URL: "http/);
    } finally {
      await fixture.stop();
      sockets.forEach((socket) => socket.destroy());
      silent.close();
    }
  });
});
