import assert from "node:assert/strict";
import { LineScanner } from "../../../../src/diagnosis/logs/lines/lineScanner";
import { LogParser, type ParsedLog, parseLog } from "../../../../src/diagnosis/logs/logParser";

const time = (second: number) =>
  new Date(Date.UTC(2026, 10, 27, 6, 0, second)).toISOString().slice(0, 19).replace("T", " ");
const worker = (second: number, text: string, level = "INFO") =>
  `${time(second)},123 [${level}] [MESSAGING-WORKER] ${text}`;
const read = (lines: readonly string[], sentAt?: string): ParsedLog =>
  parseLog(lines.map((line) => `${line}\n`).join(""), { source: "worker.logs", sentAt, keepRecords: 50 });

describe("shapes of lines", () => {
  const scanner = new LineScanner();
  const shapeOf = (line: string) => {
    const bytes = Buffer.from(`${line}\nnext`);
    const end = scanner.scan(bytes, 0, bytes.length);
    return { end, hash: scanner.hash, check: scanner.check };
  };

  it("ignores numbers and words with digits", () => {
    assert.deepEqual(shapeOf("poll 12 took 3 ms id=4f0a"), { ...shapeOf("poll 7 took 480 ms id=9c21"), end: 25 });
  });

  it("tells other words and other marks apart", () => {
    const one = shapeOf("poll 12 took 3 ms").hash;
    assert.notEqual(shapeOf("poll 12 lost 3 ms").hash, one);
    assert.notEqual(shapeOf("poll 12 took 3 ms.").hash, one);
    assert.notEqual(shapeOf("poll: 12 took 3 ms").hash, one);
  });

  it("ends a line where the bytes end", () => {
    const bytes = Buffer.from("poll 12");
    assert.equal(scanner.scan(bytes, 0, bytes.length), bytes.length);
    assert.equal(scanner.hash, shapeOf("poll 7").hash);
  });
});

describe("lines that are counted and not read", () => {
  const sends = Array.from({ length: 500 }, (_, second) =>
    worker(second, `send_sms ok to=0101**** group_id=G4V${String(second).padStart(6, "0")}`),
  );

  it("stay as they are among the latest", () => {
    const { records } = read(sends);
    assert.equal(records.at(-1)?.values["group_id"], "G4V000499");
    assert.equal(records.at(-1)?.pattern?.id, "send-sms-ok");
    assert.equal(records.at(-1)?.line, 500);
  });

  it("stay as they are when the chunks they came in are gone", () => {
    const bytes = Buffer.from(sends.map((line) => `${line}\r\n`).join(""));
    const parser = new LogParser({ source: "worker.logs", keepRecords: 50 });
    for (let from = 0; from < bytes.length; from += 100) parser.push(bytes.subarray(from, from + 100));
    assert.deepEqual(parser.end(), read(sends));
  });

  it("are counted with blank lines between them too", () => {
    const spaced = read(sends.flatMap((line) => [line, ""]));
    assert.deepEqual(
      spaced.records.map(({ text }) => text),
      read(sends).records.map(({ text }) => text),
    );
    assert.equal(spaced.totalLines, 1_000);
  });

  it("keep what is printed below them", () => {
    const { records } = read([...sends, "Traceback (most recent call last):", "ValueError: boom"]);
    assert.deepEqual(records.at(-1)?.exception, { type: "ValueError", message: "boom" });
  });

  it("leave every other line to be read", () => {
    const odd = worker(700, "Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s");
    const ids = read([...sends.slice(0, 300), odd, ...sends.slice(300)]).records.map(({ pattern }) => pattern?.id);
    assert.ok(ids.includes("worker-started"));
  });

  it("count in a flood", () => {
    const failed = Array.from({ length: 300 }, (_, second) => worker(second, "Redis unavailable", "WARNING"));
    const [flood] = read(failed).floods;
    assert.equal(flood?.repeats?.count, 300);
    assert.equal(flood?.repeats?.until, Date.UTC(2026, 10, 27, 6, 4, 59) - 9 * 3_600_000 + 123);
  });

  it("count in a flood of equal infos", () => {
    const idle = Array.from({ length: 400 }, (_, second) => worker(second, "Redis connected: redis:6379 db=0"));
    assert.equal(read(idle).floods[0]?.repeats?.count, 400);
  });

  it("are on their side of the send", () => {
    const { records } = read(sends, "2026-11-27T15:08:00+09:00");
    const sides = records.slice(-40).map(({ beforeSend }) => beforeSend);
    assert.equal(sides.filter((isBefore) => !isBefore).length, 22);
    assert.equal(sides.at(-1), false);
  });
});
