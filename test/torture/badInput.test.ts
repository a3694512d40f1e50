import assert from "node:assert/strict";
import http from "node:http";
import fc from "fast-check";
import { diagnose } from "../../src/diagnosis/verdict";
import { parseEvidence } from "../../src/diagnosis/evidence";
import { ExpectedError } from "../../src/common/errors";
import { startApi } from "../integration/api/apiFixture";
import { authorization, SandboxFixture } from "../integration/provider/sandboxFixture";
import { QueueFixture } from "../integration/queue/queueFixture";
import { report, scaled, seed } from "./scale";

const REQUESTS = scaled(100_000, 1_500);
const BUNDLES = scaled(20_000, 300);
const SANDBOX_REQUESTS = scaled(20_000, 500);
const AT_ONCE = 16;
const SLOWEST_MS = 1_000;
const PORTION = 100;

/** Whether a bundle is taken; anything but a refusal in words throws. */
function isRead(bundle: unknown): boolean {
  try {
    diagnose(parseEvidence(bundle));
    return true;
  } catch (error) {
    if (ExpectedError.is(error)) return false;
    throw new Error(`for ${JSON.stringify(bundle).slice(0, 1_000)}`, { cause: error });
  }
}

/** Any JSON, with names and values that the servers look for mixed in, so that it gets beyond the first check. */
function bodyOf(known: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const names = Object.keys(known);
  const anyValue = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.constantFrom(null, "", "__proto__", "\u0000", "\ud800", 0, -1, 1e308, "a".repeat(5_000), [], {}, "01012345678"),
  );
  const fields = fc.dictionary(fc.oneof(fc.constantFrom(...names, "__proto__", "constructor"), fc.string()), anyValue, {
    maxKeys: 8,
  });
  const good = fc.record(known, { requiredKeys: [] });
  return fc.oneof(
    anyValue,
    fields,
    good,
    fc.tuple(good, fields).map(([one, other]) => ({ ...one, ...other })),
  );
}

/** Valid JSON mostly; sometimes cut, doubled or no JSON at all. */
const textOf = (body: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: body.map((value) => JSON.stringify(value) ?? "") },
    {
      weight: 1,
      arbitrary: fc.tuple(body, fc.nat(50)).map(([value, cut]) => (JSON.stringify(value) ?? "").slice(cut)),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  );

