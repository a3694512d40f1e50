import assert from "node:assert/strict";
import { explain } from "../../../../src/diagnosis/explanation";
import { bundleOf, counts, enqueued, error, worker } from "./bundles";

describe("explanation of a verdict", () => {
  const denied =
    "Failed to receive message from academy-messaging-jobs: An error occurred (AccessDenied) when calling the ReceiveMessage operation: User: arn:aws:iam::111122223333:user/worker is not authorized to perform: sqs:ReceiveMessage";

  it("names the rule that became the verdict, and the line it rests on", () => {
    const { rules } = explain(bundleOf({ ...enqueued(), ...worker(error(2, denied)) }));
    assert.deepEqual(
      rules.filter(({ became }) => became === "verdict"),
      [
        {
          rule: "queue.access-denied-receive/worker",
          cause: "queue.access-denied-receive",
          basis: "message",
          confidence: 0.95,
          became: "verdict",
          source: "worker.logs",
          line: 1,
        },
      ],
    );
  });

  it("shows the facts with their place, masked", () => {
    const sent = "send_sms ok to=01012345678 group_id=G4V20260305100002ABCDEFGHIJKLMNO";
    const { facts } = explain(bundleOf({ ...enqueued(), queue: counts(0, 1), ...worker(error(2, sent)) }));
    const shown = JSON.stringify(facts);
    assert.doesNotMatch(shown, /01012345678/);
    assert.deepEqual(
      facts.find(({ fact }) => fact === "message-handled"),
      {
        fact: "message-handled",
        value: "send_sms ok to=0101**** group_id=G4V20260305100002ABCDEFGHIJKLMNO",
        source: "worker.logs",
        line: 1,
      },
    );
    assert.equal(facts.find(({ fact }) => fact === "queue.growth")?.value, "1");
  });

  it("says why each other cause lost", () => {
    const refused = "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록";
    const { rules } = explain(bundleOf({ ...enqueued(), ...worker(error(1, denied), error(2, refused)) }));
    const { became, lost } = rules.find(({ cause }) => cause === "queue.access-denied-receive")!;
    assert.deepEqual([became, lost], ["weaker", "deeper"]);
    assert.ok(rules.every((rule) => (rule.became === "verdict") === (rule.lost === undefined)));
  });

  it("is bounded, and says how much it leaves out", () => {
    const lines = Array.from({ length: 200 }, (_, index) =>
      error(2, `HTTP Request: POST https://api.solapi.com/messages/v4/${index} "HTTP/1.1 500 Internal Server Error"`),
    );
    const { facts, factsLeftOut = 0 } = explain(bundleOf({ ...enqueued(), ...worker(...lines) }));
    assert.ok(facts.length <= 120);
    assert.equal(factsLeftOut > 0, facts.length === 120);
  });
});
