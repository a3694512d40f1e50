import assert from "node:assert/strict";
import fc from "fast-check";
import { parsePayload } from "../../../src/runtime/worker/receiving/payloadParser";

const body = (fields: object) => JSON.stringify(fields);
const whole = { tenant_id: 1, to: "010-1234-5678", text: "테스트" };

const payloadOf = (text: string) => {
  const result = parsePayload(text);
  assert.ok("payload" in result, JSON.stringify(result));
  return result.payload;
};

const rejectionOf = (text: string) => {
  const result = parsePayload(text);
  assert.ok("rejection" in result, JSON.stringify(result));
  return result.rejection;
};

describe("payload of a message", () => {
  it("needs a recipient, a text and a tenant, and takes the digits of the number", () => {
    assert.deepEqual(payloadOf(body(whole)), {
      tenant_id: 1,
      to: "01012345678",
      text: "테스트",
      sender: null,
      created_at: "",
      message_mode: "sms",
    });
  });

  it("takes an older producer's use_alimtalk_first for both", () => {
    assert.equal(payloadOf(body({ ...whole, use_alimtalk_first: true })).message_mode, "both");
  });

  it("takes null for every optional field, as Python's producers write it", () => {
    const nulls = {
      sender: null,
      reservation_id: null,
      template_id: null,
      alimtalk_replacements: null,
      trace_id: null,
    };
    assert.equal(payloadOf(body({ ...whole, ...nulls })).to, "01012345678");
  });

  it("takes an empty trace id for none: all messages that had it were one job, and the first alone was sent", () => {
    assert.ok(!("trace_id" in payloadOf(body({ ...whole, trace_id: "" }))));
  });

  it("rejects in the backend's sentences", () => {
    assert.equal(rejectionOf("not json").text, "Invalid JSON in message body");
    assert.equal(
      rejectionOf(body({ to: "010", text: "x" })).text,
      "Message missing tenant_id, skipping (legacy message)",
    );
    assert.equal(rejectionOf(body({ tenant_id: "x", to: "010", text: "x" })).reason, "missing-tenant");
    assert.match(rejectionOf(body({ tenant_id: 1, text: "x" })).text, /^Invalid message format: wrong=to/);
    assert.equal(rejectionOf("[]").reason, "invalid-format");
  });

  it("never shows a number or a text in the reason", () => {
    const { text } = rejectionOf(body({ tenant_id: 1, to: 5, text: "비밀", phone: "01012345678" }));
    assert.doesNotMatch(text, /비밀|01012345678/);
  });

  it("never throws, whatever the body", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parsePayload(text)));
  });
});