interface BadRequest {
  method?: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** In portions: all of them at once would fill the memory. */
function* samples<T>(of: fc.Arbitrary<T>, count: number): Generator<T> {
  for (let portion = 0; portion * PORTION < count; portion++)
    yield* fc.sample(of, { numRuns: Math.min(PORTION, count - portion * PORTION), seed: seed + portion });
}

describe(`Bad input (SEED=${seed})`, () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  after(() => agent.destroy());

  function call(
    base: string,
    { method = "POST", path, headers, body }: BadRequest,
  ): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        base + path,
        { method, headers: { ...headers, "content-length": Buffer.byteLength(body) }, agent },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  /** Sends them all; the server answers each within a second, with no 5xx but those that `isKnown` knows. */
  async function attack(
    part: string,
    base: string,
    requests: fc.Arbitrary<BadRequest>,
    count: number,
    isKnown: (body: string) => boolean = () => false,
  ): Promise<void> {
    const stream = samples(requests, count);
    const statuses = new Map<number, number>();
    const slow: BadRequest[] = [];
    const worker = async (): Promise<void> => {
      for (const request of stream) {
        const startedAt = performance.now();
        const { status, body } = await call(base, request).catch((cause: unknown) => {
          throw new Error(`no answer to ${JSON.stringify(request).slice(0, 1_000)}`, { cause });
        });
        const elapsed = performance.now() - startedAt;
        if (elapsed >= SLOWEST_MS) slow.push(request);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        assert.ok(
          status < 500 || isKnown(body),
          `${status} ${body.slice(0, 300)} for ${JSON.stringify(request).slice(0, 1_000)}`,
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    // On a busy machine, any request may be slow; what is slow by itself is slow again when it is alone.
    for (const request of slow) {
      const startedAt = performance.now();
      await call(base, request);
      const elapsed = performance.now() - startedAt;
      assert.ok(elapsed < SLOWEST_MS, `${Math.round(elapsed)} ms for ${JSON.stringify(request).slice(0, 300)}`);
    }
    report("bad input", {
      of: part,
      requests: count,
      statuses: Object.fromEntries(statuses),
    });
  }

  it(`${REQUESTS} bodies for the API`, async () => {
    const fixture = await startApi();
    try {
      const send = textOf(
        bodyOf({
          student_ids: fc.oneof(
            { weight: 4, arbitrary: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }) },
            { weight: 1, arbitrary: fc.jsonValue() },
          ),
          send_to: fc.constantFrom("student", "parent", "parent", "nobody"),
          message_mode: fc.constantFrom("sms", "sms", "both", ""),
          template_id: fc.oneof(fc.integer(), fc.constant(null)),
          raw_body: fc.string({ unit: "binary", maxLength: 300 }),
          raw_subject: fc.string(),
        }),
      );
      const headers = {
        authorization: "Bearer staff-token",
        "x-tenant-code": "hakwonplus",
        "content-type": "application/json",
      };
      const path = fc.oneof(
        { weight: 8, arbitrary: fc.constant("/api/v1/messaging/send/") },
        { weight: 1, arbitrary: fc.constantFrom("/api/v1/messaging/verify-sender/", "/api/v1/messaging/info/") },
      );
      await attack(
        "API",
        fixture.api.baseUrl,
        fc.record({ path, headers: fc.constant(headers), body: send }),
        REQUESTS,
      );
    } finally {
      await fixture.stop();
    }
  }).timeout(scaled(1_200_000, 60_000));

  it(`${REQUESTS} bodies for SQS, in both protocols`, async () => {
    const fixture = await QueueFixture.start();
    try {
      const { queueUrl, endpoint } = fixture.server;
      const actions = [
        "SendMessage",
        "SendMessageBatch",
        "ReceiveMessage",
        "DeleteMessage",
        "DeleteMessageBatch",
        "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch",
        "GetQueueAttributes",
        "SetQueueAttributes",
        "GetQueueUrl",
        "ListQueues",
        "TagQueue",
        "UntagQueue",
        "ListQueueTags",
        "StartMessageMoveTask",
        "ListMessageMoveTasks",
        "CancelMessageMoveTask",
        "AddPermission",
        "Nonsense",
      ];
      const entry = fc.record(
        { Id: fc.string(), MessageBody: fc.string(), ReceiptHandle: fc.string(), VisibilityTimeout: fc.integer() },
        { requiredKeys: [] },
      );
      const body = bodyOf({
        QueueUrl: fc.constantFrom(queueUrl, `${queueUrl}-dlq`, "x"),
        MessageBody: fc.string({ unit: "binary", maxLength: 500 }),
        Entries: fc.array(fc.oneof(entry, fc.jsonValue()), { maxLength: 12 }),
        MessageAttributes: fc.dictionary(
          fc.string(),
          fc.oneof(
            fc.record({ DataType: fc.constantFrom("String", "Number", "Binary", "x"), StringValue: fc.string() }),
            fc.jsonValue(),
          ),
        ),
        MaxNumberOfMessages: fc.integer({ min: -1, max: 11 }),
        VisibilityTimeout: fc.oneof(fc.constant(0), fc.integer()),
        WaitTimeSeconds: fc.constant(0),
        ReceiptHandle: fc.string(),
        AttributeNames: fc.array(fc.constantFrom("All", "VisibilityTimeout", "x")),
        Attributes: fc.dictionary(
          fc.constantFrom("VisibilityTimeout", "RedrivePolicy", "DelaySeconds", "x", "__proto__"),
          fc.string(),
        ),
        SourceArn: fc.string(),
        TaskHandle: fc.string(),
        Tags: fc.dictionary(fc.string(), fc.string()),
      });
      const json = fc.record({
        path: fc.constant("/"),
        headers: fc.constantFrom(...actions).map((action): Record<string, string> => ({
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": `AmazonSQS.${action}`,
        })),
        body: textOf(body),
      });
      const member = fc.tuple(
        fc.oneof(
          fc.constantFrom(
            "QueueUrl",
            "MessageBody",
            "MessageAttribute.1.Name",
            "MessageAttribute.1.Value.DataType",
            "MessageAttribute.1.Value.StringValue",
            "SendMessageBatchRequestEntry.1.Id",
            "SendMessageBatchRequestEntry.1.MessageBody",
            "Attribute.1.Name",
            "Attribute.1.Value",
            "DelaySeconds",
            "VisibilityTimeout",
            "MaxNumberOfMessages",
          ),
          fc.string(),
        ),
        fc.oneof(fc.constantFrom(queueUrl, "1", "All", "x", "__proto__"), fc.string({ unit: "binary" })),
      );
      const query = fc.record({
        path: fc.constant("/"),
        headers: fc.constant({ "content-type": "application/x-www-form-urlencoded" }),
        body: fc
          .tuple(fc.constantFrom(...actions), fc.array(member, { maxLength: 10 }))
          .map(([action, members]) =>
            String(
              new URLSearchParams(
                [["Action", action], ["QueueUrl", queueUrl], ...members].map(([name, value]) => [
                  name!,
                  value!.toWellFormed(),
                ]),
              ),
            ),
          ),
      });
      await attack(
        "SQS",
        endpoint,
        fc.oneof({ weight: 3, arbitrary: json }, { weight: 1, arbitrary: query }),
        REQUESTS,
      );
    } finally {
      await fixture.stop();
    }
  }).timeout(scaled(1_200_000, 60_000));

  it(`${SANDBOX_REQUESTS} requests to the sandbox`, async () => {
    const fixture = await SandboxFixture.start();
    try {
      const message = fc.record(
        {
          to: fc.oneof(fc.constantFrom("01012345678", "01000001062"), fc.string()),
          from: fc.constantFrom("0212345678", "x"),
          text: fc.string({ unit: "binary", maxLength: 3_000 }),
          type: fc.constantFrom("SMS", "LMS", "ATA", "?"),
          kakaoOptions: fc.jsonValue(),
          customFields: fc.jsonValue(),
        },
        { requiredKeys: [] },
      );
      const body = textOf(
        bodyOf({
          messages: fc.array(fc.oneof(message, fc.jsonValue()), { maxLength: 5 }),
          message,
          allowDuplicates: fc.boolean(),
          agent: fc.jsonValue(),
          messageIds: fc.jsonValue(),
        }),
      );
      const { body: group } = await fixture.call("POST", "/messages/v4/groups", {});
      const id = String(group["groupId"]);
      const path = fc.constantFrom(
        "/messages/v4/groups",
        `/messages/v4/groups/${id}/messages`,
        `/messages/v4/groups/${id}`,
        `/messages/v4/groups/${id}/send`,
        "/messages/v4/send",
        "/messages/v4/send-many/detail",
        "/messages/v4/list?limit=x&startDate=y",
        "/messages/v4/list?criteria=to&cond=eq&value=%00",
        "/kakao/v2/templates/%FF",
        "/cash/v1/balance",
        "/senderid/v1/numbers",
      );
      const requests = fc.record({ method: fc.constantFrom("POST", "PUT", "GET", "DELETE"), path, body });
      const signed = requests.map(({ method, path, body }): BadRequest => ({
        method,
        path,
        body: method === "GET" ? "" : body,
        headers: { authorization: "", "content-type": "application/json" },
      }));
      // A signature is good for one request, so it is made when the request leaves.
      const fresh = signed.map((request) => ({
        ...request,
        get headers() {
          return { authorization: authorization(), "content-type": "application/json" };
        },
      }));
      await attack("sandbox", fixture.sandbox.baseUrl, fresh, SANDBOX_REQUESTS);
    } finally {
      await fixture.stop();
    }
  }).timeout(scaled(600_000, 60_000));

  it(`${BUNDLES} bundles of evidence`, () => {
    const part = bodyOf({
      status: fc.integer(),
      body: fc.jsonValue(),
      name: fc.string(),
      before: fc.jsonValue(),
      after: fc.jsonValue(),
      logs: fc.oneof(fc.string({ unit: "binary", maxLength: 2_000 }), fc.array(fc.string())),
      env: fc.dictionary(fc.string(), fc.string()),
      container: fc.jsonValue(),
      messages: fc.array(fc.jsonValue()),
      senders: fc.array(fc.jsonValue()),
      balance: fc.integer(),
    });
    const bundle = bodyOf({
      api: part,
      queue: part,
      worker: part,
      provider: part,
      notificationLogs: fc.array(fc.jsonValue()),
      tenant: fc.jsonValue(),
      request: fc.jsonValue(),
      generation: fc.string(),
    });
    let read = 0;
    let slowest = 0;
    for (const each of samples(bundle, BUNDLES)) {
      const startedAt = performance.now();
      if (isRead(each)) read++;
      let elapsed = performance.now() - startedAt;
      if (elapsed >= SLOWEST_MS) {
        // On a busy machine, any bundle may be slow; what is slow by itself is slow again.
        const againAt = performance.now();
        isRead(each);
        elapsed = performance.now() - againAt;
      }
      slowest = Math.max(slowest, elapsed);
      assert.ok(elapsed < SLOWEST_MS, `${Math.round(elapsed)} ms for ${JSON.stringify(each).slice(0, 300)}`);
    }
    report("bad input", { of: "bundles", bundles: BUNDLES, accepted: read, slowestMs: Math.round(slowest) });
  }).timeout(scaled(600_000, 60_000));
});
