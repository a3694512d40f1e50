import assert from "node:assert/strict";
import { traceView } from "../../../src/webviews/models/traceView";
import type { MessageVerdict } from "../../../src/runtime/message/messageVerdict";
import type { TraceView } from "../../../src/webviews/protocol";
import { deadLettered, delivered, refused, rejected, traceOf, untilClaimed } from "./traceFixture";

/** The page as text: verdict, a line a lane, then its steps. */
function textOf(view: TraceView): string {
  const lanes = view.lanes.flatMap((lane) => [
    `${lane.mark} ${lane.title} | ${lane.summary} | ${lane.elapsed}`,
    ...lane.steps.map(({ title, time, attempt }) => `  ${attempt} ${title} ${time}`),
  ]);
  return [`${view.verdict.mark}: ${view.verdict.text}`, ...lanes].join("\n");
}

const verdict: MessageVerdict = {
  layer: "provider",
  outcome: "blocked",
  cause: "provider.sender-not-registered",
  title: "The sender number is not registered",
  explanation: "Solapi does not know 01000000000.",
  evidence: [{ source: "provider.senders", excerpt: "0212345678 ACTIVE" }],
  fixes: [
    { id: "set-sender", title: "Set the sender", command: "cli tenant set" },
    { id: "register-sender", title: "Register it" },
  ],
  layers: [
    { layer: "api", status: "ok" },
    { layer: "queue", status: "ok" },
    { layer: "worker", status: "ok" },
    { layer: "provider", status: "blocked" },
  ],
};

