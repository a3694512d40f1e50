import assert from "node:assert/strict";
import { findMessages, resultOf } from "../../../src/operations/inquiry/findMessages";
import type { Environment, ProviderRecord } from "../../../src/targets/environment";

const NOW = Date.parse("2026-03-05T12:00:00Z");
const minute = 60_000;

const context = {
  signal: new AbortController().signal,
  language: "en" as const,
  interaction: { progress: () => undefined } as never,
  audit: { entries: () => Promise.resolve([]) } as never,
};

const row = (id: number, at: number, success: boolean, reason = "", to = "0101****") => ({
  id: String(id),
  sent_at: new Date(at).toISOString(),
  success,
  failure_reason: reason,
  recipient_summary: to,
});

const record = (messageId: string, createdAt: number, to: string, statusCode: string): ProviderRecord => ({
  messageId,
  createdAt,
  to,
  statusCode,
  type: "SMS",
});

interface Parts {
  rows?: ReturnType<typeof row>[];
  records?: ProviderRecord[];
  waiting?: number;
  hasNoApiLog?: boolean;
}

function environmentWith({ rows = [], records = [], waiting = 0, hasNoApiLog = false }: Parts): Environment {
  return {
    name: "staging",
    tenantCode: "hakwonplus",
    tenants: { newestLogs: (limit: number) => Promise.resolve([...rows].reverse().slice(0, limit)) },
    provider: { messages: () => Promise.resolve(records) },
    worker: { linesSince: () => Promise.resolve([]), container: () => Promise.resolve({}) },
    api: hasNoApiLog ? {} : { linesSince: () => Promise.resolve([]) },
    queue: {
      measure: () => Promise.resolve({ name: "jobs", counts: { visible: waiting, inFlight: 0, delayed: 0, dead: 0 } }),
    },
  } as never;
}

const window = { from: NOW - 60 * minute, until: NOW };

