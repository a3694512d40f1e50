import assert from "node:assert/strict";
import type { CauseGroup } from "../../../src/operations/inquiry/causeGroups";
import type { FoundMessage } from "../../../src/operations/inquiry/foundMessage";
import { foundTrace } from "../../../src/operations/inquiry/backend/foundTrace";
import { isFromInquiryPage } from "../../../src/webviews/inquiryProtocol";
import { inquiryView, isOfGroup, keyOfGroup } from "../../../src/webviews/models/inquiryView";
import type { InquiryState } from "../../../src/webviews/models/inquiryView";
import { layerFunnel } from "../../../src/webviews/models/layerFunnel";
import { MessageTable } from "../../../src/webviews/models/messageTable";
import { timeBins } from "../../../src/webviews/models/timeBins";

const AT = Date.parse("2026-03-05T09:00:00Z");

const group = (more: Partial<CauseGroup>): CauseGroup => ({
  layer: null,
  outcome: "ok",
  cause: "none",
  count: 1,
  title: "Reached Solapi",
  explanation: "",
  fixes: [],
  differs: [],
  first: AT,
  last: AT,
  samples: [],
  ...more,
});

const message = (index: number, more: Partial<FoundMessage> = {}): FoundMessage => ({
  id: `t${index}`,
  at: AT - index * 1_000,
  tenant: "hakwonplus",
  to: "0101****",
  student: index,
  layer: null,
  outcome: "ok",
  cause: "none",
  confidence: 1,
  matched: "trace id",
  ...more,
});

const refused = group({
  layer: "provider",
  outcome: "blocked",
  cause: "provider.sender-not-registered",
  count: 37,
  title: "1062: The sender number is not registered",
  explanation: "Solapi does not take the sender.",
  fixes: [{ id: "set-sender", title: "Set a registered sender" }],
});

const stateOf = (more: Partial<InquiryState>): InquiryState => ({
  environment: "local",
  fields: { who: "", tenant: "", from: "", until: "", outcome: "", cause: "" },
  found: { total: 0, groups: [], messages: [] },
  actionOfFix: () => undefined,
  ...more,
});

describe("the funnel of layers", () => {
  it("passes on what no layer stopped, and counts the unclear apart", () => {
    const steps = layerFunnel([
      group({ count: 900 }),
      refused,
      group({ layer: "api", outcome: "skipped", count: 13 }),
      group({ layer: "worker", outcome: "ambiguous", count: 5 }),
      group({ layer: "provider", outcome: "degraded", count: 45 }),
    ]);
    assert.deepEqual(
      steps.map(({ layer, entered, passed, stopped, unclear }) => [layer, entered, passed, stopped, unclear]),
      [
        ["api", 1_000, 987, 13, 0],
        ["queue", 987, 987, 0, 0],
        ["worker", 987, 982, 0, 5],
        ["provider", 982, 945, 37, 0],
      ],
    );
  });
});

describe("counts by time", () => {
  it("begin at full units of the zone and add up", () => {
    const messages = Array.from({ length: 100 }, (_, index) =>
      message(index * 60, { outcome: index % 10 === 0 ? "blocked" : "ok" }),
    );
    const bins = timeBins(messages, { zone: "Asia/Seoul", offsetMs: 9 * 3_600_000 });
    assert.ok(bins);
    assert.equal(bins.width, 300_000);
    assert.equal(bins.from % 300_000, 0);
    const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
    assert.deepEqual([sum(bins.fine), sum(bins.wrong), sum(bins.unclear)], [90, 10, 0]);
  });

  it("are none without messages, and one bin for one", () => {
    const zone = { zone: "UTC", offsetMs: 0 };
    assert.equal(timeBins([], zone), undefined);
    assert.deepEqual(timeBins([message(0)], zone)?.fine, [1]);
  });

  it("of years stay few", () => {
    const bins = timeBins([message(0), message(0, { at: AT - 10 * 365 * 86_400_000 })], { zone: "UTC", offsetMs: 0 });
    assert.ok(bins && bins.fine.length <= 60);
  });
});

