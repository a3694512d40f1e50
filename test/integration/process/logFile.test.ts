import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { LogPosition } from "../../../src/targets/process/logPosition";
import { createProcessWorkerTarget } from "../../../src/targets/process/processWorkerTarget";
import { fingerprint } from "../../../src/targets/secretFingerprint";
import { TailReader, transcript } from "../tailReader";

describe("worker as a process with a log file", () => {
  let folder: string;
  let logFile: string;
  let pidFile: string;
  let reader: TailReader | undefined;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "worker-log-"));
    logFile = path.join(folder, "worker.log");
    pidFile = path.join(folder, "worker.pid");
  });
  afterEach(async () => {
    await reader?.stop();
    reader = undefined;
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const target = () => createProcessWorkerTarget({ logFile, pidFile });
  const write = (text: string) => fs.appendFileSync(logFile, text);
  /** Of the present file's beginning. */
  const start = () => LogPosition.at(String(fs.statSync(logFile, { bigint: true }).ino), 0, Buffer.alloc(0)).toString();
  const follow = (position?: string) => (reader = new TailReader(target(), position));

  it("waits for the file, and for its folder", async () => {
    logFile = path.join(folder, "var/log/worker.log");
    const tail = follow();
    fs.mkdirSync(path.dirname(logFile), { recursive: true });
    write("first\n");
    await tail.untilText("first");
    assert.deepEqual(transcript(tail.entries), ["first"]);
  });

  it("puts lines and letters together that come in pieces", async () => {
    write("하나\n");
    const tail = follow(start());
    await tail.untilText("하나");
    const bytes = Buffer.from("발신번호 미등록\r\n끝\n");
    for (const byte of bytes) fs.appendFileSync(logFile, Buffer.of(byte));
    await tail.untilText("끝");
    assert.deepEqual(transcript(tail.entries), ["하나", "발신번호 미등록", "끝"]);
  });

  it("goes over a rotation by rename: the rest of the old file, a gap, the new one", async () => {
    write("one\n");
    const tail = follow(start());
    await tail.untilText("one");
    write("two\nunfinished");
    fs.renameSync(logFile, `${logFile}.1`);
    fs.appendFileSync(`${logFile}.1`, " until now\n");
    write("three\n");
    await tail.untilText("three");
    assert.deepEqual(transcript(tail.entries), ["one", "two", "unfinished until now", "-- rotated", "three"]);
  });

  it("goes over a truncation in place, with what only the copy has", async () => {
    write("one\n");
    const tail = follow(start());
    await tail.untilText("one");
    fs.writeFileSync(`${logFile}.1`, "one\ntwo, never seen in the log itself\n");
    fs.truncateSync(logFile);
    write("three, which is longer than everything before it was, so that size alone tells nothing\n");
    await tail.until(() => tail.texts.some((text) => text.startsWith("three")));
    assert.deepEqual(
      transcript(tail.entries).map((text) => text.split(",")[0]),
      ["one", "two", "-- rotated", "three"],
    );
  });

  it("resumes at a position without loss or repetition, also after rotations", async () => {
    write("one\ntwo\n");
    const first = follow(start());
    await first.untilText("two");
    await first.stop();
    write("three\n");
    const second = follow(first.position);
    await second.untilText("three");
    await second.stop();
    write("four\n");
    fs.renameSync(logFile, `${logFile}.1`);
    write("five\n");
    const third = follow(second.position);
    await third.untilText("five");
    assert.deepEqual(
      [first, second, third].map((tail) => transcript(tail.entries)),
      [["one", "two"], ["three"], ["four", "-- rotated", "five"]],
    );
  });

  it("reads many lines over many rotations: none lost, none twice", async () => {
    write("");
    const tail = follow(start());
    const expected: string[] = [];
    for (let rotation = 0; rotation < 10; rotation++) {
      for (let line = 0; line < 1_000; line++) expected.push(`line ${rotation}.${line}`);
      write(`${expected.slice(-1_000).join("\n")}\n`);
      await tail.until(() => tail.texts.length >= rotation * 1_000 + 500);
      fs.renameSync(logFile, `${logFile}.${rotation}`);
      write("");
      await tail.until(() => tail.gaps.length > rotation);
    }
    assert.deepEqual(tail.texts, expected);
  });

  it("reads lines since a moment: a traceback belongs to its first line", async () => {
    write("2026-03-05 09:59:59,000 [INFO] before\n");
    write("2026-03-05 10:00:00,500 [ERROR] failed\nTraceback (most recent call last):\n  File x\n");
    write("2026-03-05T10:00:01.000 [INFO] after\n");
    const lines = await target().linesSince(Date.parse("2026-03-05T10:00:00"));
    assert.deepEqual(
      lines.map(({ text }) => text.slice(-6)),
      ["failed", " last):", "File x", " after"].map((text) => text.slice(-6)),
    );
  });

  it("follows a log of another zone: a line's time is when it was written", async () => {
    const clock = (at: number) => new Date(at).toISOString().slice(0, 19).replace("T", " ");
    write("");
    const tail = follow(start());
    const now = Date.now();
    // As a clock eight and three quarters of an hour ahead of UTC shows it, which is nobody's machine.
    write(`${clock(now + 8.75 * 3_600_000)},000 [INFO] sent\nTraceback\n`);
    await tail.untilText("Traceback");
    const [entry] = tail.entries;
    assert.ok(entry?.kind === "line" && Math.abs(entry.line.at - now) < 60_000, JSON.stringify(entry));
  });

  it("reads times in the zone that the environment names", async () => {
    write("2026-03-05 10:00:03,000 [INFO] sent\n");
    const seoul = createProcessWorkerTarget({ logFile, timeZone: "Asia/Seoul" });
    const [line] = await seoul.linesSince(0);
    assert.equal(line?.at, Date.parse("2026-03-05T01:00:03Z"));
  });

  it("tells from its process file whether it runs, since when, and with which variables", async function () {
    assert.deepEqual(await target().container(), { name: "worker", state: "missing" });
    await assert.rejects(target().variables!(), { reason: "variables-unknown" });
    const before = Date.now();
    const env = { SOLAPI_API_KEY: "very-secret", SOLAPI_SENDER: "0212345678" };
    const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1e6)"], { env });
    try {
      await once(child.stdout, "data");
      fs.writeFileSync(pidFile, `${child.pid}\n`);
      const { state, startedAt } = await target().container();
      assert.equal(state, "running");
      if (process.platform === "linux") {
        assert.ok(Math.abs(Date.parse(startedAt!) - before) < 10_000, startedAt);
        assert.deepEqual(await target().variables!(), { ...env, SOLAPI_API_KEY: fingerprint("very-secret") });
      }
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    assert.deepEqual(await target().container(), { name: "worker", state: "exited" });
  });

  it("does not take another process for it that got its number", async function () {
    if (process.platform !== "linux") {
      process.stdout.write("    skipped: another process of the same number; only /proc tells when a process began\n");
      this.skip();
    }
    fs.writeFileSync(pidFile, `${process.pid}`);
    const longAgo = new Date("2020-01-01T00:00:00Z");
    fs.utimesSync(pidFile, longAgo, longAgo);
    assert.deepEqual(await target().container(), { name: "worker", state: "exited" });
  });

  it("says which file is missing, and knows nothing without a process file", async () => {
    await assert.rejects(target().linesSince(0), { reason: "log-missing" });
    const blind = createProcessWorkerTarget({ logFile });
    assert.deepEqual(await blind.container(), { name: "worker" });
    assert.equal(blind.variables, undefined);
  });
});
