import assert from "node:assert/strict";
import fc from "fast-check";
import { ApiLog } from "../../../src/runtime/api/apiLog";
import { splitIntoBatches } from "../../../src/runtime/api/endpoints/messageBatches";
import { messageText, recipientOf, replacementsFor } from "../../../src/runtime/api/endpoints/messageText";
import { newTraceId } from "../../../src/runtime/api/traceIds";
import type { MessagePayload } from "../../../src/runtime/queue/payload";

const payload = (text: string): MessagePayload => ({
  tenant_id: 1,
  to: "01012345678",
  text,
  sender: null,
  created_at: "2026-03-05T01:00:00.000Z",
  message_mode: "sms",
});

describe("a message's text", () => {
  it("replaces all placeholders, taking names literally", () => {
    const replacements = replacementsFor({ name: " 김$& " }, "https://a.example");
    const text = messageText(
      "제목",
      "#{student_name_2}/#{student_name_3}/#{student_name_3} #{site_link} #{other}",
      replacements,
    );
    assert.equal(text, "제목\n김$/김$&/김$& https://a.example #{other}");
  });

  it("cuts names by characters", () => {
    const names = (name: string) =>
      replacementsFor({ name }, "")
        .map(({ value }) => value)
        .slice(0, 2);
    assert.deepEqual(names("김민준"), ["김민", "김민준"]);
    assert.deepEqual(names("남궁하윤"), ["남궁", "남궁하"]);
    assert.deepEqual(names("김"), ["김", "김"]);
    assert.deepEqual(names("𠮷野家"), ["𠮷野", "𠮷野家"]);
  });

  it("goes to the chosen number where that has ten digits", () => {
    const student = {
      id: 1,
      tenantId: 1,
      name: "가",
      phone: "010-1234-5678",
      parentPhone: "02-123-456",
      deletedAt: null,
    };
    assert.equal(recipientOf(student, "student"), "01012345678");
    assert.equal(recipientOf(student, "parent"), undefined);
    assert.equal(recipientOf({ ...student, phone: null }, "student"), undefined);
  });
});

describe("batches", () => {
  it("keep every message and the limits of SQS, whatever the sizes", () => {
    const texts = fc.array(fc.oneof(fc.nat(3_000), fc.nat(300_000)), { maxLength: 40 });
    fc.assert(
      fc.property(texts, (sizes) => {
        const payloads = sizes.map((size) => payload("a".repeat(size)));
        const { items, tooLong } = splitIntoBatches(payloads);
        for (const batch of items) {
          assert.ok(batch.length >= 1 && batch.length <= 10);
          assert.ok(batch.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0) <= 262_144);
        }
        const kept = [...items.flat().map((item) => item.payload), ...tooLong.map((item) => item.payload)];
        assert.deepEqual(new Set(kept), new Set(payloads));
        assert.equal(kept.length, payloads.length);
      }),
      { numRuns: 50 },
    );
  });

  it("carry characters that SQS refuses raw, and lose none", () => {
    const text = "가\uFFFE🎉\uFFFF\u0001";
    const item = splitIntoBatches([payload(text)]).items[0]?.[0];
    assert.ok(item);
    assert.match(item.body, /^[\t\n\r\x20-\uD7FF\uE000-\uFFFD]*$/);
    assert.equal((JSON.parse(item.body) as MessagePayload).text, text);
  });
});

describe("trace ids and log lines", () => {
  it("never repeat within a request", () => {
    const taken = new Set<string>();
    for (let n = 0; n < 20_000; n += 1) assert.match(newTraceId(taken), /^(?=.*[a-f])[0-9a-f]{12}$/);
    assert.equal(taken.size, 20_000);
  });

  it("are one line in Django's format, local time with its offset", () => {
    const lines: string[] = [];
    const at = new Date(2026, 2, 5, 10, 0, 0, 123).getTime();
    new ApiLog((line) => lines.push(line), { now: () => at }).write("INFO", "first\nsecond");
    const [, offset] =
      /^2026-03-05 10:00:00,123([+-]\d{4}) \[INFO\] \[academy\.messaging\] first second$/.exec(lines.join()) ?? [];
    assert.equal(Date.parse(`2026-03-05T10:00:00.123${offset}`), at);
  });
});
