import assert from "node:assert/strict";
import { correlate } from "../../../src/targets/evidence/correlation";
import type { SentMessage } from "../../../src/targets/evidence/sentMessage";

const sentAt = Date.parse("2026-03-05T01:00:00Z");
const sent = (over: Partial<SentMessage> = {}): SentMessage => ({
  sentAt,
  tenantCode: "hakwonplus",
  traceIds: [],
  answer: { status: 200, body: { enqueued: 1, skipped_no_phone: 0 }, elapsedMs: 9, requestId: "", traceIds: [] },
  queueBefore: { visible: 0, inFlight: 0 },
  recipients: ["01012345678"],
  ...over,
});
let seq = 0;
const line = (text: string, after = 100) => ({ seq: ++seq, at: sentAt + after, text });
const row = (id: number, recipient_summary = "0101****") => ({
  id: String(id),
  sent_at: "2026-03-05T01:00:01Z",
  success: true,
  failure_reason: "",
  recipient_summary,
});

describe("correlation of a foreign runtime", () => {
  it("takes what came after the send and names the masked recipient, and is sure of it", () => {
    const own = line("send_sms ok to=0101**** group_id=G1");
    const seen = { lines: [line("send_sms ok to=0101**** group_id=G0", -50), own], rows: [row(7)] };
    const { lines, rows, correlation } = correlate(sent(), seen);
    assert.deepEqual(lines, [own]);
    assert.equal(rows?.length, 1);
    assert.deepEqual(correlation, { method: "recipient", confidence: 0.97, others: 0 });
  });

  it("leaves out another recipient's lines, rows and records, and everything with that message's id", () => {
    const lines = [
      line("Duplicate in-flight message detected job_id=m2"),
      line("send_sms failed to=0109**** trace_id=m2"),
      line("send_sms ok to=0101**** group_id=G1 trace_id=m1"),
    ];
    const records = [
      { messageId: "M1", to: "01012345678" },
      { messageId: "M2", to: "01099998888" },
    ];
    const found = correlate(sent(), { lines, rows: [row(7, "0109****"), row(8)], records });
    assert.deepEqual(
      found.lines?.map(({ text }) => text.slice(-2)),
      ["m1"],
    );
    assert.deepEqual(
      found.rows?.map(({ id }) => id),
      ["8"],
    );
    assert.deepEqual(
      found.records?.map(({ messageId }) => messageId),
      ["M1"],
    );
    assert.equal(found.correlation.others, 1);
    assert.ok(found.correlation.confidence > 0.9 && found.correlation.confidence < 0.97);
  });

  it("is unsure among messages that look alike: the mask shows four digits", () => {
    const lines = [line("send_sms ok to=0101**** trace_id=a"), line("send_sms failed to=0101**** trace_id=b")];
    const { correlation } = correlate(sent(), { lines, rows: [row(7), row(8)] });
    assert.equal(correlation.others, 1);
    assert.ok(correlation.confidence < 0.6);
  });

  it("takes a second row for a second attempt where the log says that the message is tried again", () => {
    const lines = [line("send_sms failed to=0101****"), line("send failed, message will retry: x")];
    const { correlation } = correlate(sent(), { lines, rows: [row(7), row(8)] });
    assert.equal(correlation.others, 0);
  });

  it("knows nothing but the time without a recipient, and says so", () => {
    const { correlation } = correlate(sent({ recipients: [] }), { lines: [line("send_sms ok to=0105****")] });
    assert.deepEqual(correlation, { method: "time", confidence: 0.9, others: 0 });
  });

  it("goes by the queue's id where the message was put there, whoever else has the same recipient", () => {
    const lines = [
      line("send_sms ok to=0101**** trace_id=mine"),
      line("send_sms failed to=0101**** trace_id=other"),
      line("HTTP Request: POST https://api.solapi.com"),
    ];
    const found = correlate(sent({ messageId: "mine", answer: undefined as never }), { lines });
    assert.deepEqual(
      found.lines?.map(({ text }) => text.split("=").at(-1)),
      ["mine", "HTTP Request: POST https://api.solapi.com"],
    );
    assert.equal(found.correlation.method, "message-id");
    assert.ok(found.correlation.confidence > 0.9);
  });

  it("leaves out another tenant's lines, and counts messages that waited before as others", () => {
    const lines = [line("tenant_id=9 insufficient_balance balance=0 base_price=8, skip send")];
    const found = correlate(sent({ queueBefore: { visible: 3, inFlight: 1 } }), { lines, tenantId: 1 });
    assert.deepEqual(found.lines, []);
    assert.equal(found.correlation.others, 4);
  });

  it("leaves out what was not looked at: absent is unknown", () => {
    const found = correlate(sent(), {});
    assert.ok(!("lines" in found) && !("rows" in found) && !("records" in found));
  });
});
