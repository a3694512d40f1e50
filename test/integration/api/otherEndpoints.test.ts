import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import type { SenderNumber } from "../../../src/runtime/api/apiEndpoint";
import { startApi, type ApiFixture } from "./apiFixture";

describe("info/, log/ and verify-sender/", () => {
  let fixture: ApiFixture;
  let senderNumbers: () => Promise<SenderNumber[]>;
  beforeEach(async () => {
    fixture = await startApi({ senderNumbers: () => senderNumbers() });
  });
  afterEach(() => fixture.stop());
  const get = (path: string) => fixture.request(path, { method: "GET" });
  const patch = (body: unknown) =>
    fixture.request("/api/v1/messaging/info/", { method: "PATCH", body: JSON.stringify(body) });

  it("shows the tenant's settings with decimals as text", async () => {
    const { status, body } = await get("/api/v1/messaging/info/");
    assert.equal(status, 200);
    assert.deepEqual(body, {
      kakao_pfid: "KA01PF260305010000000hakwonplus1",
      messaging_sender: "0212345678",
      credit_balance: "10000",
      is_active: true,
      base_price: "8.40",
    });
  });

  it("changes what is given and nothing else; hyphens are cut", async () => {
    const { body } = await patch({ messaging_sender: "031-123-4567" });
    assert.equal(body["messaging_sender"], "0311234567");
    assert.equal(body["kakao_pfid"], "KA01PF260305010000000hakwonplus1");
    assert.equal((await patch({ kakao_pfid: "" })).body["kakao_pfid"], "");
    assert.equal(fixture.store.tenants.byCode("hakwonplus")?.messagingSender, "0311234567");
    assert.equal(fixture.store.tenants.byCode("saessak")?.messagingSender, "");
  });

  it("refuses senders that are no number or too long, and changes neither field then", async () => {
    const answers = [
      [{ messaging_sender: "0".repeat(21) }, "이 필드의 글자 수가 20 이하인지 확인하세요."],
      [{ messaging_sender: "학원", kakao_pfid: "x" }, "형식에 맞지 않는 값입니다."],
      [{ messaging_sender: null }, "이 필드는 null일 수 없습니다."],
    ] as const;
    for (const [body, message] of answers) {
      const answer = await patch(body);
      assert.deepEqual([answer.status, answer.body], [400, { messaging_sender: [message] }]);
    }
    assert.equal(fixture.store.tenants.byCode("hakwonplus")?.kakaoPfid, "KA01PF260305010000000hakwonplus1");
  });

  it("pages the log, newest first, of this tenant only", async () => {
    const row = { success: true, amountDeducted: "8.4", templateSummary: "", failureReason: "" };
    fixture.store.notificationLogs.insertMany(
      Array.from({ length: 60 }, (_, index) => ({
        ...row,
        tenantId: index === 59 ? 2 : 1,
        sentAt: new Date(Date.UTC(2026, 2, 5, 1, index)).toISOString(),
        recipientSummary: `r${index}`,
      })),
    );
    const { body } = await get("/api/v1/messaging/log/?page=2&page_size=50");
    assert.equal(body["count"], 59);
    const results = body["results"] as Record<string, unknown>[];
    assert.equal(results.length, 9);
    assert.deepEqual(results[0], {
      id: 9,
      sent_at: "2026-03-05T01:08:00.000Z",
      success: true,
      amount_deducted: "8.40",
      recipient_summary: "r8",
      template_summary: "",
      failure_reason: "",
    });
    const sizes: Record<string, number> = { "": 20, "?page_size=1000": 50, "?page_size=0": 1, "?page=-1&page=1": 20 };
    for (const [query, size] of Object.entries(sizes)) {
      assert.equal(((await get(`/api/v1/messaging/log/${query}`)).body["results"] as unknown[]).length, size, query);
    }
    const bad = await get("/api/v1/messaging/log/?page=x");
    assert.deepEqual([bad.status, bad.body], [400, { page: ["유효한 정수(integer)를 넣어주세요."] }]);
    assert.equal((await get("/api/v1/messaging/log/?page=99999999999999999999")).status, 200);
  });

  it("verifies a sender against the provider's active numbers", async () => {
    senderNumbers = async () => [
      { phoneNumber: "02-1234-5678", status: "ACTIVE" },
      { phoneNumber: "0311234567", status: "PENDING" },
    ];
    const verify = async (phone_number: unknown) => {
      const { status, body } = await fixture.request("/api/v1/messaging/verify-sender/", {
        body: JSON.stringify({ phone_number }),
      });
      return [status, body["verified"] ?? body["phone_number"]];
    };
    assert.deepEqual(await verify("0212345678"), [200, true]);
    assert.deepEqual(await verify("031-123-4567"), [200, false]);
    assert.deepEqual(await verify("12"), [200, false]);
    assert.deepEqual(await verify(""), [400, ["이 필드는 blank일 수 없습니다."]]);
    senderNumbers = () => Promise.reject(new Error("IP not allowed"));
    assert.deepEqual(await verify("0212345678"), [502, false]);
    assert.match(fixture.lines.at(-1) ?? "", /Solapi sender list request failed: IP not allowed$/);
  });

  it("answers 503 without a provider, and takes another port than one in use", async () => {
    const taken = http.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    const other = await startApi({ port });
    try {
      assert.notEqual(other.api.port, port);
      const answer = await other.request("/api/v1/messaging/verify-sender/", { body: '{"phone_number":"0212345678"}' });
      assert.deepEqual(
        [answer.status, answer.body],
        [503, { verified: false, message: "솔라피 API가 설정되지 않았습니다." }],
      );
      await other.api.stop();
    } finally {
      await other.stop();
      taken.close();
    }
  });

  it("answers any JSON with 2xx or 4xx and goes on", async () => {
    senderNumbers = async () => [];
    const key = fc.constantFrom(
      "student_ids",
      "send_to",
      "message_mode",
      "template_id",
      "raw_body",
      "raw_subject",
      "messaging_sender",
      "kakao_pfid",
      "phone_number",
      "__proto__",
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        "sms",
        "both",
        "parent",
        1,
        [1],
        [1, 2, 3],
        "#{student_name_2}",
        "\u0000",
        "\ud800",
        "￾",
        1e308,
        -0,
        2 ** 60,
        [2 ** 60],
      ),
    );
    const body = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .dictionary(key, value)
          .map((extra) => JSON.stringify({ student_ids: [1], raw_body: "가", ...extra })),
      },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom("[".repeat(50_000), `{"send_to":${"[".repeat(50_000)}${"]".repeat(50_000)}}`),
      },
    );
    const target = fc.constantFrom(["POST", "send"], ["PATCH", "info"], ["POST", "verify-sender"]);
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(target, body, async ([method, path], text) => {
        const { status } = await fixture.request(`/api/v1/messaging/${path}/`, { method, body: text });
        statuses.add(status);
        assert.ok(status < 500, `${method} ${path} ${text.slice(0, 200)} → ${status}`);
      }),
      { numRuns: 400 },
    );
    assert.ok(statuses.has(200) && statuses.has(400), "both kinds of answer were seen");
  });
});
