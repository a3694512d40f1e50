import assert from "node:assert/strict";
import type { InboxMessage } from "../../../src/runtime/provider/sandbox/messages/inbox";
import { draftView, phoneView } from "../../../src/webviews/models/phoneView";
import { selectedMessage } from "../../../src/webviews/models/selectedMessage";
import { T0 } from "./traceFixture";

const sms = (changes: Partial<InboxMessage> = {}): InboxMessage => ({
  at: T0,
  to: "01012345678",
  from: "0212345678",
  type: "SMS",
  text: "테스트",
  subject: null,
  bytes: 6,
  groupId: "G1",
  messageId: "M1",
  traceId: "7f3a91c0",
  statusCode: "4000",
  ...changes,
});

describe("the phone preview", () => {
  it("stays at the message that was chosen when another arrives (it moved to the one before)", () => {
    const [older, newer] = [sms({ messageId: "M1" }), sms({ messageId: "M2", traceId: "other" })];
    assert.equal(selectedMessage([older], { messageId: "M1" }), older);
    assert.equal(selectedMessage([newer, older], { messageId: "M1" }), older);
    assert.equal(selectedMessage([newer, older], { traceId: older.traceId! }), older);
    assert.equal(selectedMessage([newer, older], { messageId: "gone" }), newer);
  });

  it("counts an SMS in bytes of EUC-KR and says what is left", () => {
    const { typeLabel, meter, smsEnd, notes } = phoneView(sms());
    assert.equal(typeLabel, "SMS · 6 of 90 bytes (EUC-KR)");
    assert.equal(meter?.text, "84 bytes left, then it becomes an LMS");
    assert.equal(smsEnd, undefined);
    assert.deepEqual(notes, [{ tone: "good", text: "Delivered (4000)" }]);
  });

  it("names the program of one's own that sent it", () => {
    assert.deepEqual(phoneView(sms({ client: "Python requests" })).sentBy, {
      label: "Sent by",
      value: "Python requests, yours",
    });
  });

  it("becomes an LMS at byte 91, and shows where", () => {
    const full = draftView("가".repeat(45), "");
    assert.equal(full.type, "SMS");
    assert.equal(full.meter?.text, "full: one more byte makes it an LMS");
    const over = draftView(`${"가".repeat(45)}.`, "");
    assert.equal(over.type, "LMS");
    assert.equal(over.smsEnd, 45);
    assert.equal(over.meter?.text, "an LMS since byte 91: 1 byte too many for an SMS");
  });

  it("cuts before a character that does not fit whole", () => {
    assert.equal(draftView(`a${"가".repeat(45)}`, "").smsEnd, 45);
  });

  it("is an LMS for its subject alone", () => {
    const view = draftView("짧다", "제목");
    assert.equal(view.type, "LMS");
    assert.equal(view.meter?.text, "an LMS because of its subject");
    assert.equal(view.smsEnd, undefined);
  });

  it("warns of what the carriers refuse", () => {
    assert.deepEqual(draftView("안녕 😀 똠", "").notes, [
      { tone: "bad", text: "Not in EUC-KR, refused with 1029: 😀 똠" },
    ]);
    const long = draftView("가".repeat(1_001), "");
    assert.equal(long.meter?.text, "2 bytes too many for an LMS");
    assert.deepEqual(long.notes, [{ tone: "bad", text: "Too long, refused with 1031" }]);
  });

  it("shows an Alimtalk's template, and the SMS that was sent in its stead", () => {
    const view = phoneView(
      sms({
        type: "ATA",
        text: "김하늘 학생이 등원했습니다.",
        kakao: { pfId: "KA01PF1", templateId: "KA01TP1", variables: { "#{이름}": "김하늘" } },
        statusCode: "3104",
        replacement: { type: "SMS", text: "등원", bytes: 4, statusCode: "4000", at: T0 },
      }),
    );
    assert.ok(view.isAlimtalk && view.meter === undefined);
    assert.equal(view.typeLabel, "Alimtalk · 15 of 1000 characters");
    assert.deepEqual(
      view.channel?.facts.map(({ value }) => value),
      ["KA01TP1", "KA01PF1", "김하늘"],
    );
    assert.deepEqual(
      view.notes.map(({ text }) => text),
      ["Did not reach the phone (3104)", "Sent instead as SMS, 4 bytes: 등원"],
    );
  });
});
