import assert from "node:assert/strict";
import { plainText, renderMarkdown, renderReport } from "../../../../src/diagnosis/report/report";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { type Pasted, bundleOf, call, enqueued, healthy, line, smsOk, worker } from "./bundles";

const textOf = (pasted: Pasted, language: "en" | "ko" = "en") => {
  const evidence = bundleOf(pasted);
  return plainText(
    renderReport(diagnose(evidence, { language }), evidence, { language, command: "node dist/cli.js diagnose --send" }),
  );
};

const refusal: Pasted = {
  ...enqueued(),
  ...worker(call(), line(3, "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록", "WARNING")),
  tenant: { code: "hakwonplus", messaging_sender: "" },
  provider: { senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] },
};

describe("report", () => {
  it("is one line a layer when green", () => {
    assert.equal(
      textOf(healthy),
      `
  ✔ API     200, 1 enqueued  120 ms
  ✔ SQS     academy-messaging-jobs
  ✔ Worker  sender 0212345678 from Tenant.messaging_sender
  ✔ Solapi  accepted (2000)

  Reached Solapi. Solapi accepted the message (2000), group
  G4V20260305100002ABCDEFGHIJKLMNO. Delivery by the carrier is not known yet.
`,
    );
  });

  it("does not say that a tenant's number was used where this generation of the backend ignores it", () => {
    const august = { ...healthy, backend: { generation: "2026-08" } };
    assert.match(textOf(healthy), /from Tenant\.messaging_sender/);
    assert.doesNotMatch(textOf(august), /from Tenant\.messaging_sender/);
  });

  it("opens where it is red, with what was seen, why and the fix", () => {
    assert.equal(
      textOf(refusal),
      `
  ✔ API     200, 1 enqueued
  ✔ SQS     passed
  ✔ Worker  passed
  ✖ Solapi  1062: The sender number is not registered

    Seen   worker.logs:2  send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록
           worker.logs  Log times read as UTC+09:00: fits the send
    Why    The provider does not take the sender. hakwonplus has no number of its own, so the
           worker used the fallback. Registered and active: 0212345678. The order is payload,
           Tenant.messaging_sender, SOLAPI_SENDER.
    Fix    Set the tenant's sender to a registered number
             messaging tenant set hakwonplus --sender 0212345678
           Register and verify the number at Solapi, digits only
    Sure   95 %, blocked
    More   docs/causes/provider.sender-not-registered.md · node dist/cli.js diagnose --send --report md
`,
    );
  });

  it("breaks its sentences for a narrow terminal, and leaves evidence and commands whole", () => {
    const evidence = bundleOf(refusal);
    const lines = plainText(renderReport(diagnose(evidence), evidence, { columns: 60 })).split("\n");
    const from = lines.findIndex((one) => one.includes("Why"));
    const to = lines.findIndex((one) => one.includes("Fix"));
    assert.ok(lines.slice(from, to).every(({ length }) => length <= 60));
    assert.ok(lines.some((one) => one.endsWith("tenant set hakwonplus --sender 0212345678")));
  });

  it("never ticks a message that only looks sent", () => {
    const text = textOf({ ...enqueued(), ...worker(smsOk(2, "mock-1a2b")) });
    assert.match(text, /◌ Worker {2}NOT SENT: the worker runs in mock mode/);
    assert.match(text, /• Solapi {2}not reached/);
  });

  it("says what is needed where it cannot tell", () => {
    const text = textOf(enqueued());
    assert.match(text, /\? Worker {2}cannot tell: worker\.logs was not collected/);
    assert.match(
      text,
      /Needs {2}worker\.logs \(docker logs --since 2026-03-05T10:00:00\+09:00 academy-messaging-worker\)/,
    );
  });

  it("is there in Korean", () => {
    assert.match(textOf(refusal, "ko"), /✖ Solapi {2}1062: 발신번호 미등록/);
    assert.match(textOf(refusal, "ko"), /✔ 워커/);
    const locked = worker(line(2, "Redis unavailable, leaving message in SQS for retry job_id=1", "WARNING"));
    assert.match(textOf(locked, "ko"), /워커가 락 없이는/);
  });

  it("writes the three collected items and the verdict as markdown, masked", () => {
    const evidence = bundleOf({
      ...refusal,
      api: { status: 200, body: { detail: "to 01012345678", enqueued: 1, skipped_no_phone: 0 } },
    });
    const text = renderMarkdown(diagnose(evidence), evidence);
    for (const part of [
      "# Message diagnosis",
      "## API answer",
      "## Worker log",
      "## Tenant.messaging_sender",
      "hakwonplus: (empty)",
      "`provider.sender-not-registered`",
    ])
      assert.ok(text.includes(part), part);
    assert.doesNotMatch(text, /01012345678/);
  });

  it("gives the span of the worker's log in the zone of its lines, wherever the reader is", () => {
    const evidence = bundleOf({ ...refusal, sentAt: "2026-03-05T01:00:00.000Z" });
    assert.match(renderMarkdown(diagnose(evidence), evidence), /\(2026-03-05 10:00:00 \+09:00 – [^Z]*\)/);
  });
});