describe("the table of messages", () => {
  const messages = [
    message(0),
    message(1, { outcome: "blocked", cause: "provider.balance" }),
    message(2, { student: 0 }),
  ];

  it("is in the order that is asked for; equal ones newest first", () => {
    const table = new MessageTable();
    table.take(messages);
    const ids = () => table.all.map(({ id }) => id);
    assert.deepEqual(ids(), ["t0", "t1", "t2"]);
    table.orderBy({ column: "at", isDescending: false });
    assert.deepEqual(ids(), ["t2", "t1", "t0"]);
    table.orderBy({ column: "student", isDescending: false });
    assert.deepEqual(ids(), ["t0", "t2", "t1"]);
  });

  it("shows one group alone, and 100,000 messages by the screenful", () => {
    const table = new MessageTable();
    table.take(
      Array.from({ length: 100_000 }, (_, index) => message(index, index % 2 === 0 ? {} : { outcome: "blocked" })),
    );
    table.showOnly(isOfGroup(keyOfGroup({ layer: null, outcome: "blocked", cause: "none" })));
    assert.equal(table.count, 50_000);
    const rows = table.rows(49_990, 100, new Map());
    assert.equal(rows.length, 10);
    assert.equal(rows.at(-1)?.cells.at(-1), "t99999");
  });
});

describe("the page of an inquiry", () => {
  const table = { count: 0, order: { column: "at", isDescending: true } } as const;
  const looked = (complete: boolean, note = "") => ({
    window: { from: AT, until: AT },
    looked: [{ part: "notificationLogs", from: AT, until: AT, complete, note }],
  });

  it("says that nobody asked only where everything was looked at", () => {
    const sure = inquiryView(stateOf({ searched: looked(true) }), table);
    assert.deepEqual(
      sure.notes.map(({ text }) => text),
      ["Nobody asked for such a message. Looked in: notificationLogs"],
    );
    const partial = inquiryView(stateOf({ searched: looked(false, "the log begins at 18:00") }), table);
    assert.deepEqual(
      partial.notes.map(({ text }) => text),
      [
        "No such message was found; not everything could be looked at.",
        "Not everything could be looked at: notificationLogs: the log begins at 18:00",
      ],
    );
  });

  it("can be cancelled while it is read, and says why it ended early", () => {
    const reading = inquiryView(stateOf({ step: "500 of 1000 messages read" }), table);
    assert.deepEqual(reading.reading, {
      text: "500 of 1000 messages read",
      cancel: { id: "cancel", label: "Cancel" },
    });
    assert.deepEqual(inquiryView(stateOf({ problem: "No answer" }), table).notes, [{ tone: "bad", text: "No answer" }]);
  });

  it("shows the groups with their fixes, of which some are buttons", () => {
    const found = { total: 1_000, groups: [group({ count: 963 }), refused], messages: [message(0)] };
    const view = inquiryView(
      stateOf({
        found,
        actionOfFix: (id) => (id === "set-sender" ? { id: "x", label: "Fix sender…" } : undefined),
      }),
      table,
    );
    assert.equal(view.heading, "1,000 messages");
    assert.deepEqual(
      view.groups.map(({ title, share, mark }) => [title, share, mark]),
      [
        ["Reached Solapi", "963 of 1,000 messages", "passed"],
        ["Solapi 1062: The sender number is not registered", "37 of 1,000 messages", "stopped"],
      ],
    );
    assert.deepEqual(view.groups[1]!.fixes[0]!.action, {
      id: "fix set-sender provider blocked provider.sender-not-registered",
      label: "Fix sender…",
    });
  });
});

describe("what the page of an inquiry may say", () => {
  const fields = { who: "", tenant: "", from: "", until: "", outcome: "", cause: "" };

  it("is taken in the shapes of the protocol", () => {
    for (const said of [
      { kind: "ready" },
      { kind: "find", fields },
      { kind: "rows", version: 1, from: 0, count: 100 },
      { kind: "order", order: { column: "at", isDescending: false } },
      { kind: "copy", from: 0, until: 5 },
    ])
      assert.ok(isFromInquiryPage(said), JSON.stringify(said));
  });

  it("is dropped in any other", () => {
    for (const said of [
      null,
      { kind: "find", fields: { ...fields, who: "x".repeat(501) } },
      { kind: "find", fields: { who: "" } },
      { kind: "rows", version: 1, from: -1, count: 100 },
      { kind: "rows", version: 1, from: 0, count: 1e9 },
      { kind: "order", order: { column: "__proto__", isDescending: false } },
      { kind: "open", index: 0.5 },
      { kind: "act" },
    ])
      assert.ok(!isFromInquiryPage(said), JSON.stringify(said));
  });
});

describe("the trace of a message that was found without events", () => {
  it("shows what was seen of it, and where its group stopped", () => {
    const sightings = [{ kind: "row", at: AT, id: "7", success: false, failureReason: "1062" }] as const;
    const trace = foundTrace(message(7, { sightings }), refused);
    assert.deepEqual(trace.sightings, sightings);
    assert.deepEqual(
      trace.verdict?.layers.map(({ status }) => status),
      ["ok", "ok", "ok", "blocked"],
    );
  });
});
