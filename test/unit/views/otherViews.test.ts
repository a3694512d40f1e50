import assert from "node:assert/strict";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import { causeIds } from "../../../src/diagnosis/causes/causeIds";
import type { ShownFinding } from "../../../src/window/findings/findingStore";
import { accusationsOf } from "../../../src/views/problems/accusedLines";
import { findVariableLines, problemCauses, variablesOf } from "../../../src/views/problems/problemLines";
import { viewOfSender } from "../../../src/views/layers/senderView";
import { stateOfStack } from "../../../src/window/stack/stackLayers";
import { statusText } from "../../../src/views/status/statusText";
import { tenantNodes } from "../../../src/views/tenants/tenantsTree";
import { treeText } from "../../../src/views/treeNode";
import { measurementOf, NOW, reachedTrace, refusedTrace, snapshotOf } from "./measurementFixture";

const client = {} as StackClient;

describe("tenants tree", () => {
  const tenants = [
    { id: 1, code: "hakwonplus", name: "학원플러스", messagingSender: "0212345678" },
    { id: 2, code: "saessak", name: "새싹수학", messagingSender: "" },
  ];

  it("marks the empty sender", () => {
    assert.equal(
      treeText(tenantNodes({ total: 2, tenants })),
      "· hakwonplus  학원플러스 · 0212345678\n● saessak  새싹수학 · (empty)",
    );
    // It said that the worker would use SOLAPI_SENDER, which the API never lets it come to.
    assert.equal(
      tenantNodes({ total: 2, tenants })[1]?.tooltip,
      "새싹수학: Tenant.messaging_sender is empty, so the API refuses its messages",
    );
  });

  it("marks an inactive tenant, whose messages the API refuses", () => {
    const closed = { id: 3, code: "closed", name: "폐원학원", messagingSender: "0212345678", isActive: false };
    const nodes = tenantNodes({ total: 1, tenants: [closed] });
    assert.equal(treeText(nodes), "⊘ closed  not active · 폐원학원 · 0212345678");
    assert.equal(
      nodes[0]?.tooltip,
      "폐원학원: the tenant is not active (Tenant.is_active), so the API refuses its messages\n" +
        "폐원학원: sender 0212345678 in Tenant.messaging_sender",
    );
  });

  it("offers the next page while there is one", () => {
    const nodes = tenantNodes({ total: 5000, tenants });
    assert.equal(nodes.at(-1)?.command?.id, "messaging.tenant.loadMore");
    assert.equal(nodes.at(-1)?.description, "2 of 5000");
  });
});

