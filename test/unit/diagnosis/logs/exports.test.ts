import assert from "node:assert/strict";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { LogParser, parseLog } from "../../../../src/diagnosis/logs/logParser";
import { diagnose } from "../../../../src/diagnosis/verdict";

const worker = (time: string, level: string, text: string) =>
  `2026-03-05 ${time} [${level}] [MESSAGING-WORKER] ${text}`;
const http = (status: string) =>
  `HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 ${status}"`;
const refused = "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록";
const sent = "send_sms ok to=0101**** group_id=G4V20260305100003ABCDEFGH";

/** The log of a healthy worker, as its lines. */
const healthy = [
  worker("10:00:01,400", "INFO", "Django setup done (ORM available)"),
  worker("10:00:03,500", "INFO", "Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s"),
  worker("10:00:06,500", "INFO", http("200 OK")),
  worker("10:00:06,550", "INFO", sent),
];
const repaired = [
  ...healthy.slice(0, 2),
  worker("10:00:33,500", "INFO", http("200 OK")),
  worker("10:00:33,520", "WARNING", refused),
  worker("10:01:33,530", "INFO", http("200 OK")),
  worker("10:01:33,580", "INFO", sent),
];

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
const clockOf = (line: string) => line.slice(0, 23).replace(",", ".");
const epochOf = (line: string) => Date.parse(`${clockOf(line).replace(" ", "T")}+09:00`);

const console_ = (lines: readonly string[]) =>
  ["timestamp,message", ...lines.map((line) => `${epochOf(line)},${quoted(`${line}\n`)}`)].join("\r\n");
const insights = (lines: readonly string[]) =>
  ["@timestamp,@message,@logStream", ...lines.map((line) => `${clockOf(line)},${quoted(line)},worker/abc`)].join("\n");
const events = (lines: readonly string[]) =>
  JSON.stringify(
    { events: lines.map((message) => ({ logStreamName: "worker/abc", timestamp: epochOf(message), message })) },
    undefined,
    4,
  );

const verdictOf = (logs: string) => diagnose(parseEvidence({ worker: { logs } })).verdict;
const textsOf = (text: string) => parseLog(text, { source: "worker.logs" }).records.map((record) => record.text);

