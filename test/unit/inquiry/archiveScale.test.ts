import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { findMessages, resultOf } from "../../../src/operations/inquiry/findMessages";
import { missingUntil } from "../../../src/runtime/archive/missingMessages";
import { ArchiveOfTest, FIRST_AT, environmentOf, noteMessage } from "./archiveFixture";

const context = {
  signal: new AbortController().signal,
  language: "en" as const,
  interaction: { progress: () => undefined } as never,
  audit: { entries: () => Promise.resolve([]) } as never,
};

describe("an archive of many messages", () => {
  const opened = new ArchiveOfTest();

  it("tells 10,000 fates whose groups add up, and what differs", async () => {
    for (let index = 0; index < 10_000; index++)
      noteMessage(opened.archive, index, { end: index % 100 === 0 ? "refused" : "delivered" });
    const started = performance.now();
    const found = await findMessages(environmentOf(opened.archive), {}, 100, context);
    assert.equal(found.total, 10_000);
    assert.deepEqual(
      found.groups.map(({ cause, count, differs }) => [
        cause,
        count,
        differs.map(({ field, value }) => `${field}=${value}`),
      ]),
      [
        ["none", 9_900, []],
        ["provider.sender-not-registered", 100, ["tenant=saessak", "sender=0299999999"]],
      ],
    );
    assert.equal(found.messages.length, 100);
    assert.equal(resultOf(found), "wrong");
    assert.ok(performance.now() - started < 15_000);
  });

  it("is whole after the stack starts again", async () => {
    noteMessage(opened.archive, 1, { end: "refused" });
    opened.reopen();
    const found = await findMessages(environmentOf(opened.archive), {}, 100, context);
    assert.deepEqual(
      found.messages.map(({ cause }) => cause),
      ["provider.sender-not-registered"],
    );
  });

  it("finds a number in full, by its last digits, and not another one's", async () => {
    noteMessage(opened.archive, 1, { end: "delivered" });
    const totalOf = async (to: string) => (await findMessages(environmentOf(opened.archive), { to }, 1, context)).total;
    assert.equal(await totalOf("01000000001"), 1);
    assert.equal(await totalOf("0001"), 1);
    assert.equal(await totalOf("01000000002"), 0);
  });
});

describe("summaries of an archive", () => {
  const opened = new ArchiveOfTest();

  it("have one whole message of each kind, whatever its number, ids and times", () => {
    const ends = ["delivered", "refused", "delivered", "refused", "lost answer"] as const;
    ends.forEach((end, index) => noteMessage(opened.archive, index, { end }));
    const { messages, examples, total } = opened.archive.summaries({
      from: 0,
      until: Number.MAX_SAFE_INTEGER,
      limit: 10,
    });
    assert.equal(total, 5);
    assert.deepEqual(
      messages.map(({ kind }) => examples[kind]?.trace.traceId),
      ["t4", "t3", "t2", "t3", "t2"],
    );
    assert.deepEqual(
      messages.map(({ id, tenant, sender, attempt }) => [id, tenant, sender, attempt]),
      [
        ["t4", "hakwonplus", "0212345678", 1],
        ["t3", "saessak", "0299999999", 1],
        ["t2", "hakwonplus", "0212345678", 1],
        ["t1", "saessak", "0299999999", 1],
        ["t0", "hakwonplus", "0212345678", 1],
      ],
    );
  });
});

describe("the fixes of a group", () => {
  const opened = new ArchiveOfTest();

  it("have the commands of this environment, as the reader starts them", async () => {
    const note = (type: string, details: object) =>
      opened.archive.noteEvent({ type, details, at: FIRST_AT, traceId: "t1", messageId: "m1", seq: 1 } as never);
    const queueName = "jobs";
    note("queue.enqueued", { queueName, bytes: 150 });
    note("queue.dead-lettered", { queueName, deadLetterQueue: "jobs-dlq", receiveCount: 3 });
    const commandsFor = async (commandLine?: string) => {
      const asking = { ...context, ...(commandLine !== undefined && { commandLine }) };
      const { groups } = await findMessages(environmentOf(opened.archive), {}, 10, asking);
      return groups.flatMap(({ fixes }) =>
        fixes.flatMap(({ id, command }) => (command === undefined ? [] : [`${id}: ${command}`])),
      );
    };
    assert.deepEqual(await commandsFor("npx messaging"), [
      "read-worker-log: npx messaging tail --no-follow",
      "redrive: npx messaging queue redrive",
    ]);
    assert.deepEqual(await commandsFor(), []);
  });
});

describe("an archive that has no messages yet", () => {
  const opened = new ArchiveOfTest();

  it("was looked into since it began: the window was empty", async () => {
    const { window, looked } = await findMessages(environmentOf(opened.archive), { until: FIRST_AT * 2 }, 1, context);
    assert.ok(window.from < window.until && window.from <= Date.now(), JSON.stringify(window));
    assert.deepEqual(
      looked.map(({ complete, from }) => [complete, from]),
      [[true, window.from]],
    );
  });

  const lookedSince = async (from: number) => {
    const { looked, ...inquiry } = await findMessages(environmentOf(opened.archive), { from }, 1, context);
    const [{ complete, note, from: since }] = looked as [(typeof looked)[number]];
    return { since, complete, note, result: resultOf({ ...inquiry, looked }) };
  };

  it("is complete for a window that begins before the stack's first start, and says from when it looked", async () => {
    const { since, ...told } = await lookedSince(FIRST_AT - 86_400_000);
    assert.deepEqual(told, { complete: true, note: "", result: "wrong" });
    assert.ok(since >= Date.now() - 60_000 && since <= Date.now(), String(since));
  });

  it("is not complete for a time before it, where an earlier file was set aside", async () => {
    const lostAt = Date.now() - 3_600_000;
    fs.writeFileSync(path.join(opened.dir, `messages.sqlite.unreadable-${lostAt}`), "");
    opened.reopen();
    const { since, complete, note, result } = await lookedSince(lostAt - 1_000);
    assert.deepEqual([since >= lostAt, complete, result], [true, false, "unknown"]);
    assert.match(note, /^messages from before .+ may be missing$/);
    assert.equal((await lookedSince(Date.now())).complete, true);
  });

  it("is complete in its own time, which is the ordinary window, where an earlier file was set aside", async () => {
    fs.writeFileSync(path.join(opened.dir, `messages.sqlite.damaged-${Date.now()}-wal`), "");
    opened.reopen();
    const inquiry = await findMessages(environmentOf(opened.archive), {}, 1, context);
    assert.deepEqual([inquiry.looked[0]!.complete, resultOf(inquiry)], [true, "wrong"]);
  });

  it("may lack messages where the stack is older than its file, which somebody removed", () => {
    fs.writeFileSync(path.join(opened.dir, "audit.jsonl"), ""); // the stack has nothing to do with it
    const now = Date.now();
    assert.equal(missingUntil(opened.dir, now), undefined);
    fs.writeFileSync(path.join(opened.dir, "store.sqlite"), "");
    assert.equal(missingUntil(opened.dir, now + 30_000), undefined);
    assert.equal(missingUntil(opened.dir, now + 120_000), now + 120_000);
  });
});
