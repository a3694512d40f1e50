import assert from "node:assert/strict";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { causes } from "../../../../src/diagnosis/causes/allCauses";

const verdictOf = (logs: string, language: "en" | "ko" = "en", bundle: object = {}) =>
  diagnose(parseEvidence({ version: 1, ...bundle, worker: { logs } }), { language }).verdict;

const holesIn = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole))].sort();

const twilio =
  "2026-11-27 15:00:05,118 ERROR sms twilio.base.exceptions.TwilioRestException: HTTP 400 error: Unable to create record: The 'To' number +82104821 is not a valid phone number.";

describe("sentences about other systems than the backend's own", () => {
  it("name the provider that the line names", () => {
    const rejected = verdictOf(
      '2026-11-27T06:00:12Z ERROR sms: nexmo response {"status": "29", "error-text": "rejected"}',
    );
    assert.equal(rejected.title, "Vonage refused the message");
    assert.deepEqual(
      rejected.fixes.map(({ title }) => title),
      ["Look the message up in the record of Vonage", "Look the code up at Vonage, or ask its support"],
    );
  });

  it("take no particle after a name in Korean", () => {
    const { title } = verdictOf(
      '2026-11-27T06:00:12Z ERROR sms: nexmo response {"status": "29", "error-text": "rejected"}',
      "ko",
    );
    assert.equal(title, "Vonage: 메시지를 거절함");
  });

  it("name none where the log names none, and Solapi where the bundle is its backend's", () => {
    const line = "2026-11-27 15:00:05,118 ERROR send_sms failed: connect ECONNREFUSED 203.0.113.9:443";
    assert.equal(verdictOf(line).title, "The provider cannot be reached");
    assert.equal(verdictOf(line, "en", { tenant: { code: "haneul" } }).title, "Solapi cannot be reached");
  });

  it("say nothing of Solapi about another provider, although the bundle is its backend's", () => {
    const verdict = verdictOf(twilio, "en", { tenant: { code: "haneul", messaging_sender: "0317205588" } });
    assert.equal(verdict.cause, "provider.recipient-invalid");
    assert.doesNotMatch(JSON.stringify(verdict), /solapi/i);
  });

  it("name a broker that is not SQS", () => {
    const { title, fixes } = verdictOf(
      "[2026-11-27 15:00:11,104: ERROR/MainProcess] consumer: Cannot connect to amqp://guest:**@rabbit:5672//: [Errno 111] Connection refused.",
    );
    assert.equal(title, "RabbitMQ cannot be reached");
    assert.equal(fixes[0]?.title, "Check that RabbitMQ runs, and that its host and port are reached from here");
  });

  it("do not take an answer from another address for Solapi's", () => {
    const verdict = verdictOf(
      [
        '2026-11-27 15:00:04,101 INFO httpx HTTP Request: POST https://sms-proxy.internal/messages/v4/send-many/detail "HTTP/1.1 200 OK"',
        "2026-11-27 15:00:04,110 [MESSAGING-WORKER] INFO send_sms ok to=0101**** group_id=G4V20260305100003ABCDEFGH",
      ].join("\n"),
    );
    assert.equal(verdict.outcome, "ok");
    assert.equal(verdict.title, "Reached sms-proxy.internal");
    assert.match(
      verdict.explanation,
      /^sms-proxy\.internal accepted the message, group \S+ That is not Solapi's address/,
    );
  });

  it("name the address that failed in place of Solapi's", () => {
    const { title } = verdictOf(
      '2026-11-27 15:00:04,101 INFO httpx HTTP Request: POST https://sms-proxy.internal/messages/v4/send-many/detail "HTTP/1.1 502 Bad Gateway"',
    );
    assert.equal(title, "sms-proxy.internal failed");
  });

  it("keep doubled punctuation of what they quote", () => {
    const { explanation } = verdictOf("2026-11-27T06:00:07Z ERROR worker: boom in std::io::Error(..)");
    assert.match(explanation, /std::io::Error\(\.\.\)/);
  });

  it("are there in both languages, with the same values", () => {
    for (const { id, en, ko } of Object.values(causes)) {
      assert.equal(ko.elsewhere === undefined, en.elsewhere === undefined, id);
      assert.deepEqual(holesIn(ko.elsewhere?.title ?? ""), holesIn(en.elsewhere?.title ?? ""), id);
      assert.deepEqual(holesIn(ko.elsewhere?.explanation ?? ""), holesIn(en.elsewhere?.explanation ?? ""), id);
    }
  });
});
