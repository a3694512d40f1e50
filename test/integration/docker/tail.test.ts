import assert from "node:assert/strict";
import type { TailEntry } from "../../../src/targets/environment";
import { createDockerWorkerTarget } from "../../../src/targets/docker/dockerWorkerTarget";
import { createContainer, removeContainers, startContainer } from "./containers";
import { useDockerEngine } from "./dockerEngine";
import type { TestEngine } from "./dockerEngine";
import { EngineProxy } from "./engineProxy";
import { TALKER, tell } from "./talker";
import { TailReader, transcript } from "../tailReader";

/** What stands before and after a line. */
const around = (entries: readonly TailEntry[], line: number) =>
  JSON.stringify(entries.slice(Math.max(0, line - 3), line + 25));

describe("tail of a container", () => {
  const name = "mrd-tail";
  let test: TestEngine;
  let proxy: EngineProxy;
  let reader: TailReader | undefined;
  const names = [name, `${name}-old`];

  before(async function () {
    test = await useDockerEngine(this);
  });
  beforeEach(async () => {
    await removeContainers(test, ...names);
    proxy = await EngineProxy.start(test.host);
  });
  afterEach(async () => {
    await reader?.stop();
    reader = undefined;
    await proxy?.stop();
    await removeContainers(test, ...names);
  });

  const target = () => createDockerWorkerTarget({ name, docker: { host: proxy.host } });
  const begin = (position?: string) => (reader = new TailReader(target(), position));
  /** Resolves when nothing that happens from now on escapes the tail. */
  const follow = async (position?: string): Promise<TailReader> => {
    const asked = proxy.requests.length;
    const tail = begin(position);
    await proxy.untilAsked(/\/logs\?.*follow=true/, 1 + proxy.requests.slice(0, asked).filter(isFollow).length);
    return tail;
  };
  /** Resolves when the container has said it: a shell that was only just started has not set its trap either. */
  const untilSaid = async (text: string) => {
    const whole = new TailReader(target(), `docker ${"0".repeat(64)} 2026-01-01T00:00:00Z x`);
    await whole.untilText(text).finally(() => whole.stop());
  };
  const isFollow = (request: string) => request.includes("follow=true");
  /** As follow, where there is no container yet. */
  const followNone = async (): Promise<TailReader> => {
    const tail = begin();
    await proxy.untilAsked(/\/containers\/json\?.*service/);
    return tail;
  };

  it("reads 100,000 lines over 20 restarts: none lost, none twice, a gap for each", async () => {
    // Goes on where the run before it ended; each of the first twenty is told to end while it writes.
    const program = `
      const fs = require("node:fs");
      let [run, next] = fs.existsSync("/tmp/state") ? JSON.parse(fs.readFileSync("/tmp/state", "utf8")) : [0, 0];
      const end = run < 20 ? next + 4_990 : 100_000;
      let isStopping = false;
      process.on("SIGTERM", () => { isStopping = true; });
      const write = () => {
        if (isStopping) { fs.writeFileSync("/tmp/state", JSON.stringify([run + 1, next])); process.exit(0); }
        let text = "";
        for (let i = 0; i < 50 && next < end; i++) text += "line " + next++ + "\\n";
        if (text) fs.writeSync(1, text);
        setTimeout(write, 5);
      };
      write();`;
    const tail = await followNone();
    const container = await startContainer(test, { name, command: ["node", "-e", program] });
    for (let restart = 1; restart <= 20; restart++) {
      await tail.until(() => tail.gaps.length >= restart - 1);
      const { length } = tail.texts;
      await tail.until(() => tail.texts.length >= length + 1_000);
      await container.restart({ t: 10 });
    }
    await tail.until(() => tail.texts.length >= 100_000 && tail.gaps.length >= 20);
    // One by one: the difference of lists this long would take minutes to print.
    for (const [index, text] of tail.texts.entries()) assert.equal(text, `line ${index}`, around(tail.entries, index));
    assert.equal(tail.texts.length, 100_000);
    assert.equal(tail.gaps.length, 20);
    assert.deepEqual(new Set(transcript(tail.gaps)), new Set(["-- restarted 0"]));
  });

  it("marks a restart with its exit code, and a stop when it is one", async () => {
    const tail = await followNone();
    const container = await startContainer(test, { name, command: TALKER });
    await tail.untilText("ready 1");
    await container.restart();
    await tail.untilText("ready 2");
    await container.stop();
    await tail.untilGap("stopped");
    await container.start();
    await tail.untilText("ready 3");
    assert.deepEqual(transcript(tail.entries), [
      ...["ready 1", "bye 1", "-- restarted 3", "ready 2", "bye 2", "-- stopped 3", "ready 3"],
    ]);
  });

  it("marks the restart of one that says nothing afterwards", async () => {
    const quiet = `trap "exit 7" TERM; [ -e /tmp/ran ] || echo ready; touch /tmp/ran; while :; do sleep 300 & wait $!; done`;
    await startContainer(test, { name, command: ["sh", "-c", quiet] });
    await untilSaid("ready");
    const tail = await follow();
    await target().restart();
    await tail.untilGap("restarted");
    assert.deepEqual(transcript(tail.entries), ["-- restarted 7"]);
  });

  it("marks a kill from the host, and follows what a restart policy makes of it", async () => {
    const tail = await followNone();
    const container = await startContainer(test, { name, command: TALKER, restartPolicy: "always" });
    await tail.untilText("ready 1");
    process.kill((await container.inspect()).State.Pid, "SIGKILL");
    await tail.untilText("ready 2");
    assert.deepEqual(transcript(tail.entries), ["ready 1", "-- restarted 137", "ready 2"]);
  });

  it("says that the memory ran out", async () => {
    const hog = "console.log('ready'); const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)), 1)";
    const tail = await followNone();
    await startContainer(test, { name, command: ["node", "-e", hog], memoryBytes: 64 * 1024 * 1024 });
    await tail.untilGap("stopped");
    assert.deepEqual(transcript(tail.entries), ["ready", "-- stopped 137 oom"]);
    const { state, exitCode, oomKilled } = await target().container();
    assert.deepEqual({ state, exitCode, oomKilled }, { state: "exited", exitCode: 137, oomKilled: true });
  });

  it("follows a renamed container, until another one has its name", async () => {
    const tail = await followNone();
    const container = await startContainer(test, { name, command: TALKER });
    await tail.untilText("ready 1");
    await container.rename({ name: `${name}-old` });
    await tail.untilGap("renamed");
    await tell(test, `${name}-old`, "still here\n");
    await tail.untilText("still here");
    await startContainer(test, { name, command: ["sh", "-c", "echo new; exec sleep 300"] });
    await tail.untilText("new");
    assert.deepEqual(transcript(tail.entries), ["ready 1", "-- renamed", "still here", "-- recreated", "new"]);
  });

  it("goes on at once with a container that starts long after it was created (it waited for another event)", async () => {
    const tail = await followNone();
    const container = await startContainer(test, { name, command: TALKER });
    await tail.untilText("ready 1");
    await container.rename({ name: `${name}-old` });
    await tail.untilGap("renamed");
    const looks = () => proxy.requests.filter((request) => request.includes("/version")).length;
    const seen = looks() + 1;
    const next = await createContainer(test, { name, command: ["sh", "-c", "echo new; exec sleep 300"] });
    await proxy.untilAsked(/\/version/, seen); // the last question of a look
    await next.start();
    await tail.untilText("new");
    assert.deepEqual(transcript(tail.entries), ["ready 1", "-- renamed", "-- recreated", "new"]);
  });

  it("reads the last words of a container before it goes on with its successor, however late it is asked", async () => {
    const controller = new AbortController();
    const entries = target().tail(undefined, controller.signal)[Symbol.asyncIterator]();
    const read: TailEntry[] = [];
    const readOne = async () => {
      const { value, done } = await entries.next();
      if (!done) read.push(value);
    };
    const first = readOne();
    await proxy.untilAsked(/\/containers\/json\?.*service/);
    const container = await startContainer(test, { name, command: TALKER });
    await first;
    await container.stop();
    await container.remove();
    await startContainer(test, { name, command: ["sh", "-c", "echo rebuilt; exec sleep 300"] });
    for (let left = 3; left > 0; left--) await readOne();
    assert.deepEqual(transcript(read), ["ready 1", "bye 1", "-- recreated 3", "rebuilt"]);
    controller.abort();
  });

  it("follows a rebuild: another container of the same name", async () => {
    const tail = await followNone();
    await startContainer(test, { name, command: TALKER });
    await tail.untilText("ready 1");
    await removeContainers(test, name);
    await startContainer(test, { name, command: ["sh", "-c", "echo rebuilt; exec sleep 300"] });
    await tail.untilText("rebuilt");
    assert.deepEqual(transcript(tail.entries), ["ready 1", "-- recreated 137", "rebuilt"]);
  });

  it("waits for a container that is not there yet, and begins with its first line", async () => {
    const tail = await followNone();
    const container = await createContainer(test, { name, command: TALKER });
    await container.start();
    await tail.untilText("ready 1");
    assert.deepEqual(transcript(tail.entries), ["ready 1"]);
  });

  it("begins from now, and resumes at a position without loss or repetition", async () => {
    const container = await startContainer(test, { name, command: TALKER });
    await untilSaid("ready 1");
    const first = await follow();
    await container.restart();
    await first.untilText("ready 2");
    assert.ok(!first.texts.includes("ready 1"));
    await tell(test, name, "one\ntwo\n");
    await first.untilText("two");
    await first.stop();
    await tell(test, name, "three\n");
    await container.restart();
    const second = begin(first.position);
    await second.untilText("ready 3");
    // The engine stamps a line when it reads it: on a busy machine a moment after the end of who wrote it.
    const read = transcript(second.entries).join();
    assert.match(read, /^three,(bye 2,-- restarted|-- restarted,bye 2),ready 3$/);
  });

  it("joins a long line and keeps its Korean letters, with and without a terminal", async () => {
    const text = "발신번호 미등록 ".repeat(3_000);
    for (const tty of [false, true]) {
      await removeContainers(test, name);
      await startContainer(test, { name, command: TALKER, tty });
      await untilSaid("ready 1");
      const tail = await follow();
      await tell(test, name, `<${text}>\nafter\n`);
      await tail.untilText("after");
      // Docker stores each piece of 16 KiB as text of its own, and a letter that was cut as the sign for "unreadable".
      const [long = ""] = tail.texts.filter((line) => line.startsWith("<"));
      assert.equal(tail.texts.length, tty ? 2 : 2, `${tail.texts.length} lines`);
      assert.equal(long.replace(/\uFFFD+/g, "").length, [...long].filter((letter) => letter !== "\uFFFD").length);
      const pieces = long.slice(1, -1).split(/\uFFFD+/);
      let at = 0;
      for (const piece of pieces) {
        const found = text.indexOf(piece, at);
        assert.ok(found >= 0 && found - at <= 1, `a piece of ${piece.length} letters at ${found}, expected at ${at}`);
        at = found + piece.length;
      }
      assert.equal(at, text.length);
      await tail.stop();
      reader = undefined;
    }
  });

  it("loses nothing and marks nothing when a connection breaks and the engine lives on", async () => {
    const tail = await followNone();
    const program = "let n = 0; setInterval(() => console.log('line ' + n++), 1)";
    await startContainer(test, { name, command: ["node", "-e", program] });
    for (let lines = 200; lines <= 1_000; lines += 200) {
      await tail.until(() => tail.texts.length >= lines);
      proxy.cut();
    }
    await tail.until(() => tail.texts.length >= 1_200);
    assert.deepEqual(
      transcript(tail.entries),
      tail.texts.map((_, index) => `line ${index}`),
    );
  });

  it("drops what an older engine sends again when the log is rotated", async () => {
    const tail = await followNone();
    // Slowly enough that an older engine, which skips a file when it is rotated twice in between, does not.
    const program = `
      let n = 0;
      setInterval(() => { if (n < 600) console.log("line " + n++ + " " + "x".repeat(100)); }, 3);`;
    const logConfig = { Type: "json-file", Config: { "max-size": "20k", "max-file": "20" } };
    await startContainer(test, { name, command: ["node", "-e", program], logConfig });
    await tail.until(() => tail.texts.some((line) => line.startsWith("line 599 ")));
    assert.deepEqual(
      tail.texts.map((line) => Number(line.split(" ")[1])),
      Array.from({ length: 600 }, (_, index) => index),
    );
  });

  it("does not read ahead of a slow reader", async () => {
    const program =
      "const line = 'x'.repeat(1000) + '\\n'; for (let n = 0; n < 30000; n++) require('fs').writeSync(1, line)";
    await startContainer(test, { name, command: ["node", "-e", program] }).then((container) => container.wait());
    const controller = new AbortController();
    const entries = target().tail(`docker ${"0".repeat(64)} 2026-01-01T00:00:00Z x`, controller.signal);
    const before = proxy.bytes;
    let lines = 0;
    for await (const entry of entries) {
      if (entry.kind === "line" && ++lines === 10) break;
    }
    assert.ok(proxy.bytes - before < 5_000_000, `${proxy.bytes - before} bytes came for 10 lines`);
    controller.abort();
  });
});
