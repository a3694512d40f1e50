import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../src/common/errors";
import { diagnoseFiles } from "../../../src/operations/diagnosis/diagnoseFiles";
import { exportMessages } from "../../../src/operations/handOver/exportMessages";
import { handedTrace } from "../../../src/operations/handOver/handedTrace";
import { layerLines } from "../../../src/runtime/message/layerLines";
import { handOverText, isHandOver, readHandOver } from "../../../src/operations/handOver/handOverFile";
import { requireFolderOf, writeHandOver } from "../../../src/operations/handOver/writeHandOver";
import type { MessageArchive } from "../../../src/runtime/archive/messageArchive";
import type { Environment } from "../../../src/targets/environment";
import { environmentOf, noteMessage, openArchive } from "../inquiry/archiveFixture";
import type { Ending } from "../inquiry/archiveFixture";

const context = {
  signal: new AbortController().signal,
  language: "en" as const,
  interaction: { progress: () => undefined } as never,
  audit: { entries: () => Promise.resolve([]) } as never,
};

/** A number that nobody may read: in full, with hyphens, or abroad. */
const NUMBER = /(?<!\d)(?:\+?82[- ]?|0)(?:10|2)[- ]?\d{3,4}[- ]?\d{4}(?!\d)/;

describe("a hand-over", () => {
  let here: string;
  let elsewhere: string;
  let archive: MessageArchive;

  beforeEach(() => {
    [here, elsewhere] = ["here", "elsewhere"].map((name) =>
      fs.mkdtempSync(path.join(os.tmpdir(), `messaging-${name}-`)),
    ) as [string, string];
    archive = openArchive(here);
    const ends: Ending[] = ["delivered", "refused", "lost answer", "dead"];
    for (let index = 0; index < 40; index++)
      noteMessage(archive, index, { end: ends[index % 4]!, text: "홍길동 학생 결석했습니다 010-9876-5432" });
    archive.noteLine("worker", {
      at: 1_790_000_000_500,
      text: "[ERROR] send_sms failed to=01098765432 text='홍길동 결석' key=abcdefghijklmnop trace_id=t1",
    });
  });
  afterEach(() => {
    archive.close();
    for (const folder of [here, elsewhere]) fs.rmSync(folder, { recursive: true, force: true });
  });

  const exported = async (filter = {}) => {
    const handOver = await exportMessages(environmentOf(archive), filter, context);
    const file = path.join(elsewhere, "messages.json");
    await writeHandOver(file, handOver);
    return { handOver, file };
  };

  it("has the steps of a message's trace (each layer said only that the message came through)", async () => {
    const { handOver } = await exported();
    const { messages, groups } = handOver.inquiry;
    const group = groups.find(({ outcome }) => outcome !== "ok")!;
    const message = messages.find(({ id }) => group.samples.includes(id))!;
    const trace = handedTrace(handOver, message, group);
    const lines = layerLines(trace).map(({ text }) => text);
    assert.ok(trace.events.length > 2, JSON.stringify(trace));
    assert.ok(!lines.includes("came through here"), lines.join("\n"));
    assert.deepEqual(
      trace.verdict?.fixes.filter(({ id }) => id !== ""),
      [],
    );
  });

  it("opened in an empty folder shows the same messages, groups and verdicts", async () => {
    const { handOver, file } = await exported();
    const opened = await diagnoseFiles({ evidence: file }, { language: "ko", workspace: elsewhere });
    assert.deepEqual(opened.handOver, JSON.parse(JSON.stringify(handOver)));
    assert.deepEqual(handOver.inquiry.groups.map(({ cause, outcome, count }) => [cause, outcome, count]).sort(), [
      ["none", "ok", 10],
      ["none", "unknown", 10],
      ["provider.sender-not-registered", "blocked", 10],
      ["worker.message-not-json", "blocked", 10],
    ]);
    assert.equal(handOver.inquiry.messages.length, 40);
    assert.equal(handOver.cases.length, 20);
    for (const { id, diagnosis } of handOver.cases) {
      const { cause, outcome } = handOver.inquiry.messages.find((each) => each.id === id)!;
      assert.deepEqual([diagnosis.verdict.cause, diagnosis.verdict.outcome], [cause, outcome]);
    }
    assert.equal(
      opened.diagnosis.verdict.cause,
      handOver.inquiry.groups.find(({ outcome }) => outcome !== "ok")?.cause,
    );
  });

  it("has no number, name, text or secret", async () => {
    const { file } = await exported();
    const text = fs.readFileSync(file, "utf8");
    assert.doesNotMatch(text, NUMBER);
    assert.doesNotMatch(text, /홍길동|결석|abcdefghijklmnop/);
    assert.match(text, /0100\*{4}/);
  });

  it("of one message has its trace and its evidence", async () => {
    const { handOver } = await exported({ id: "t1" });
    assert.equal(handOver.inquiry.total, 1);
    const [only] = handOver.cases;
    assert.deepEqual(only?.trace?.events.map(({ type }) => type).slice(-1), ["worker.logged"]);
    assert.match(only?.evidence.worker?.logs ?? "", /send_sms failed to=0109\*{4}/);
  });

  it("is refused if any one byte was changed", async () => {
    const text = handOverText((await exported({ id: "t1" })).handOver);
    assert.equal(isHandOver(text), true);
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === "1" ? "2" : "1") + text.slice(at + 1);
      assert.equal(isHandOver(changed), true, `at ${at}`);
      assert.throws(() => readHandOver(changed), isUnreadable, `at ${at}`);
    }
  });

  it("is refused if it was cut, or formatted by an editor", async () => {
    const text = handOverText((await exported({ id: "t1" })).handOver);
    for (const changed of [text.slice(0, -200), `${text}\n`, JSON.stringify(JSON.parse(text), null, 2)]) {
      assert.equal(isHandOver(changed), true);
      assert.throws(() => readHandOver(changed), isUnreadable);
    }
  });

  it("is not mistaken for a bundle of evidence, nor the other way round", () => {
    assert.equal(isHandOver('{"version":1,"worker":{"logs":"sha256"}}'), false);
    assert.equal(isHandOver(""), false);
  });

  it("takes no log of another origin", async () => {
    const { file } = await exported();
    const given = diagnoseFiles({ evidence: file, timeZone: "Asia/Seoul" }, { language: "en" } as never);
    await assert.rejects(given, (error) => ExpectedError.is(error, "bad-request"));
  });

  it("says before the search that its file cannot be written", async () => {
    const missing = path.join(elsewhere, "missing", "messages.json");
    await assert.rejects(requireFolderOf(missing), (error) => ExpectedError.is(error, "file-unwritable"));
  });

  it("of an environment that has nothing says what was looked at", async () => {
    const handOver = await exportMessages({ name: "staging", tenantCode: "hakwonplus" } as Environment, {}, context);
    const opened = readHandOver(handOverText(handOver));
    assert.equal(opened.inquiry.total, 0);
    assert.equal(opened.inquiry.looked.length, 5);
    assert.deepEqual(opened.cases, []);
  });
});

const isUnreadable = (error: unknown) => ExpectedError.is(error, "evidence-unreadable");
