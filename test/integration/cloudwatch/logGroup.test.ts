import assert from "node:assert/strict";
import type { TailEntry, WorkerTarget } from "../../../src/targets/environment";
import { createCloudWatchWorkerTarget, createLogGroupLog } from "../../../src/targets/cloudwatch/logGroupTarget";
import { AwsHome, profile } from "../aws/awsHome";
import { LOG_GROUP, LogsServer } from "./logsServer";

const REGION = "ap-northeast-2";
/** Waits of a test: it hangs on the server's calls, not on these. */
const WAITS = { shortest: 5, longest: 5 };

describe("a CloudWatch log group", () => {
  let server: LogsServer;
  let home: AwsHome;
  let stop: AbortController;
  const owned: { dispose(): void | Promise<void> }[] = [];

  beforeEach(async () => {
    server = await LogsServer.start();
    home = await AwsHome.enter(
      "",
      profile("staging", { aws_access_key_id: "STAGING", aws_secret_access_key: "secret" }),
    );
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    for (const target of owned.splice(0)) await target.dispose();
    await server.down();
    await home.leave();
  });

  function worker(change: { logGroup?: string; liveTail?: boolean } = {}, waits = WAITS): WorkerTarget {
    const settings = { kind: "cloudwatch", logGroup: LOG_GROUP, endpoint: server.url, profile: "staging" } as const;
    const target = createCloudWatchWorkerTarget({ ...settings, liveTail: false, ...change }, REGION, waits);
    owned.push(target);
    return target;
  }

  /** The next entries of a tail, as they come. */
  async function take(tail: AsyncIterator<TailEntry>, count: number): Promise<TailEntry[]> {
    const entries: TailEntry[] = [];
    while (entries.length < count) {
      const { value, done } = await tail.next();
      if (done) break;
      entries.push(value as TailEntry);
    }
    return entries;
  }
  const texts = (entries: readonly TailEntry[]) =>
    entries.map((entry) => (entry.kind === "line" ? entry.line.text : `-- ${entry.reason}`));
  const positionOf = (entry: TailEntry | undefined) => (entry?.kind === "line" ? entry.position : undefined);
  const begin = (target: WorkerTarget, position?: string) => target.tail(position, stop.signal)[Symbol.asyncIterator]();
  /** A tail starts with what comes after its start. */
  async function begun(target: WorkerTarget): Promise<{ tail: AsyncIterator<TailEntry>; first: Promise<TailEntry[]> }> {
    const tail = begin(target);
    const first = take(tail, 1);
    await server.until(() => server.count("FilterLogEvents") > 0);
    return { tail, first };
  }

  it("gives the lines since a moment, over all pages, a traceback line by line", async () => {
    server.pageSize = 7;
    const start = Date.now() - 60_000;
    server.put("too early", start - 1);
    for (let number = 0; number < 21; number += 1) server.put(`line ${number}`, start + number);
    server.put("Traceback:\n  File x\nValueError: 1\n", start + 50);
    const lines = createLogGroupLog({
      logGroup: LOG_GROUP,
      region: REGION,
      endpoint: server.url,
      profile: "staging",
    });
    owned.push(lines);
    const found = await lines.linesSince(start);
    assert.deepEqual(
      found.map(({ text }) => text),
      [...Array.from({ length: 21 }, (_, number) => `line ${number}`), "Traceback:", "  File x", "ValueError: 1"],
    );
    assert.deepEqual(
      [found[0], found.at(-1)],
      [
        { seq: 1, at: start, text: "line 0" },
        { seq: 24, at: start + 50, text: "ValueError: 1" },
      ],
    );
    assert.equal(server.count("FilterLogEvents"), 4);
  });

  it("keeps the newest 100,000 lines", async () => {
    const start = Date.now() - 1_000_000;
    for (let event = 0; event < 160; event += 1)
      server.put(Array.from({ length: 1_000 }, (_, line) => `${event * 1_000 + line}`).join("\n"), start + event);
    server.pageSize = 50;
    const found = await worker().linesSince(start);
    assert.deepEqual([found.length, found[0]?.text, found.at(-1)?.text], [100_000, "60000", "159999"]);
  });

  it("knows of the worker's process nothing but its name", async () => {
    assert.deepEqual(await worker().container(), { name: LOG_GROUP });
    assert.equal(worker().origin, `CloudWatch log group ${LOG_GROUP}`);
  });

  it("that is missing, or forbidden, is a sentence", async () => {
    await assert.rejects(worker({ logGroup: "/ecs/other" }).linesSince(0), { reason: "log-group-not-found" });
    await assert.rejects(begin(worker({ logGroup: "/ecs/other" })).next(), { reason: "log-group-not-found" });
    server.failures.set("FilterLogEvents", { status: 400, code: "AccessDeniedException", message: "no" });
    await assert.rejects(worker().linesSince(0), { reason: "aws-access-denied", message: /FilterLogEvents/ });
    server.failures.set("FilterLogEvents", { status: 400, code: "ExpiredTokenException", message: "token expired" });
    await assert.rejects(begin(worker()).next(), { reason: "aws-session-expired" });
  });

  describe("followed", () => {
    it("begins now, and shows each line once", async () => {
      server.put("before", Date.now() - 5_000);
      const { tail, first } = await begun(worker());
      server.put("one");
      assert.deepEqual(texts(await first), ["one"]);
      server.put("two");
      server.put("two");
      assert.deepEqual(texts(await take(tail, 2)), ["two", "two"]);
      const polls = server.count("FilterLogEvents");
      server.put("three");
      assert.deepEqual(texts(await take(tail, 1)), ["three"]);
      assert.ok(server.count("FilterLogEvents") > polls);
    });

    it("shows 3,000 lines of one moment once each, over pages and polls", async () => {
      server.pageSize = 100;
      const { tail, first } = await begun(worker());
      const at = Date.now();
      for (let number = 0; number < 3_000; number += 1) server.put(`${number}`, at + Math.floor(number / 500));
      const entries = [...(await first), ...(await take(tail, 2_999))];
      assert.deepEqual(
        texts(entries).sort((one, other) => Number(one) - Number(other)),
        Array.from({ length: 3_000 }, (_, number) => `${number}`),
      );
      server.put("last");
      assert.deepEqual(texts(await take(tail, 1)), ["last"]);
    });

    it("shows a line that arrives late behind newer ones", async () => {
      const target = worker();
      const { tail, first } = await begun(target);
      const now = Date.now();
      server.put("newer", now + 5_000);
      assert.deepEqual(texts(await first), ["newer"]);
      server.put("late", now + 1_000, "worker/2");
      assert.deepEqual(texts(await take(tail, 1)), ["late"]);
    });

    it("is not led ahead by an event that a wrong clock dates tomorrow", async () => {
      const { tail, first } = await begun(worker());
      server.put("tomorrow", Date.now() + 86_400_000);
      assert.deepEqual(texts(await first), ["tomorrow"]);
      server.put("now");
      assert.deepEqual(texts(await take(tail, 1)), ["now"]);
    });

    it("resumes after any line, in the middle of a traceback too, without loss or repetition", async () => {
      const { tail, first } = await begun(worker());
      const at = Date.now();
      for (const message of ["a", "b\nb2\nb3", "c", "d"]) server.put(message, at);
      const entries = [...(await first), ...(await take(tail, 5))];
      const all = texts(entries);
      assert.deepEqual(all, ["a", "b", "b2", "b3", "c", "d"]);
      server.put("e", at);
      server.put("f", at + 1);
      for (const [index, entry] of entries.entries()) {
        const rest = await take(begin(worker(), positionOf(entry)), 7 - index);
        assert.deepEqual(texts(rest), [...all.slice(index + 1), "e", "f"]);
      }
    });

    it("begins now where the position is none", async () => {
      server.put("before", Date.now() - 5_000);
      const tail = begin(worker(), "garbage");
      const first = take(tail, 1);
      await server.until(() => server.count("FilterLogEvents") > 0);
      server.put("after");
      assert.deepEqual(texts(await first), ["after"]);
    });

    it("marks where CloudWatch was gone, and loses nothing over it", async () => {
      const { tail, first } = await begun(worker());
      server.put("one");
      await first;
      await server.down();
      assert.deepEqual(texts(await take(tail, 1)), ["-- engine-gone"]);
      server.put("meanwhile");
      await server.up();
      assert.deepEqual(texts(await take(tail, 2)), ["-- engine-back", "meanwhile"]);
    });

    it("takes throttling for a wait, and an expired session for its end; the position goes on after it", async () => {
      const { tail, first } = await begun(worker());
      server.put("one");
      const [one] = await first;
      server.failures.set("FilterLogEvents", { status: 400, code: "ThrottlingException" });
      const two = take(tail, 1);
      const polls = server.count("FilterLogEvents");
      await server.until(() => server.count("FilterLogEvents") > polls);
      server.failures.clear();
      server.put("two");
      assert.deepEqual(texts(await two), ["two"]);
      server.failures.set("FilterLogEvents", { status: 400, code: "ExpiredTokenException" });
      await assert.rejects(take(tail, 1), { reason: "aws-session-expired" });
      server.failures.clear();
      assert.deepEqual(texts(await take(begin(worker(), positionOf(one)), 1)), ["two"]);
    });

    it("ends with the signal", async () => {
      const { first } = await begun(worker());
      stop.abort();
      assert.deepEqual(await first, []);
    });
  });

  describe("with Live Tail", () => {
    /** Longer than the test may take: only a push brings the next poll. */
    const SLOW = { shortest: 1, longest: 3_600_000 };

    it("reads when AWS pushes, and goes on after a session's three hours", async () => {
      const tail = begin(worker({ liveTail: true }, SLOW));
      const first = take(tail, 1);
      await server.until(() => server.liveSessions === 1 && server.count("FilterLogEvents") > 0);
      server.put("pushed");
      assert.deepEqual(texts(await first), ["pushed"]);
      const second = take(tail, 1);
      server.endLiveSessions();
      await server.until(() => server.count("StartLiveTail") === 2);
      server.put("pushed again");
      assert.deepEqual(texts(await second), ["pushed again"]);
    });

    it("polls where it may not be used", async () => {
      server.failures.set("StartLiveTail", { status: 400, code: "AccessDeniedException" });
      const tail = begin(worker({ liveTail: true }));
      const first = take(tail, 1);
      await server.until(() => server.count("StartLiveTail") > 0 && server.count("FilterLogEvents") > 0);
      server.put("polled");
      assert.deepEqual(texts(await first), ["polled"]);
    });

    it("is not used unless the settings ask for it: AWS bills it", async () => {
      const { first } = await begun(worker());
      server.put("one");
      await first;
      assert.equal(server.count("StartLiveTail"), 0);
    });
  });
});
