import assert from "node:assert/strict";
import { startApi, STUDENT_TOKEN, type ApiFixture } from "./apiFixture";

const NO_SENDER = "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요.";
const NO_STUDENTS = "선택한 학생을 찾을 수 없거나 삭제된 학생입니다.";
const NOT_APPROVED = "알림톡/폴백 모드는 검수 승인된 템플릿이 필요합니다. 템플릿을 선택하거나 SMS만 모드로 발송하세요.";

describe("POST send/: what it refuses", () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await startApi();
    const { store } = fixture;
    const closed = store.tenants.insert({ name: "닫힌학원", code: "closed", isActive: false });
    store.students.insert({ tenantId: closed, name: "서하준", parentPhone: "01000000000" });
    store.messageTemplates.insert({ tenantId: 1, name: "빈 본문", body: "  ", solapiTemplateId: "T1" });
  });
  after(() => fixture.stop());

  it("checks in the backend's order, shown by requests that are wrong in every later way too", async () => {
    const { send } = fixture;
    // From the outside in: each step mends the first thing that is wrong and leaves all the others.
    const steps: [Record<string, string>, unknown, number, Record<string, unknown>][] = [
      [
        { Authorization: "", "X-Tenant-Code": "nobody" },
        "{",
        401,
        { detail: "자격 인증데이터(authentication credentials)가 제공되지 않았습니다." },
      ],
      [
        { Authorization: "Bearer old", "X-Tenant-Code": "nobody" },
        "{",
        401,
        {
          detail: "이 토큰은 모든 타입의 토큰에 대해 유효하지 않습니다",
          code: "token_not_valid",
          messages: [{ token_class: "AccessToken", token_type: "access", message: "유효하지 않거나 만료된 토큰" }],
        },
      ],
      [
        { Authorization: `Bearer ${STUDENT_TOKEN}`, "X-Tenant-Code": "nobody" },
        "{",
        404,
        { detail: "Tenant 'nobody' not found", code: "tenant_invalid" },
      ],
      [
        { Authorization: `Bearer ${STUDENT_TOKEN}`, "X-Tenant-Code": "closed" },
        "{",
        403,
        { detail: "Tenant 'closed' is inactive", code: "tenant_inactive" },
      ],
      [
        { Authorization: `Bearer ${STUDENT_TOKEN}`, "X-Tenant-Code": "saessak" },
        "{",
        403,
        { detail: "Staff membership required." },
      ],
      [
        { "X-Tenant-Code": "saessak" },
        { student_ids: [], message_mode: "alimtalk", template_id: 99 },
        400,
        { student_ids: ["이 리스트는 비워 둘 수 없습니다."] },
      ],
      [
        { "X-Tenant-Code": "saessak" },
        { student_ids: [999], message_mode: "alimtalk" },
        400,
        { raw_body: ["직접 입력 본문을 넣거나 템플릿을 선택해 주세요."] },
      ],
      [
        { "X-Tenant-Code": "saessak" },
        { student_ids: [999], message_mode: "alimtalk", template_id: 99 },
        400,
        { detail: NO_SENDER },
      ],
      [{}, { student_ids: [999], message_mode: "alimtalk", template_id: 99 }, 400, { detail: NO_STUDENTS }],
      [
        {},
        { student_ids: [1], message_mode: "alimtalk", template_id: 99 },
        404,
        { detail: "템플릿을 찾을 수 없습니다." },
      ],
      [{}, { student_ids: [1], message_mode: "both", template_id: 3 }, 400, { detail: NOT_APPROVED }],
      [{}, { student_ids: [1], template_id: 3 }, 400, { detail: "발송할 본문이 비어 있습니다." }],
    ];
    for (const [headers, body, status, expected] of steps) {
      const answer = await send(body, headers);
      assert.deepEqual([answer.status, answer.body], [status, expected], JSON.stringify([headers, body]));
    }
    assert.deepEqual(await fixture.queue.receiveAll(), []);
  });

  it("tells each refusal as an event with the request's id", async () => {
    fixture.events.length = 0;
    const answer = await fixture.send(
      { student_ids: [6], raw_body: "가" },
      { "X-Tenant-Code": "saessak", "X-Request-Id": "req-1" },
    );
    assert.equal(answer.headers.get("x-request-id"), "req-1");
    assert.equal(fixture.events.length, 1);
    const [event] = fixture.events;
    assert.equal(event?.type, "api.rejected");
    assert.equal(event.traceId, "req-1");
    const { elapsedMs, ...details } = event.details;
    assert.ok(elapsedMs >= 0);
    assert.deepEqual(details, {
      requestId: "req-1",
      status: 400,
      tenantCode: "saessak",
      detail: NO_SENDER,
      studentIds: [6],
    });
    assert.match(
      fixture.lines.at(-1) ?? "",
      / \[WARNING\] \[django\.request\] Bad Request: \/api\/v1\/messaging\/send\/$/,
    );
  });

  it("does not find students that are deleted or another tenant's, nor another tenant's template", async () => {
    for (const id of [4, 6]) {
      const answer = await fixture.send({ student_ids: [id], raw_body: "가" });
      assert.deepEqual([answer.status, answer.body], [400, { detail: NO_STUDENTS }]);
    }
    const foreign = fixture.store.messageTemplates.insert({ tenantId: 2, name: "남의 것", body: "가" });
    assert.equal((await fixture.send({ student_ids: [1], template_id: foreign })).status, 404);
  });

  it("refuses alimtalk and both without a template, and with one that is not approved", async () => {
    for (const message_mode of ["alimtalk", "both"]) {
      for (const template of [{ raw_body: "가" }, { template_id: 2 }]) {
        const answer = await fixture.send({ student_ids: [1], message_mode, ...template });
        assert.deepEqual([answer.status, answer.body], [400, { detail: NOT_APPROVED }]);
      }
    }
  });

  it("answers bad bodies in DRF's shapes", async () => {
    const malformed = await fixture.send('{"student_ids": [1], "raw_body": 홍길동}');
    assert.equal(malformed.status, 400);
    assert.match(String(malformed.body["detail"]), /^JSON parse error - /);
    assert.doesNotMatch(String(malformed.body["detail"]), /홍길동/, "the body is not echoed");
    const text = await fixture.send("student_ids=1", { "Content-Type": "text/plain" });
    assert.deepEqual(
      [text.status, text.body],
      [415, { detail: '요청된 "text/plain"가 지원되지 않는 미디어 형태입니다.' }],
    );
    const array = await fixture.send([]);
    assert.deepEqual(array.body, {
      non_field_errors: ["유효하지 않은 데이터. 딕셔너리(dictionary)대신 list를 받았습니다."],
    });
    const empty = await fixture.send("");
    assert.deepEqual([empty.status, empty.body], [400, { student_ids: ["이 필드는 필수 항목입니다."] }]);
  });

  it("takes a body of exactly 1 MB and answers 413 beyond, and goes on", async () => {
    const frame = JSON.stringify({ student_ids: [1], raw_body: "" }).length;
    const body = (bytes: number) => ({ student_ids: [1], raw_body: "a".repeat(bytes - frame) });
    assert.equal((await fixture.send(body(1_048_576))).status, 200);
    const tooLarge = await fixture.send(body(1_048_577));
    assert.deepEqual([tooLarge.status, tooLarge.body], [413, { detail: "Request body is larger than 1048576 bytes." }]);
    assert.equal((await fixture.send({ student_ids: [3], raw_body: "가" })).status, 200);
  });

  it("names each of 200,000 wrong ids", async () => {
    const answer = await fixture.send({ student_ids: Array<number>(200_000).fill(0), raw_body: "가" });
    assert.equal(answer.status, 400);
    assert.equal(Object.keys(answer.body["student_ids"] as object).length, 200_000);
  });

  it("answers unknown paths and methods as DRF does", async () => {
    const paths = ["/api/v1/messaging/send", "/api/v1/messaging/charge/", "/", "/%zz"];
    for (const each of paths) {
      const answer = await fixture.request(each);
      assert.deepEqual([answer.status, answer.body], [404, { detail: "찾을 수 없습니다." }], each);
    }
    const get = await fixture.request("/api/v1/messaging/send/", { method: "GET" });
    assert.deepEqual([get.status, get.body], [405, { detail: '메소드(Method) "GET"는 허용되지 않습니다.' }]);
    assert.equal(get.headers.get("allow"), "POST");
    const anonymous = await fixture.request("/api/v1/messaging/send/", {
      method: "GET",
      headers: { Authorization: "Bearer two words" },
    });
    assert.equal(anonymous.status, 401);
    assert.equal(anonymous.body["code"], "bad_authorization_header");
    assert.equal(anonymous.headers.get("www-authenticate"), 'Bearer realm="api"');
  });
});
