import assert from "node:assert/strict";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { type Pasted, bundleOf, error, line, logs } from "./bundles";

const verdictOf = (pasted: Pasted) => diagnose(bundleOf(pasted)).verdict;
const told = (pasted: Pasted) => {
  const { cause, outcome } = verdictOf(pasted);
  return `${cause} ${outcome}`;
};

describe("verdict on a log alone", () => {
  it("a failed send whose reason stands on the line above may have been sent, if the answer was lost", () => {
    const lines = [
      "ERROR:root:('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
      "ERROR:root:failed to send sms to 0101****",
    ];
    assert.equal(told({ worker: { logs: logs(...lines) } }), "provider.timeout ambiguous");
    assert.equal(told({ worker: { logs: logs(lines[1]!) } }), "provider.refused blocked");
  });

  it("a process of the API that gunicorn ended for its time limit was slow, not out of memory", () => {
    const killed = [
      "[2026-03-05 10:00:30 +0900] [1] [CRITICAL] WORKER TIMEOUT (pid:31)",
      "[2026-03-05 10:00:31 +0900] [1] [ERROR] Worker (pid:31) was sent SIGKILL! Perhaps out of memory?",
    ];
    assert.equal(told({ api: { logs: logs(...killed) } }), "api.timeout blocked");
    assert.equal(told({ worker: { logs: logs(...killed) } }), "worker.exception blocked");
  });

  it("a handled message that could not be deleted is said to come again, not to be undecided", () => {
    const lines = [
      line(2, "send_sms status=200 groupId=G4V20260305100002AAAA"),
      error(
        3,
        "Failed to delete message: An error occurred (ReceiptHandleIsInvalid) when calling the DeleteMessage operation: The input receipt handle is invalid.",
      ),
    ];
    const { cause, outcome, explanation } = verdictOf({ worker: { logs: logs(...lines) } });
    assert.equal(`${cause} ${outcome}`, "worker.exception degraded");
    assert.match(explanation, /may then be sent again/);
  });

  it("a secret whose name speaks of credentials is not about those of AWS", () => {
    const event = {
      kind: "Event",
      involvedObject: { kind: "Pod", name: "messaging-worker-64d4" },
      reason: "Failed",
      message: 'Error: secret "messaging-credentials" not found',
      lastTimestamp: "2026-03-05T01:00:08Z",
      type: "Warning",
    };
    assert.equal(told({ worker: { logs: `${JSON.stringify(event, undefined, 2)}\n` } }), "worker.not-running blocked");
  });
});
