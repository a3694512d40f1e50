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
