import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { StackFixture, distDir, runCli } from "../stack/stackFixture";

const bundle = {
  version: 1,
  sentAt: "2026-03-05T10:00:00+09:00",
  api: { status: 200, body: { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 } },
  worker: {
    logs: [
      '2026-03-05 10:00:04,010 [INFO] [MESSAGING-WORKER] HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 200 OK"',
      "2026-03-05 10:00:04,020 [WARNING] [MESSAGING-WORKER] send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록",
    ].join("\n"),
  },
  tenant: { code: "hakwonplus", messaging_sender: "01012345678" },
  unknownField: { is: "ignored" },
};

describe("diagnose of pasted evidence", () => {
  let dir: string;
  before(async () => (dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-evidence-"))));
  after(() => fs.rm(dir, { recursive: true, force: true }));

  const write = async (content: unknown) => {
    const file = path.join(dir, "bundle.json");
    await fs.writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };

  it("prints one JSON object and nothing else, with exit code 1 for a stopped message", async () => {
    const { code, stdout, stderr } = await runCli(["diagnose", "--evidence", await write(bundle), "--json"]);
    const { version, verdict, layers, findings } = JSON.parse(stdout);
    assert.deepEqual([code, stderr, version], [1, "", 1]);
    assert.deepEqual(
      [verdict.layer, verdict.outcome, verdict.cause],
      ["provider", "blocked", "provider.sender-not-registered"],
    );
    assert.equal(layers.length, 4);
    assert.ok(Array.isArray(findings));
    assert.equal(verdict.evidence[0].source, "worker.logs");
    assert.equal(verdict.evidence[0].line, 2);
  });

  it("reads standard input for -", async () => {
    const child = spawn(process.execPath, [path.join(distDir, "cli.js"), "diagnose", "--evidence", "-", "--json"]);
    child.stdin.end(JSON.stringify(bundle));
    assert.equal(JSON.parse(await text(child.stdout)).verdict.cause, "provider.sender-not-registered");
  });

  it("opens only the red layer in a terminal, in Korean where that is the language", async () => {
    const file = await write(bundle);
    const english = await runCli(["diagnose", "--evidence", file]);
    assert.match(english.stdout, /✔ API[\s\S]*✔ Worker[\s\S]*✖ Solapi[\s\S]*Why[\s\S]*Fix/);
    const korean = await runCli(["diagnose", "--evidence", file], { MESSAGING_LANG: "ko" });
    assert.match(korean.stdout, /✖ Solapi[\s\S]*발신번호/);
  });

  it("names the command for the report that it was shown by, and none for what is gone", async () => {
    const file = await write(bundle);
    const { stdout } = await runCli(["diagnose", "--evidence", file]);
    assert.ok(stdout.includes(`node dist/cli.js diagnose --evidence ${file} --report md`), stdout);
    const piped = spawn(process.execPath, [path.join(distDir, "cli.js"), "diagnose", "--evidence", "-"]);
    piped.stdin.end(JSON.stringify(bundle));
    assert.doesNotMatch(await text(piped.stdout), /--report/);
  });

  it("ends without a word where nobody reads on, as after `| head -1`", async () => {
    const child = spawn(process.execPath, [
      path.join(distDir, "cli.js"),
      "diagnose",
      "--evidence",
      await write(bundle),
    ]);
    child.stdout.destroy();
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit") as Promise<[number]>]);
    assert.deepEqual([code, said], [141, ""]);
  });

  it("writes a masked report for an issue tracker", async () => {
    const personal = {
      ...bundle,
      worker: { logs: `${bundle.worker.logs}\n2026-03-05 10:00:05,000 [INFO] to=01012345678` },
    };
    const { code, stdout } = await runCli(["diagnose", "--evidence", await write(personal), "--report", "md"]);
    assert.equal(code, 1);
    assert.match(stdout, /messaging_sender/);
    assert.doesNotMatch(stdout, /01099998888/);
  });

  it("says which path of an unreadable bundle is wrong, with exit code 64", async () => {
    for (const [content, where] of [
      ["{", /JSON/],
      [{ ...bundle, api: { status: "two hundred" } }, /api\.status/],
      [{ ...bundle, notificationLogs: {} }, /notificationLogs/],
      [[], /\$|object/],
    ] as const) {
      const { code, stdout, stderr } = await runCli(["diagnose", "--evidence", await write(content), "--json"]);
      assert.equal(code, 64);
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
      assert.equal(error.code, "evidence-unreadable");
      assert.match(error.message, where);
      assert.match(stderr, where);
    }
    assert.equal((await runCli(["diagnose", "--evidence", path.join(dir, "none.json")])).code, 64);
  });

  it("refuses options that would be passed over, with exit code 64 and both names", async () => {
    const log = await write("");
    for (const [args, ...names] of [
      [["--worker-log", log, "--send"], "--worker-log", "--send"],
      [["--worker-log", log, "--watch"], "--worker-log", "--watch"],
      [["--api-log", log, "--environment", log], "--api-log", "--environment"],
      [["--send", "--evidence", log], "--evidence", "--send"],
      [["--send", "--watch"], "--watch", "--send"],
      [["--send", "--minutes", "5"], "--send", "--minutes"],
      [["--minutes", "x"], "--minutes", "--environment"],
      [["--to", "01012345678", "--send"], "--to", "--environment"],
      [["--worker-log", log, "--worker-log", log], "--worker-log", "only once"],
    ] as const) {
      const { code, stdout, stderr } = await runCli(["diagnose", ...args]);
      assert.deepEqual([code, stdout], [64, ""], args.join(" "));
      for (const name of names) assert.ok(stderr.includes(name), stderr);
    }
    const both = await runCli(["diagnose", "--evidence", await write(bundle), "--worker-log", await write(bundle)]);
    assert.notEqual(both.code, 64, "a log over the bundle's is meant");
    assert.match((await runCli(["diagnose"])).stderr, /--evidence FILE, --worker-log FILE/);
  });

  it("says why a file cannot be read and what to do, in both languages", async () => {
    const none = path.join(dir, "none.log");
    for (const option of ["--worker-log", "--evidence"]) {
      const missing = await runCli(["diagnose", option, none]);
      assert.equal(missing.code, 64);
      assert.ok(missing.stderr.includes(`There is no file ${none}\n  Check the path`), missing.stderr);
      const folder = await runCli(["diagnose", option, dir]);
      assert.ok(folder.stderr.includes(`${dir} is a folder\n  Name the file in it`), folder.stderr);
    }
    const korean = await runCli(["diagnose", "--worker-log", none], { MESSAGING_LANG: "ko" });
    assert.match(korean.stderr, /파일이 없습니다/);
  });

  it("says that a log that was given is empty, and does not ask for it again", async () => {
    const { code, stdout } = await runCli(["diagnose", "--worker-log", await write("")]);
    assert.equal(code, 2);
    assert.match(stdout, /The worker's log is empty/);
    assert.doesNotMatch(stdout, /worker\.logs|docker logs/);
  });

  it("shows in the report the end of the log that was given as a file", async () => {
    const lines = Array.from(
      { length: 300 },
      (_, index) => `2026-03-05 10:00:00,000 [INFO] [MESSAGING-WORKER] ${index}`,
    );
    const log = await write([...lines, bundle.worker.logs].join("\n"));
    const { stdout } = await runCli(["diagnose", "--worker-log", log, "--report", "md"]);
    assert.match(stdout, /## Worker log\s+```text\n… 103 …\n[\s\S]*MessageNotReceivedError/);
  });

  it("ends with 2 where the evidence cannot tell, naming what would", async () => {
    const { code, stdout } = await runCli(["diagnose", "--evidence", await write({ version: 1 }), "--json"]);
    assert.equal(code, 2);
    const { verdict } = JSON.parse(stdout);
    assert.deepEqual([verdict.layer, verdict.outcome, verdict.cause], [null, "unknown", "none"]);
    assert.ok(verdict.needs.length > 0);
  });

  it("reads a log of 200 MB as a stream, in 96 MB of heap", async function () {
    this.timeout(300_000);
    const log = path.join(dir, "worker.log");
    const healthy = Array.from(
      { length: 5_000 },
      (_, index) =>
        `2026-03-05 10:00:${String(index % 60).padStart(2, "0")},000 [INFO] [MESSAGING-WORKER] send_sms ok to=0101**** group_id=G4V${index}\n`,
    ).join("");
    const times = Math.ceil((200 * 1024 * 1024) / Buffer.byteLength(healthy));
    function* chunks() {
      for (let time = 0; time < times; time++) yield healthy;
      yield `${bundle.worker.logs}\n`;
    }
    await pipeline(Readable.from(chunks()), createWriteStream(log));
    const { worker: _inline, ...rest } = bundle;
    const args = ["diagnose", "--evidence", await write(rest), "--worker-log", log, "--json"];
    const { stdout, stderr } = await runCli(args, { NODE_OPTIONS: "--max-old-space-size=96 --max-semi-space-size=16" });
    assert.ok(stdout, stderr);
    assert.ok(JSON.parse(stdout).findings || JSON.parse(stdout).verdict);
    assert.match(stdout, /1062/);
  });
});

describe("diagnose of the local stack", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  it("injects, diagnoses and clears a fault from the command line", async () => {
    const injected = await stack.cli("fault", "inject", "provider.sender-not-registered", "--json");
    assert.equal(injected.code, 0);
    const diagnosed = await stack.cli("diagnose", "--send", "--json");
    assert.equal(diagnosed.code, 1);
    assert.equal(JSON.parse(diagnosed.stdout).verdict.cause, "provider.sender-not-registered");
    const cleared = await stack.cli("fault", "clear", "--json");
    assert.deepEqual(JSON.parse(cleared.stdout).cleared, ["provider.sender-not-registered"]);
    assert.equal((await stack.cli("diagnose", "--send", "--json")).code, 0);
  });

  it("knows no fault by a wrong name, with exit code 64", async () => {
    const { code, stderr } = await stack.cli("fault", "inject", "no.such");
    assert.equal(code, 64);
    assert.match(stderr, /no\.such/);
  });
});
