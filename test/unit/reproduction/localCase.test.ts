import assert from "node:assert/strict";
import { diagnose } from "../../../src/diagnosis/verdict";
import { localCaseOf } from "../../../src/operations/reproduction/localCase";
import { madeUpBody } from "../../../src/operations/reproduction/madeUpBody";
import { madeUpNumber, madeUpText } from "../../../src/operations/reproduction/madeUpText";
import { faults, inactiveFaults } from "../../../src/runtime/faults/faultLab";
import { eucKrBytes, notInEucKr } from "../../../src/runtime/provider/messageType";
import { bundleOf, originalOf, personal } from "../../fixtures/bundles";

describe("the local case of a message", () => {
  for (const { id } of faults)
    it(`has the cause of the original and nothing personal of it: ${id}`, () => {
      const { verdict } = diagnose(bundleOf(id));
      assert.equal(verdict.cause, id, "the bundle has the cause");
      const found = localCaseOf(originalOf(id), inactiveFaults);
      assert.equal(found.fault, id);
      const text = JSON.stringify(found);
      assert.deepEqual(
        personal.filter((each) => text.includes(each)),
        [],
        text,
      );
    });

  it("says what it cannot bring home", () => {
    const verdict = { layer: "worker" as const, outcome: "blocked" as const, cause: "worker.lock-unavailable" };
    const request = { student_ids: [1, 2, 3], message_mode: "alimtalk" };
    const container = { image: "academy/worker:7" };
    const original = {
      evidence: { request, worker: { container }, backend: { generation: "2026-08" as const } },
      verdict,
    };
    assert.deepEqual(localCaseOf(original, inactiveFaults).missing, [
      "The cause: no fault of the local stack sets up worker.lock-unavailable",
      "The template's text: the evidence does not have it, so the stack's approved template is used",
      "The other recipients (2): one is enough for the cause",
      "The backend's newer code: the stack works as that of 2026-03 does",
      "The worker's image: the stack runs its own worker",
    ]);
  });

  it("keeps the settings that matter: a sender's form, credit, a number in another form, mock mode", () => {
    const evidence = {
      tenant: { messaging_sender: "031-555-0199", credit_balance: "3500.5", messaging_is_active: false },
      worker: { env: { SOLAPI_MOCK: "True" } },
    };
    const body = JSON.stringify({ to: "+82 10-4721-3399", text: "김민준" });
    const verdict = { layer: null, outcome: "ok" as const, cause: "none" };
    assert.deepEqual(localCaseOf({ evidence, verdict, body }, inactiveFaults).settings, {
      messagingSender: "02-1234-5678",
      creditBalance: 3500.5,
      messagingIsActive: false,
      recipient: "+82 10-5550-0001",
      workerVariables: { SOLAPI_MOCK: "true" },
    });
  });

  it("leaves out settings that would stop the message earlier than the original, and says so", () => {
    const evidence = { tenant: { messaging_sender: "", credit_balance: "0" }, request: { raw_body: "테스트" } };
    const verdict = { layer: "worker" as const, outcome: "degraded" as const, cause: "worker.orm-unavailable" };
    const { settings, missing } = localCaseOf({ evidence, verdict }, inactiveFaults);
    assert.deepEqual(settings, {});
    assert.deepEqual(missing, [
      "The tenant's empty sender: the stack's API would refuse the message earlier",
      "The tenant's low credit: the stack's worker would refuse the message earlier",
    ]);
  });
});

describe("a made-up text", () => {
  it("has the length, bytes and symbols of the original, and the words that layers read", () => {
    const text =
      "(광고) 김민준 학생 #{student_name_3}님, 5/3 18:00 숙제😀 뷁! https://minjun.kr/a?b=3\n무료 수신거부 080-555-0199";
    const made = madeUpText(text);
    assert.equal(
      made,
      "(광고) 가가가 가가 #{student_name_3}가, 0/0 00:00 가가😀 뷁! https://aaaaaa.aa/a?a=0\n무료 수신거부 000-000-0000",
    );
    assert.deepEqual(
      [made.length, eucKrBytes(made), notInEucKr(made)],
      [text.length, eucKrBytes(text), notInEucKr(text)],
    );
  });

  it("numbers keep prefix, length and separators", () =>
    assert.deepEqual(["01047213399", "010-4721-3399", "031-555-0199", "0104721", "", "abc"].map(madeUpNumber), [
      "01055500001",
      "010-5550-0001",
      "031-555-0000",
      "0105550",
      "",
      "aaa",
    ]));

  it("a body keeps its fields and types, in any form", () => {
    const { trace_id, created_at, ...made } = JSON.parse(
      madeUpBody(
        '{"tenant_id":"7","to":1047213399,"text":"김민준","created_at":"2026-03-05T10:00:00Z","parentName":"김철수"}',
      ),
    ) as Record<string, unknown>;
    assert.deepEqual(made, { tenant_id: "0", to: 1, text: "가가가", field_4: "가가가" });
    assert.ok(trace_id && created_at);
    assert.equal(madeUpBody("to=01047213399&text=김민준"), "aa=00000000000&aaaa=가가가");
  });
});