describe("status bar", () => {
  const text = (measurement = measurementOf(), now = NOW) =>
    statusText(stateOfStack({ kind: "live", client, measurement }), measurement.traces, now);

  it("says nothing without a stack", () => assert.equal(statusText({ kind: "absent" }, [], NOW), undefined));

  it("says why the last message was refused, in the words of the cause, and opens its trace", () => {
    const refused = refusedTrace();
    const lastErrors = { provider: refused.events.find(({ type }) => type === "provider.refused")! };
    const traces = [refused, reachedTrace()];
    const shown = text(measurementOf({ traces, snapshot: snapshotOf({ lastErrors }) }));
    assert.equal(shown?.text, "$(error) Messaging: Solapi · The sender number is not registered");
    assert.deepEqual(shown?.command, { id: "messaging.trace.open", traceId: "9c0b12" });
    const unwatched = text(measurementOf({ traces }), NOW + 10_000);
    assert.equal(unwatched?.text, "$(error) Messaging: Solapi · The sender number is not registered");
  });

  it("is green again once what the last message was refused for is mended", () => {
    assert.equal(text(measurementOf({ traces: [refusedTrace()] }))?.text, "$(pass) Messaging");
  });

  it("shows the worst light: it said fine while a layer was red", () => {
    const denied = { operation: "ReceiveMessage", code: "AccessDenied", message: "denied", at: NOW };
    const snapshot = snapshotOf();
    Object.assign(snapshot.queue.pollers[0]!, { refusal: denied, openPolls: 0 });
    snapshot.queue.counts!.dead = 2;
    const shown = text(measurementOf({ snapshot }));
    assert.equal(shown?.text, "$(error) Messaging: Worker · The worker may not receive from the queue");
    assert.match(shown?.tooltip ?? "", /AccessDenied/, "the layer's own words");
  });

  it("keeps to the verdict where an older message is given up meanwhile (it said: in the dead-letter queue)", () => {
    const refused = refusedTrace();
    const dead = { ...refused.events[0]!, type: "queue.dead-lettered", traceId: "older" } as never;
    const lastErrors = { queue: dead, provider: refused.events.find(({ type }) => type === "provider.refused")! };
    const measurement = measurementOf({ traces: [refused], snapshot: snapshotOf({ lastErrors }) });
    const state = stateOfStack({ kind: "live", client, measurement });
    assert.match(statusText(state, [refused], NOW)?.text ?? "", /SQS/);
    const title = "1062: The sender number is not registered";
    const verdict: ShownFinding = {
      ...{ layer: "provider", outcome: "blocked", cause: "provider.sender-not-registered", title, explanation: "" },
      ...{ fixes: [], isVerdict: true, traceId: refused.traceId },
    };
    const shown = statusText(state, [refused], NOW, [verdict]);
    assert.equal(shown?.text, "$(error) Messaging: Solapi · The sender number is not registered (1062)");
  });

  it("names the layer that refused a message until it was dead, not the queue that then gave it up", () => {
    const refused = refusedTrace();
    const provider = refused.events.find(({ type }) => type === "provider.refused")!;
    const queue = { ...refused.events[0]!, type: "queue.dead-lettered" } as never;
    const measurement = measurementOf({ traces: [refused], snapshot: snapshotOf({ lastErrors: { queue, provider } }) });
    const shown = statusText(stateOfStack({ kind: "live", client, measurement }), [refused], NOW);
    assert.equal(shown?.text, "$(error) Messaging: Solapi · The sender number is not registered");
  });

  it("says of a send to several what its toast says (it said that the chosen students do not exist)", () => {
    const title = "Some chosen students do not exist";
    const sentence = "2 of 3 reached Solapi; not reached: student 4 (the student is deleted)";
    const verdict: ShownFinding = {
      ...{ layer: "api", outcome: "degraded", cause: "api.students-not-found", title, explanation: "", fixes: [] },
      ...{ isVerdict: true, sentence, traceId: "7f3a91" },
    };
    const measurement = measurementOf({ traces: [reachedTrace()] });
    const state = stateOfStack({ kind: "live", client, measurement });
    const shown = statusText(state, measurement.traces, NOW, [verdict]);
    assert.equal(shown?.text, "$(warning) Messaging: 2 of 3 reached Solapi");
    assert.equal(shown?.tooltip, sentence);
    assert.deepEqual(shown?.command, { id: "messaging.trace.open", traceId: "7f3a91" });
  });

  it("is green only on a fresh measurement of layers in order", () => {
    assert.equal(text(measurementOf({ traces: [reachedTrace()] }))?.text, "$(pass) Messaging");
    assert.equal(text(measurementOf(), NOW + 10_000)?.text, "$(comment-discussion) Messaging");
  });

  it("names the layer that is off or broken without a message", () => {
    const stopped = measurementOf({ snapshot: snapshotOf({ worker: { state: "stopped", restartCount: 0 } }) });
    stopped.snapshot.queue.pollers = [];
    assert.equal(text(stopped)?.text, "$(error) Messaging: Worker · The worker is stopped");
  });

  it("says that the stack ended, and starts it by a click", () => {
    const shown = statusText({ kind: "gone" }, [], NOW);
    assert.deepEqual(shown?.command, { id: "messaging.stack.start" });
  });
});

describe("sender", () => {
  const senders = [
    { phoneNumber: "0212345678", status: "ACTIVE" },
    { phoneNumber: "0287654321", status: "EXPIRED" },
  ];
  const tenant = (messagingSender: string) => ({ id: 1, code: "t", name: "T", messagingSender });

  it("uses the tenant's number before the worker's", () => {
    const { used, registration } = viewOfSender(tenant("0212345678"), senders, "01000000000");
    assert.deepEqual(used, { number: "0212345678", source: "Tenant.messaging_sender" });
    assert.equal(registration, "active");
  });

  it("falls back to SOLAPI_SENDER, and says that Solapi does not know it", () => {
    const { used, registration, lines } = viewOfSender(tenant(""), senders, "01000000000");
    assert.deepEqual(used, { number: "01000000000", source: "SOLAPI_SENDER" });
    assert.equal(registration, "missing");
    assert.equal(lines.at(-1)?.description, "01000000000 is not registered");
  });

  it("tells a registered number that is not active, and no number at all", () => {
    assert.equal(viewOfSender(tenant("0287654321"), senders, "").registration, "inactive");
    assert.equal(viewOfSender(tenant(""), senders, "").registration, "none");
  });
});

