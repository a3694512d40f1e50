import assert from "node:assert/strict";
import { messageNodes } from "../../../src/views/messages/messagesTree";
import { summaryOf } from "../../../src/runtime/message/messageSummary";
import { treeText } from "../../../src/views/treeNode";
import { reachedTrace, refusedTrace, rejectedTrace, traceOf } from "./measurementFixture";
import type { Step } from "./measurementFixture";

describe("messages tree", () => {
  it("tells whose message first (250 px cut it off), then the verdict; below, each layer with its time", () => {
    assert.equal(
      treeText([refusedTrace(), reachedTrace()].flatMap((trace) => messageNodes([trace]))),
      [
        "✖ 10:00:00  0101**** · Solapi 1062 · hakwonplus",
        "  ✔ API  200, 1 enqueued · 12 ms",
        "  ✔ SQS  academy-messaging-jobs, waited 3 ms · 3 ms",
        "  ✔ Worker  sender 01000000000 from SOLAPI_SENDER (Tenant.messaging_sender is empty) · 5 ms",
        "  ✖ Solapi  1062: 발신번호 미등록 · 30 ms",
        "✔ 10:00:00  0101**** · 55 ms · hakwonplus",
        "  ✔ API  200, 1 enqueued · 12 ms",
        "  ✔ SQS  academy-messaging-jobs, waited 3 ms · 3 ms",
        "  ✔ Worker  sender 0212345678 from Tenant.messaging_sender · 5 ms",
        "  ✔ Solapi  accepted (2000), group G4V20260305…, sandbox · 35 ms",
      ].join("\n"),
    );
  });

  it("never ticks what only looks sent", () => {
    const mock = traceOf("m1", [
      "provider.accepted",
      5,
      { groupId: "mock-1a2b", providerMessageId: "x", code: "2000", type: "SMS" },
    ]);
    assert.deepEqual(summaryOf(mock), { outcome: "notSent", text: "not sent (mock mode)" });
    assert.equal(messageNodes([mock])[0]?.icon, "notSent");
  });

  it("says reached of what comes again only because its row was not written (it said stopped at the worker)", () => {
    const trace = traceOf(
      "w1",
      ["provider.accepted", 5, { groupId: "G4V1", providerMessageId: "x", code: "2000", type: "SMS" }],
      ["worker.retrying", 6, { reason: "database", delayMs: 1_000 }],
    );
    assert.deepEqual(summaryOf(trace), { outcome: "degraded", text: "reached Solapi, not recorded yet" });
  });

  it("counts the time to the phone, not to the row that was written a minute later", () => {
    const accepted = { groupId: "G4V1", providerMessageId: "x", code: "2000", type: "SMS" } as const;
    const again = traceOf(
      "w2",
      ["provider.accepted", 34, accepted],
      ["worker.retrying", 35, { reason: "database", delayMs: 1_000 }],
      ["provider.accepted", 60_600, accepted],
      ["worker.logged", 60_603, { notificationLogId: 1, success: true, failureReason: "", amountDeducted: "8.40" }],
    );
    assert.deepEqual(summaryOf(again), { outcome: "reached", text: "0 ms", elapsedMs: 0 });
    const redriven = traceOf(
      "w3",
      ["queue.enqueued", 0, { queueName: "q", bytes: 1 }],
      ["provider.accepted", 34, accepted],
      ["provider.accepted", 5_000, { ...accepted, groupId: "G4V2" }],
    );
    assert.equal(summaryOf(redriven).text, "5 s");
  });

  it("names the layer and the code of a request that the API refused", () => {
    assert.deepEqual(summaryOf(rejectedTrace()), { outcome: "stopped", text: "API 400" });
  });

  it("says under way, unknown and ambiguous for what they are", () => {
    const queued = traceOf("q1", ["queue.enqueued", 1, { queueName: "q", bytes: 1 }]);
    assert.equal(summaryOf(queued).outcome, "waiting");
    const ambiguous = traceOf("a1", ["provider.ambiguous", 1, { groupId: "G", reason: "lost answer" }]);
    assert.equal(summaryOf(ambiguous).outcome, "unknown");
  });

  it("opens the trace by a click", () => {
    const [node] = messageNodes([reachedTrace("abc")]);
    assert.equal(node?.command?.id, "messaging.trace.open");
    assert.equal(node?.traceId, "abc");
  });

  it("shows a send to several as one row with its counts, what needs a look first", () => {
    const tenantCode = "hakwonplus";
    const skipped: Step = [
      "api.recipient-skipped",
      1,
      { requestId: "r1", tenantCode, studentId: 9, reason: "no-phone" },
    ];
    const send = [reachedTrace("a"), refusedTrace("b"), reachedTrace("c"), traceOf("d", skipped)];
    const alone = traceOf("alone", ["queue.enqueued", 1, { queueName: "q", bytes: 1 }]);
    const nodes = messageNodes([...send, alone]);
    assert.deepEqual(
      nodes.map(({ id, icon, description, can }) => [id, icon, description, can]),
      [
        ["send.r1", "blocked", "1 stopped, 1 left out, 2 reached Solapi · hakwonplus", "send"],
        ["message.alone", "waiting", "under way", "message"],
      ],
    );
    assert.equal(nodes[0]?.requestId, "r1");
    assert.deepEqual(
      nodes[0]?.children?.map(({ label, description }) => `${label}  ${description}`),
      [
        "10:00:00  0101**** · 55 ms · hakwonplus",
        "10:00:00  0101**** · Solapi 1062 · hakwonplus",
        "10:00:00  0101**** · 55 ms · hakwonplus",
        "Student 9  left out: no phone number",
      ],
    );
  });

  it("counts every message of a send, not only the kept ones (of 100 it said 50 reached, and less with each newer one)", () => {
    const traces = ["a", "b", "c"].map((id) => reachedTrace(id));
    const counted = new Map([["r1", { reached: 2_400, stopped: 100 }]]);
    const [node] = messageNodes(traces, counted);
    assert.deepEqual(
      [node?.icon, node?.description, node?.tooltip?.split("\n")[0]],
      ["blocked", "100 stopped, 2400 reached Solapi · hakwonplus", "Send to 2500 students"],
    );
    const rest = node?.children?.at(-1);
    assert.deepEqual([node?.children?.length, rest?.label, rest?.requestId], [4, "Show all 2500", "r1"]);
    const [last] = messageNodes([reachedTrace("z")], counted);
    assert.equal(last?.id, "send.r1", "of which one message is left");
    const [whole] = messageNodes(traces, new Map([["r1", { waiting: 3 }]]));
    assert.equal(whole?.description, "3 reached Solapi · hakwonplus", "the traces are all of it, and newer");
  });
});
