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
});