describe("problems", () => {
  it("finds a variable in .env, compose and Django settings, and not in comments", () => {
    const text = ["# SOLAPI_SENDER=1", "SOLAPI_SENDER=01000000000", "  - SOLAPI_SENDER=1", '  SOLAPI_SENDER: "1"'];
    const lines = findVariableLines([...text, 'X = os.environ.get("SOLAPI_SENDER")', "MY_SOLAPI_SENDER=1"].join("\n"), [
      "SOLAPI_SENDER",
    ]);
    assert.deepEqual(
      lines.map(({ line }) => line),
      [1, 2, 3, 4],
    );
    assert.deepEqual(lines[0], { variable: "SOLAPI_SENDER", line: 1, start: 0, end: 25 });
  });

  it("accuses the line with the worker's own value, not the right one beside it", () => {
    const text = [
      "MESSAGING_SQS_QUEUE_NAME=jobs",
      "MESSAGING_SQS_QUEUE_NAME: other",
      "Q = '${MESSAGING_SQS_QUEUE_NAME}'",
    ];
    const values = { MESSAGING_SQS_QUEUE_NAME: ["other"] };
    const lines = findVariableLines(text.join("\n"), ["MESSAGING_SQS_QUEUE_NAME"], values);
    assert.deepEqual(
      lines.map(({ line }) => line),
      [1, 2],
    );
    const mock = { SOLAPI_MOCK: ["true", "1", "yes", "on"] };
    assert.equal(findVariableLines("SOLAPI_MOCK=True\nSOLAPI_MOCK=false", ["SOLAPI_MOCK"], mock).length, 1);
  });

  it("never accuses the workspace's files of what is wrong in the local stack, which does not read them", () => {
    const finding: ShownFinding = {
      layer: "provider",
      outcome: "silent",
      cause: "worker.mock-mode",
      title: "NOT SENT: the worker runs in mock mode",
      explanation: "",
      fixes: [],
      isVerdict: true,
    };
    const snapshot = { name: "local", isLocal: true, isProduction: false, lastErrors: {} };
    assert.deepEqual(accusationsOf([finding], snapshot), []);
    const staging = { ...snapshot, name: "staging", isLocal: false };
    assert.deepEqual(
      accusationsOf([finding], staging).map(({ cause }) => cause),
      ["worker.mock-mode"],
    );
  });

  it("accuses the files of what is measured now, before any message", () => {
    const now = <T>(value: T) => ({ at: 0, value, staleAfterMs: 30_000 });
    const worker = { origin: "w", state: "running" as const, restartCount: 0, queueName: "other", mock: true };
    const snapshot = {
      ...{ name: "staging", isLocal: false, isProduction: false, lastErrors: {} },
      queue: now({ name: "jobs", region: "ap-northeast-2", counts: { visible: 0, inFlight: 0, delayed: 0 } }),
      worker: now(worker),
      provider: now({ url: "", mode: "live" as const, balance: 1, senders: [] }),
    };
    const accusations = accusationsOf([], snapshot);
    assert.deepEqual(accusations.map(({ cause }) => cause).sort(), ["queue.name-mismatch", "worker.mock-mode"]);
    assert.deepEqual(accusations[0]?.values["MESSAGING_SQS_QUEUE_NAME"], ["other"]);
  });

  it("knows only causes that exist", () => {
    for (const cause of problemCauses) assert.ok(causeIds.includes(cause as (typeof causeIds)[number]), cause);
  });

  it("knows the variables of a cause, and those that the explanation spells", () => {
    assert.deepEqual(variablesOf("worker.mock-mode"), ["SOLAPI_MOCK"]);
    assert.deepEqual(variablesOf("worker.x", "MESSAGING_SQS_QUEUE_NAME differs"), ["MESSAGING_SQS_QUEUE_NAME"]);
    const order = "The order is payload, Tenant.messaging_sender, SOLAPI_SENDER.";
    const blames = (text: string) => variablesOf("provider.sender-not-registered", `${text} ${order}`);
    assert.deepEqual(blames("The sender 0 from Tenant.messaging_sender is not known."), []);
    assert.deepEqual(blames("The sender 0 from SOLAPI_SENDER is not known."), ["SOLAPI_SENDER"]);
    assert.deepEqual(variablesOf("api.timeout", "no answer from the API"), []);
  });
});
