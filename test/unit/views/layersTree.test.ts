import assert from "node:assert/strict";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import { layerNodes } from "../../../src/views/layers/layersTree";
import type { ShownFinding } from "../../../src/window/findings/findingStore";
import type { StackState, Measurement } from "../../../src/window/stack/stackState";
import { stateOfStack } from "../../../src/window/stack/stackLayers";
import { problemsOf } from "../../../src/views/layers/refusalRows";
import { treeText } from "../../../src/views/treeNode";
import { measurementOf, NOW, reachedTrace, readingsOf, refusedTrace, snapshotOf } from "./measurementFixture";

const client = {} as StackClient;
const live = (measurement?: Measurement): StackState => ({ kind: "live", client, ...(measurement && { measurement }) });
const nodesOf = (state: StackState, { now = NOW, findings = [] as ShownFinding[] } = {}) => {
  const traces = "measurement" in state ? (state.measurement?.traces ?? []) : [];
  return layerNodes({ state: stateOfStack(state), traces, findings, now });
};
const rows = (state: StackState, options: Parameters<typeof nodesOf>[1] = {}) => treeText(nodesOf(state, options));
const heads = (text: string) => text.split("\n").filter((line) => !line.startsWith("  "));

const refused = refusedTrace();
const unset = readingsOf();
unset.data.tenant!.messagingSender = "";
const blocked = measurementOf({
  traces: [refused],
  readings: unset,
  snapshot: snapshotOf({ lastErrors: { provider: refused.events.find(({ type }) => type === "provider.refused")! } }),
  tenant: { id: 1, code: "hakwonplus", name: "학원플러스", messagingSender: "" },
});