describe("the view of a trace", () => {
  it("tells a message that got through", () => {
    assert.equal(
      textOf(traceView({ trace: delivered() })),
      [
        "passed: Reached Solapi in 55 ms",
        "passed API | 200, 1 enqueued | 14 ms",
        "  1 The API answered 200 +14 ms",
        "passed SQS | academy-messaging-jobs, waited 3 ms | 3 ms",
        "  1 In the queue +14 ms",
        "  1 Handed to the worker +17 ms",
        "  1 Deleted from the queue +58 ms",
        "passed Worker | sender 0212345678 from Tenant.messaging_sender | 6 ms",
        "  1 Taken by the worker +23 ms",
        "  1 NotificationLog row #1 +56 ms",
        "passed Solapi | accepted (2000), group G4V20260305…, sandbox | 32 ms",
        "  1 In a group +27 ms",
        "  1 Group handed to Solapi +34 ms",
        "  1 Accepted by Solapi (2000) +55 ms",
      ].join("\n"),
    );
  });

  it("says why the API left a student out (a deleted one had no phone number)", () => {
    const details = { requestId: "r1", tenantCode: "hakwonplus", studentId: 4, reason: "deleted-student" } as const;
    const skipped = traceOf([[1, "api.recipient-skipped", details]]);
    assert.equal(traceView({ trace: skipped }).lanes[0]?.steps[0]?.title, "Left out: the student is deleted");
  });

  it("opens the layer that stopped the message, with cause and fixes", () => {
    const view = traceView({
      trace: { ...refused(), verdict },
      actionOfFix: (id) => (id === "set-sender" ? { id: "fix", label: "Use 0212345678" } : undefined),
    });
    assert.equal(view.verdict.text, "Stopped at Solapi: The sender number is not registered");
    assert.equal(view.broken?.layer, "provider");
    assert.deepEqual(view.broken?.seen, [{ source: "provider.senders", text: "0212345678 ACTIVE" }]);
    assert.deepEqual(view.broken?.fixes, [
      { text: "Set the sender", command: "cli tenant set", action: { id: "fix", label: "Use 0212345678" } },
      { text: "Register it" },
    ]);
    assert.deepEqual(
      view.lanes.map(({ mark }) => mark),
      ["passed", "passed", "passed", "stopped"],
    );
    assert.equal(view.log?.tone, "bad");
  });

  it("tells of a refusal in its own words before there is a verdict", () => {
    const { broken } = traceView({ trace: refused() });
    assert.equal(broken?.layer, "provider");
    assert.equal(broken?.title, "1062: 발신번호 미등록");
    assert.equal(broken?.seen[0]?.source, "provider.refused");
    assert.match(broken?.seen[0]?.text ?? "", /^\d\d:\d\d:\d\d {2}1062 {2}발신번호 미등록$/);
    assert.deepEqual(broken?.fixes, []);
  });

  it("opens the verdict in its lane although no event tells of a stop (it said: Worker, nothing was seen of it)", () => {
    const waiting = traceOf([
      [14, "queue.enqueued", { queueName: "academy-messaging-jobs", bytes: 412 }],
      [
        14,
        "api.accepted",
        { requestId: "r", status: 200, elapsedMs: 14, tenantCode: "a", to: "0101****", mode: "sms" },
      ],
    ]);
    const queue: MessageVerdict = { ...verdict, layer: "queue", cause: "queue.name-mismatch", title: "Two queues" };
    const view = traceView({ trace: { ...waiting, verdict: queue } });
    assert.equal(view.verdict.text, "Stopped at SQS: Two queues");
    assert.deepEqual(
      view.lanes.map(({ mark }) => mark),
      ["passed", "stopped", "not-reached", "not-reached"],
    );
    assert.equal(view.broken?.layer, "queue");
    assert.equal(view.broken?.explanation, verdict.explanation);
  });

  it("never calls stopped what reached the phone (a row that could not be written)", () => {
    const lost: MessageVerdict = { ...verdict, layer: "worker", outcome: "degraded", title: "The row is missing" };
    const view = traceView({ trace: { ...delivered(), verdict: lost } });
    assert.deepEqual(view.verdict, {
      mark: "degraded",
      text: "Reached Solapi, do not send it again. The row is missing.",
    });
    assert.deepEqual(
      view.lanes.map(({ mark }) => mark),
      ["passed", "passed", "degraded", "passed"],
    );
    assert.equal(view.broken?.layer, "worker");
  });

  it("shows every attempt, and blames what failed for the DLQ, not the queue", () => {
    const view = traceView({ trace: deadLettered() });
    assert.equal(
      textOf(view),
      [
        "stopped: Stopped at Worker: given up after 3 receives: timed out",
        "passed API | 200, 1 enqueued | 14 ms",
        "  1 The API answered 200 +14 ms",
        "passed SQS | in academy-messaging-jobs-dlq after 3 receives | 2 min",
        "  1 In the queue +14 ms",
        "  1 Handed to the worker +17 ms",
        "  2 Handed out again, receive 2 +1 min",
        "  3 Handed out again, receive 3 +2 min",
        "  3 Moved to the DLQ +3 min",
        "stopped Worker | given up after 3 receives: timed out | 5 ms",
        "  1 Taken by the worker +23 ms",
        "  1 Postponed: delivered again in 1 min +1 s",
        "  2 Taken by the worker +1 min",
        "  2 Postponed: delivered again in 1 min +1 min",
        "  3 Taken by the worker +2 min",
        "  3 Postponed: delivered again in 1 min +2 min",
        "not-reached Solapi | not reached | ",
      ].join("\n"),
    );
    assert.deepEqual(
      view.axis.gaps.map(({ label }) => label),
      ["1 min", "1 min", "1 min"],
    );
    assert.equal(view.lanes[1]?.steps[2]?.facts[0]?.value, "2", "the attempt is the first fact of a retried message");
  });

  it("masks the numbers in what others say, and keeps the sender", () => {
    const text = JSON.stringify(traceView({ trace: rejected() }));
    assert.ok(!text.includes("01012345678"));
    assert.match(text, /0101\*\*\*\*/);
    assert.ok(JSON.stringify(traceView({ trace: delivered() })).includes("0212345678"));
  });

  it("never calls a mock send sent", () => {
    const trace = traceOf([
      ...untilClaimed(),
      [30, "provider.accepted", { groupId: "mock-1a2b", providerMessageId: "mock-1", code: "2000", type: "SMS" }],
    ]);
    assert.equal(traceView({ trace }).verdict.mark, "not-sent");
  });

  it("keeps every step inside the axis", () => {
    for (const trace of [delivered(), refused(), deadLettered(), rejected()]) {
      for (const { start, end } of traceView({ trace }).lanes.flatMap(({ steps }) => steps)) {
        assert.ok(0 <= start && start <= end && end <= 1, `${start}..${end}`);
      }
    }
  });
});
