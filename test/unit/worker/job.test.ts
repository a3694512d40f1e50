import assert from "node:assert/strict";
import { alimtalkIds, resolveSender } from "../../../src/runtime/worker/jobs/job";
import type { MessagePayload } from "../../../src/runtime/queue/payload";

const payload: MessagePayload = {
  tenant_id: 1,
  to: "010",
  text: "x",
  sender: null,
  created_at: "",
  message_mode: "sms",
};
const tenant = { id: 1, code: "t", messagingSender: "02-1234-5678", kakaoPfId: "" };

describe("sender of a job", () => {
  it("is the payload's, else the tenant's, else the environment's, as digits", () => {
    const { sender: _none, ...rest } = payload;
    assert.deepEqual(resolveSender({ ...rest, sender: "031-111-2222" }, tenant, "0100"), {
      number: "0311112222",
      source: "payload",
    });
    assert.deepEqual(resolveSender(payload, tenant, "0100"), {
      number: "0212345678",
      source: "Tenant.messaging_sender",
    });
    assert.deepEqual(resolveSender(payload, { ...tenant, messagingSender: " " }, "0100"), {
      number: "0100",
      source: "SOLAPI_SENDER",
    });
    assert.deepEqual(resolveSender(payload, undefined, ""), { number: "", source: "SOLAPI_SENDER" });
  });
});

describe("Alimtalk ids of a job", () => {
  it("take the tenant's channel and the payload's template before the environment's", () => {
    const fallback = { kakaoPfId: "PF-env", kakaoTemplateId: "T-env" };
    assert.deepEqual(alimtalkIds({ payload, tenant }, fallback), { pfId: "PF-env", templateId: "T-env" });
    const own = { payload: { ...payload, template_id: "T" }, tenant: { ...tenant, kakaoPfId: "PF" } };
    assert.deepEqual(alimtalkIds(own, fallback), { pfId: "PF", templateId: "T" });
    assert.equal(alimtalkIds({ payload, tenant }, { kakaoPfId: "", kakaoTemplateId: "T" }), undefined);
  });
});