describe("layers tree", () => {
  it("leaves an absent stack to the view's welcome", () => {
    assert.equal(rows({ kind: "absent" }), "");
  });

  it("says that the stack is starting", () => {
    assert.equal(rows({ kind: "starting" }), "… The local stack is starting");
    assert.equal(rows(live()), "… Measuring the layers");
  });

  it("shows healthy layers with what was measured, closed", () => {
    const measurement = measurementOf({ traces: [reachedTrace()] });
    const nodes = nodesOf(live(measurement));
    assert.deepEqual(heads(treeText(nodes)), [
      "✔ API  200 · 12 ms",
      "✔ SQS  empty",
      "✔ Worker  polling · sender ← Tenant",
      "✔ Solapi  sandbox",
      "✔ Data  hakwonplus · 0212345678 · no NotificationLog yet",
    ]);
    assert.ok(nodes.every(({ isOpen }) => !isOpen));
  });

  it("is red exactly where the message stopped, open there, with the number and the fix", () => {
    const nodes = nodesOf(live(blocked));
    assert.deepEqual(heads(treeText(nodes)), [
      "✔ API  200 · 12 ms",
      "✔ SQS  empty",
      "✔ Worker  polling · sender ← SOLAPI_SENDER",
      "✖ Solapi  The sender number is not registered",
      "✖ Data  Tenant.messaging_sender is empty",
    ]);
    const solapi = nodes.find(({ label }) => label === "Solapi");
    assert.equal(solapi?.isOpen, true);
    const [finding] = solapi?.children ?? [];
    assert.equal(finding?.label, "The sender 01000000000 is not registered");
    assert.equal(finding?.can, "finding canFixSender");
    assert.equal(finding?.tenantCode, "hakwonplus");
  });

  it("offers another sender only where the sender is at fault: it did for a recipient who opted out", () => {
    const offers = (type: string, details: object) => {
      const events = refused.events.map((event) =>
        event.type === "provider.refused" ? ({ ...event, type, details } as typeof event) : event,
      );
      const trace = { ...refused, events };
      const lastErrors = { provider: events.find((event) => event.type === type)! };
      return problemsOf({ ...stateOfStack(live(blocked)), lastErrors } as never, [trace], [])[0]?.canFixSender;
    };
    assert.equal(offers("provider.refused", { groupId: "G", code: "1060", message: "차단된 수신번호" }), false);
    assert.equal(offers("provider.refused", { groupId: "G", code: "1062", message: "발신번호 미등록" }), true);
    assert.equal(offers("provider.not-asked", { reason: "sender_required" }), true);
  });

  it("shows the diagnosis' findings instead of the event, red where it found the stop", () => {
    const finding: ShownFinding = {
      layer: "queue",
      outcome: "blocked",
      cause: "queue.access-denied-send",
      title: "AccessDenied: The API may not send to the queue",
      explanation: "SQS refused SendMessage.",
      fixes: [{ id: "check-queue-from-api", title: "Check" }],
      isVerdict: true,
    };
    const nodes = nodesOf(live(measurementOf()), { findings: [finding] });
    assert.deepEqual(
      nodes.filter(({ icon }) => icon === "blocked").map(({ label }) => label),
      ["SQS"],
    );
    const child = nodes.find(({ label }) => label === "SQS")?.children?.[0];
    assert.equal(child?.label, "The API may not send to the queue (AccessDenied)");
    assert.equal(child?.can, "finding canBeIgnored");
  });

  it("is red in one layer only: what was seen beside the verdict made others red", () => {
    const beside: ShownFinding = {
      layer: "provider",
      outcome: "blocked",
      cause: "provider.sender-not-registered",
      title: "The sender number is not registered",
      explanation: "",
      fixes: [],
      isVerdict: false,
    };
    const verdict: ShownFinding = { ...beside, layer: "api", cause: "api.sender-empty", isVerdict: true };
    const nodes = nodesOf(live(measurementOf()), { findings: [verdict, beside] });
    const iconOf = (name: string) => nodes.find(({ label }) => label === name)?.icon;
    assert.deepEqual(["API", "SQS", "Worker", "Solapi"].map(iconOf), ["blocked", "ok", "ok", "ok"]);
  });

  it("has no light at all on stale data, and says how old it is", () => {
    const text = rows(live(measurementOf()), { now: NOW + 12_000 });
    assert.deepEqual(heads(text), [
      "◷ API  200 · 12 ms · 12 s old",
      "◷ SQS  empty · 12 s old",
      "◷ Worker  polling · 12 s old",
      "◷ Solapi  sandbox · 12 s old",
      "◷ Data  hakwonplus · 12 s old",
    ]);
    assert.ok(!text.includes("✔"));
  });

  it("is red with a sentence when the stack has ended", () => {
    const text = rows({ kind: "gone", why: "ECONNREFUSED", measurement: measurementOf() });
    assert.equal(
      text,
      [
        "✖ The local stack has ended  start it again",
        "○ API  ended with the stack",
        "○ SQS  ended with the stack",
        "○ Worker  ended with the stack",
        "○ Solapi  ended with the stack",
      ].join("\n"),
    );
  });

  it("shows a dead worker, a stopped one, and mock mode as what they are", () => {
    const of = (measurement: Measurement, label: string) =>
      nodesOf(live(measurement)).find((node) => node.label === label)?.icon;
    const queue = { ...snapshotOf().queue, pollers: [] };
    const worker = (state: "stopped" | "exited") =>
      measurementOf({ snapshot: snapshotOf({ worker: { state, restartCount: 0, exitCode: 1 }, queue }) });
    assert.equal(of(worker("exited"), "Worker"), "blocked");
    assert.equal(of(worker("stopped"), "Worker"), "off");
    const mock = snapshotOf();
    mock.provider.mode = "mock";
    assert.equal(of(measurementOf({ snapshot: mock }), "Solapi"), "notSent");
  });

  it("lists what each layer was measured at", () => {
    const measurement = measurementOf();
    measurement.snapshot.queue.counts = { visible: 2, inFlight: 1, delayed: 0, dead: 3, oldestAgeSeconds: 90 };
    const nodes = nodesOf(live(measurement));
    const facts = (label: string) => treeText(nodes.find((node) => node.label === label)?.children ?? []).split("\n");
    assert.deepEqual(
      facts("SQS").map((line) => line.trim()),
      [
        "Queue  academy-messaging-jobs",
        "URL  http://127.0.0.1:41801",
        "Ready  2",
        "In flight  1",
        "Delayed  0",
        "Dead (DLQ)  3",
        "Oldest message  since 09:58:30",
      ],
    );
    assert.deepEqual(
      facts("Solapi").map((line) => line.trim()),
      ["Sender numbers  0212345678 active", "Balance  9,980 won", "Mode  sandbox", "URL  http://127.0.0.1:41802"],
    );
    assert.ok(facts("Worker").includes("  Polls  academy-messaging-jobs · ap-northeast-2"));
    assert.ok(facts("Worker").includes("  Last poll  long poll open"));
  });

  it("names the worker of one's own that polls where the stack's own worker is stopped", () => {
    const snapshot = snapshotOf({ worker: { state: "stopped", restartCount: 0 } });
    Object.assign(snapshot.queue.pollers[0]!, { userAgent: "Boto3/1.34" });
    const text = rows(live(measurementOf({ snapshot })));
    assert.equal(heads(text)[2], "✔ Worker  Python boto3, yours, polls");
    // Between two polls it is at work, not gone.
    Object.assign(snapshot.queue.pollers[0]!, { openPolls: 0, lastPollAt: snapshot.at - 20_000 });
    assert.equal(heads(rows(live(measurementOf({ snapshot }))))[2], "✔ Worker  Python boto3, yours, polls");
  });

  it("says at once that a worker of one's own shares the queue with the stack's", () => {
    const snapshot = snapshotOf();
    snapshot.queue.pollers.push({
      ...snapshot.queue.pollers[0]!,
      userAgent: "Boto3/1.34 md/Botocore#1.34",
      openPolls: 1,
      receivedMessages: 2,
    });
    snapshot.queue.pollers[0]!.receivedMessages = 3;
    const text = rows(live(measurementOf({ snapshot })));
    assert.equal(heads(text)[2], "! Worker  two consumers share the queue");
    assert.match(text, /Python boto3 took 2, the stack's own worker 3/);
  });

  it("names what is broken on purpose before everything else, and can clear it", () => {
    const nodes = nodesOf(live(measurementOf({ snapshot: snapshotOf({ faults: ["worker.credit-insufficient"] }) })));
    assert.equal(treeText(nodes.slice(0, 1)), "! 1 fault active  The tenant's credit is too low");
    assert.equal(nodes[0]?.can, "faults");
    const two = snapshotOf({ faults: ["api.timeout", "provider.quota"] });
    assert.equal(nodesOf(live(measurementOf({ snapshot: two })))[0]?.label, "2 faults active");
    const mock = nodesOf(live(measurementOf({ snapshot: snapshotOf({ faults: ["worker.mock-mode"] }) })))[0];
    assert.equal(mock?.description, "The worker runs in mock mode", "it said that a message was not sent");
  });

  it("shows the title of a cause and the layer's own words below it, never a raw code", () => {
    const { counts: _counts, ...queue } = snapshotOf().queue;
    const error = { operation: "GetQueueUrl", code: "AWS.SimpleQueueService.NonExistentQueue", message: "none" };
    const access = { name: queue.name, region: queue.region, endpoint: queue.endpoint };
    const readings = readingsOf({ queue: { api: { ...access, error } } });
    const text = rows(live(measurementOf({ snapshot: snapshotOf({ queue }), readings })));
    assert.equal(heads(text)[1], "✖ SQS  There is no such queue");
    assert.match(text, /✖ There is no such queue {2}GetQueueUrl: AWS\.SimpleQueueService\.NonExistentQueue: none/);
  });

  it("says of a process that does not answer that it does not poll, however long its poll is open", () => {
    const text = rows(live(measurementOf({ readings: readingsOf({ workerAnswers: false }) })));
    assert.equal(heads(text)[2], "✖ Worker  The worker runs but does not poll");
  });

  it("forgets a failed poll as soon as a later one is taken", () => {
    const of = (at: number) => {
      const pollFailure = { operation: "ReceiveMessage", code: "AccessDenied", message: "denied", at };
      const snapshot = snapshotOf();
      Object.assign(snapshot.worker, { pollFailure });
      return heads(rows(live(measurementOf({ snapshot }))))[2];
    };
    assert.equal(of(NOW - 2_000), "✔ Worker  polling"); // the fixture polled 1 s ago
    assert.equal(of(NOW - 500), "✖ Worker  The worker may not receive from the queue");
  });

  it("keeps the ids of its rows while nothing changes but values", () => {
    const ids = (now: number) =>
      nodesOf(live(measurementOf({ measuredAt: now, confirmedAt: now, readings: readingsOf({ at: now }) })), {
        now,
      }).map(({ id }) => id);
    assert.deepEqual(ids(NOW), ids(NOW + 60_000));
  });
});