describe("messages of a real backend", () => {
  it("are rows and records put together by number and time, with the verdict of both", async () => {
    const environment = environmentWith({
      rows: [row(1, NOW - 30 * minute, true), row(2, NOW - 20 * minute, false, "1062 발신번호 미등록", "0102****")],
      records: [
        record("M1", NOW - 30 * minute - 2_000, "01011112222", "4000"),
        record("M9", NOW - 10 * minute, "01099998888", "3040"),
      ],
    });
    const found = await findMessages(environment, window, 10, context);
    assert.deepEqual(
      found.messages.map(({ id, outcome, cause, matched }) => [id, outcome, cause, matched]),
      [
        ["M9", "silent", "provider.undelivered", "record"],
        ["row:2", "blocked", "provider.sender-not-registered", "row"],
        ["row:1", "ok", "none", "number and time"],
      ],
    );
    assert.equal(
      found.groups.reduce((sum, { count }) => sum + count, 0),
      found.total,
    );
    assert.equal(resultOf(found), "wrong");
  });

  it("of a class whose rows all show the same digits: each row has the record that says the same", async () => {
    const codes = ["4000", "1062", "4000", "3043", "1011"];
    const at = (index: number) => NOW - 30 * minute + index * 10;
    const environment = environmentWith({
      rows: [
        ...codes.map((code, index) => {
          const isRefused = code.startsWith("1");
          return row(index + 1, at(index) + 5, !isRefused, isRefused ? `[${code}] refused` : "", "0100****");
        }),
        row(9, at(2), false, "insufficient_balance", "0100****"),
      ],
      // Solapi's clock is another, and it lists them in an order of its own.
      records: codes.map((code, index) =>
        record(`M${index + 1}`, at(codes.length - index), `0100000000${index + 1}`, code),
      ),
    });
    Object.assign(environment.worker!, {
      linesSince: () =>
        Promise.resolve(
          codes.map((code, index) => ({
            seq: index + 1,
            at: at(index),
            text: code.startsWith("1")
              ? `2026-03-05 20:30:00,000 [ERROR] send_sms MessageNotReceivedError to=0100**** reason=[${code}] refused`
              : `2026-03-05 20:30:00,000 [INFO] send_sms ok to=0100**** group_id=G${index + 1}`,
          })),
        ),
    });
    const found = await findMessages(environment, window, 10, context);
    const causeOf = (id: string) => found.messages.find((each) => each.id === id)?.cause;
    assert.deepEqual(["row:2", "row:5", "row:9"].map(causeOf), [
      "provider.sender-not-registered",
      "provider.recipient-invalid",
      "worker.credit-insufficient",
    ]);
    // Which of the three that Solapi took was lost, nothing tells.
    assert.deepEqual(["row:1", "row:3", "row:4"].map(causeOf).sort(), ["none", "none", "provider.undelivered"]);
  });

  it("have fixes with the commands of this backend", async () => {
    const environment = environmentWith({ rows: [row(1, NOW - 30 * minute, false, "KeyError: 'text'")] });
    const text = "2026-03-05 20:30:00,000 [ERROR] Unexpected error to=0101****: KeyError: 'text'";
    Object.assign(environment.worker!, {
      container: () => Promise.resolve({ name: "academy-worker", state: "exited" }),
      linesSince: () => Promise.resolve([{ seq: 1, at: NOW - 30 * minute, text }]),
    });
    const [group] = (await findMessages(environment, window, 10, context)).groups;
    assert.deepEqual(
      [group?.cause, group?.fixes.map(({ command }) => command)],
      ["worker.exception", ["docker logs --since 2026-03-05T11:29:59.999Z academy-worker"]],
    );
  });

  it("from before the window are not told by their records, which are read from a little earlier", async () => {
    const environment = environmentWith({
      rows: [row(1, NOW - 60 * minute + 1, true)],
      records: [
        record("M1", NOW - 60 * minute - 2_000, "01011112222", "4000"),
        record("M2", NOW - 60 * minute - 3_000, "01055556666", "3040"),
      ],
    });
    const found = await findMessages(environment, window, 10, context);
    assert.deepEqual(
      found.messages.map(({ id, matched }) => [id, matched]),
      [["row:1", "number and time"]],
    );
  });

  it("to a number: by the record's own number, and only half as sure by the row's first digits", async () => {
    const environment = environmentWith({
      rows: [row(1, NOW - 30 * minute, true), row(2, NOW - 5 * minute, true)],
      records: [record("M1", NOW - 30 * minute - 2_000, "01011112222", "4000")],
    });
    const found = await findMessages(environment, { ...window, to: "01011112222" }, 10, context);
    assert.deepEqual(
      found.messages.map(({ id }) => id),
      ["row:2", "row:1"],
    );
    const [masked, sure] = found.messages;
    assert.ok(masked!.confidence < 0.6 && sure!.confidence > 0.8, JSON.stringify(found.messages));
    const other = await findMessages(environment, { ...window, to: "01055556666" }, 10, context);
    assert.deepEqual(
      other.messages.map(({ id }) => id),
      [],
    );
  });

  it("to the last digits of a number, which no row shows: cannot be told", async () => {
    const environment = environmentWith({ rows: [row(1, NOW - 30 * minute, true)] });
    const found = await findMessages(environment, { ...window, to: "2222" }, 10, context);
    assert.deepEqual([found.total, resultOf(found)], [0, "unknown"], JSON.stringify(found.looked));
  });

  it("by the id that an inquiry shows", async () => {
    const environment = environmentWith({ rows: [row(1, NOW - 30 * minute, true), row(2, NOW - 20 * minute, true)] });
    const found = await findMessages(environment, { ...window, id: "row:2" }, 10, context);
    assert.deepEqual(
      found.messages.map(({ id }) => id),
      ["row:2"],
    );
  });

  it("to a student whose number cannot be looked up, or is not stored: cannot be told", async () => {
    const [none, empty] = [environmentWith({}), environmentWith({})];
    Object.assign(empty.tenants!, { recipients: () => Promise.resolve([{ studentId: 7, number: null }]) });
    for (const environment of [none, empty]) {
      const found = await findMessages(environment, { ...window, student: 7 }, 10, context);
      assert.deepEqual([found.total, resultOf(found)], [0, "unknown"], JSON.stringify(found.looked));
    }
  });

  it("keeps the pages that Solapi gave before it refused one, and is not called complete", async () => {
    const environment = environmentWith({});
    const page = [record("M1", NOW - 30 * minute, "01011112222", "4000")];
    Object.assign(environment.provider!, {
      messages: (_query: unknown, _signal: unknown, onPage: (records: readonly ProviderRecord[]) => void) => {
        onPage(page);
        return Promise.reject(new Error("429 TooManyRequests"));
      },
    });
    const found = await findMessages(environment, window, 10, context);
    assert.deepEqual(
      found.messages.map(({ id, outcome }) => [id, outcome]),
      [["M1", "ok"]],
    );
    const { complete, note } = found.looked.find(({ part }) => part === "provider.messages")!;
    assert.deepEqual([complete, note], [false, "only 1 records were read: 429 TooManyRequests"]);
    const other = await findMessages(environment, { ...window, to: "01055556666" }, 10, context);
    assert.deepEqual([other.total, resultOf(other)], [0, "unknown"]);
  });

  it("are not said to be never asked for while a log was rotated, or broke off", async () => {
    const line = { at: NOW - 10 * minute, seq: 1, text: "[INFO] polling" };
    const logs = [() => Promise.resolve([line]), () => Promise.reject(new Error("the connection was lost"))];
    for (const linesSince of logs) {
      const environment = environmentWith({});
      Object.assign(environment.worker!, { linesSince });
      const found = await findMessages(environment, { ...window, to: "01011112222" }, 10, context);
      assert.deepEqual([found.total, resultOf(found)], [0, "unknown"], JSON.stringify(found.looked));
    }
  });

  it("of a window of years say from when on the rows were read", async () => {
    const rows = Array.from({ length: 300 }, (_, index) => row(index + 1, NOW - (300 - index) * minute, true));
    const environment = environmentWith({ rows });
    Object.assign(environment.tenants!, {
      mostLogs: 200,
      newestLogs: () => Promise.resolve([...rows].reverse().slice(0, 200)),
    });
    const found = await findMessages(environment, { from: 0, until: NOW }, 10, context);
    assert.equal(found.total, 200);
    const { from, complete, note } = found.looked.find(({ part }) => part === "notificationLogs")!;
    assert.deepEqual([from, complete, note], [NOW - 200 * minute, false, "only the newest 200 rows were read"]);
  });

  it("that nobody asked for: never, if every source told everything", async () => {
    const found = await findMessages(environmentWith({}), { ...window, to: "01011112222" }, 10, context);
    assert.deepEqual([found.total, resultOf(found)], [0, "wrong"]);
  });

  it("that are not found while messages wait in the queue, or a source is missing: cannot be told", async () => {
    for (const parts of [{ waiting: 2 }, { hasNoApiLog: true }]) {
      const found = await findMessages(environmentWith(parts), { ...window, to: "01011112222" }, 10, context);
      assert.deepEqual([found.total, resultOf(found)], [0, "unknown"], JSON.stringify(found.looked));
    }
  });
});