describe("logs out of exports", () => {
  const plain = textsOf(healthy.join("\n"));
  for (const [name, write] of Object.entries({ "CloudWatch's console": console_, "Logs Insights": insights })) {
    it(`CSV of ${name}: a healthy send is not "NOT SENT: mock mode"`, () => {
      assert.deepEqual(textsOf(write(healthy)), plain);
      assert.equal(verdictOf(write(healthy)).outcome, "ok");
    });

    it(`CSV of ${name}: a bare 403 counts for no more than in plain lines`, () => {
      const lines = [...healthy.slice(0, 2), worker("10:00:07,500", "INFO", http("403 Forbidden"))];
      const { cause, confidence } = verdictOf(write(lines));
      const plainly = verdictOf(lines.join("\n"));
      assert.deepEqual([cause, confidence], [plainly.cause, plainly.confidence]);
    });

    it(`CSV of ${name}: an excerpt has no remnant of the row`, () => {
      const [found] = verdictOf(write([...healthy.slice(0, 2), worker("10:00:07,500", "WARNING", refused)])).evidence;
      assert.equal(found?.excerpt, refused);
    });
  }

  it("CSV: a traceback over several lines of one row belongs together, each line with its place in the file", () => {
    const crash =
      "Traceback (most recent call last):\n  File \"/app/w.py\", line 12, in send\nException: ('RequestTimeTooSkewed', 'x')";
    const rows = `timestamp,message\n1772672407510,${quoted(`${worker("10:00:07,510", "ERROR", "send_sms failed to=0101****")}\n`)}\n1772672407510,${quoted(`${crash}\n`)}\n`;
    const { records, totalLines } = parseLog(rows, { source: "worker.logs" });
    assert.equal(records.length, 1);
    assert.deepEqual([records[0]?.line, totalLines], [2, 7]);
    assert.match(records[0]?.exception?.message ?? "", /RequestTimeTooSkewed/);
  });

  it("CSV: fields that lost their quotes in a spreadsheet are put together again", () => {
    const rows = ["timestamp,message", ...healthy.map((line) => `${epochOf(line)},${line}`)].join("\n");
    assert.deepEqual(textsOf(rows), plain);
  });

  it("CSV: what stands around the export is read as it is, and quotes that don't fit swallow no log", () => {
    const odd = `1772672407510,"${worker("10:00:07,510", "WARNING", refused)}`;
    const around = ["Please look at this:", console_(healthy), 'He said "hello', odd].join("\n");
    assert.ok(plain.every((text) => textsOf(around).includes(text)));
    assert.equal(verdictOf(around).outcome === "unknown", false);
  });

  it("CSV with the newest row first: the send that went out after the repair is the later one", () => {
    const newestFirst = insights([...repaired].reverse());
    assert.equal(verdictOf(newestFirst).outcome, "ok");
    assert.equal(
      verdictOf(insights([...repaired, worker("10:02:00,000", "WARNING", refused)].reverse())).outcome,
      "blocked",
    );
  });

  it("CSV with the newest row first: an excerpt names the line of the file", () => {
    const rows = insights([worker("10:00:07,500", "WARNING", refused), ...healthy].reverse());
    const { evidence } = verdictOf(
      insights([...healthy.slice(0, 2), worker("10:00:07,500", "WARNING", refused)].reverse()),
    );
    assert.equal(evidence[0]?.line, 2);
    const { records } = parseLog(rows, { source: "worker.logs" });
    assert.deepEqual(
      records.map(({ line }) => line),
      [6, 5, 4, 3, 2],
    );
  });

  it("CSV: a few rows out of order by milliseconds do not turn an export round", () => {
    const [first = "", second = "", ...rest] = healthy;
    const rows = insights([second, first, ...rest, ...repaired.slice(2)]);
    assert.equal(parseLog(rows, { source: "worker.logs" }).records[0]?.line, 2);
  });

  it("a large export passes in bounded memory, whatever its order", () => {
    const parser = new LogParser({ source: "worker.logs" });
    parser.push("timestamp,message\n");
    for (let row = 0; row < 60_000; row++) parser.push(`${1_772_672_400_000 - row},"send_sms ok to=0101****"\n`);
    const { truncated, totalLines } = parser.end();
    assert.deepEqual([truncated, totalLines], [true, 60_001]);
  });

  it("aws logs filter-log-events: the excerpt is the message, not a brace", () => {
    const lines = [...healthy.slice(0, 2), worker("10:00:07,500", "WARNING", refused)];
    for (const json of [events(lines), JSON.stringify(JSON.parse(events(lines)))]) {
      assert.deepEqual(textsOf(json).slice(0, 3), textsOf(lines.join("\n")));
      assert.equal(verdictOf(json).evidence[0]?.excerpt, refused);
    }
    assert.equal(verdictOf(events(lines)).evidence[0]?.line, 13);
  });

  it("a JSON object over several lines that is no export is read as before", () => {
    assert.deepEqual(textsOf('{\n  "level": "info",\n  "time": 1772672403250,\n  "msg": "send_sms ok"\n}'), [
      "send_sms ok",
    ]);
    assert.deepEqual(textsOf("{"), ["{"]);
  });

  it("kubectl logs --prefix --timestamps: both prefixes are taken off", () => {
    const pod = "[pod/academy-messaging-worker-6d9f7c9b8-x2x4z/worker] 2026-03-05T01:00:06.550000000Z ";
    assert.deepEqual(textsOf(pod + worker("10:00:06,550", "INFO", sent)), [sent]);
  });

  describe("without line breaks, as jq -c prints it", () => {
    const compact = (count: number, before = "") => {
      const messages = Array.from({ length: count }, (_, index) =>
        worker(
          `10:00:${String(Math.floor(index / 10)).padStart(2, "0")},${index % 10}00`,
          "WARNING",
          `unknown thing ${"x".repeat(100)} ${index}`,
        ),
      );
      const row = (message: string) => ({ logStreamName: "worker/abc", timestamp: epochOf(message), message });
      return `${before}${JSON.stringify({ events: messages.map(row) })}\n`;
    };
    const numbersIn = (text: string) => {
      const { records } = parseLog(text, { source: "worker.logs", keepRecords: 10_000 });
      return records.flatMap(({ repeats, text: line, order, line: place }) => [
        { repeats: repeats?.count, number: Number(line.split(" ").at(-1)), order, place },
      ]);
    };

    it("200 events on one line are 200 records, in their order", () => {
      const parser = new LogParser({ source: "worker.logs" });
      parser.push(compact(200));
      const { records, truncated } = parser.end();
      assert.equal(records[0]?.repeats?.count, 200);
      assert.equal(records.at(-1)?.at, epochOf(worker("10:00:19,900", "WARNING", "")));
      assert.equal(truncated, false);
    });

    it("they come after the lines before them, and all stand on their line", () => {
      const found = numbersIn(compact(10, "first\nsecond\n"));
      assert.deepEqual(
        found.map(({ place }) => place),
        [1, 2, ...Array<number>(10).fill(3)],
      );
      assert.deepEqual(
        found.map(({ order }) => order),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      );
      assert.deepEqual(
        found.slice(2).map(({ number }) => number),
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      );
    });

    it("in any chunks the same", () => {
      const text = compact(200);
      const parser = new LogParser({ source: "worker.logs" });
      for (let at = 0; at < text.length; at += 7) parser.push(text.slice(at, at + 7));
      assert.deepEqual(parser.end(), parseLog(text, { source: "worker.logs" }));
    });

    it("of more than the memory may hold, the events that are whole", () => {
      const parser = new LogParser({ source: "worker.logs" });
      parser.push(compact(200).replace(/\]\}\n$/, ","));
      const event = `{"timestamp":1772672420000,"message":"${"y".repeat(30_000)}"},`;
      for (let count = 0; count < 1_200; count++) parser.push(event);
      const { records, truncated } = parser.end();
      assert.equal(truncated, true);
      assert.ok(records.some(({ repeats }) => repeats?.count === 200));
    });

    it("any other long line is cut as ever", () =>
      assert.equal(parseLog(`{"event":"${"z".repeat(100_000)}"}`, { source: "worker.logs" }).truncated, true));
  });
});
