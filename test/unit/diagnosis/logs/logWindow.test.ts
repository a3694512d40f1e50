import assert from "node:assert/strict";
import { excerptOf } from "../../../../src/diagnosis/logs/excerpt";
import { type LogRecord, parseLog, type ParsedLog } from "../../../../src/diagnosis/logs/logParser";

const sentAt = "2026-03-05T10:00:00+09:00";
const collectedAt = "2026-03-05T10:01:30+09:00";
const options = { source: "worker.logs", sentAt, collectedAt } as const;

const parse = (...lines: string[]): ParsedLog => parseLog(lines.join("\n"), options);
const only = (...lines: string[]): LogRecord => {
  const { records } = parse(...lines);
  assert.equal(records.length, 1, JSON.stringify(records, undefined, 1));
  return records[0] as LogRecord;
};
const idsOf = ({ records }: ParsedLog) => records.map(({ pattern }) => pattern?.id ?? "?");
const worker = (time: string, level: string, text: string) =>
  `2026-03-05 ${time} [${level}] [MESSAGING-WORKER] ${text}`;

describe("log parser: times", () => {
  const started = (time: string) => worker(time, "INFO", "Django setup done (ORM available)");
  const zone = ({ zone: { name, source } }: ParsedLog) => `${name}: ${source}`;

  it("KST and UTC are told apart by the window of the send", () => {
    assert.equal(zone(parse(started("10:00:03,000"))), "UTC+09:00: fits");
    assert.equal(zone(parse(started("01:00:03,000"))), "UTC: fits");
  });

  it("a log of a day is not mistaken: no line can be younger than the collection", () => {
    const day = ["01:00:10,000", "01:00:20,000", "01:00:30,000", "10:00:03,000"].map(started);
    const parsed = parse(...day);
    assert.equal(zone(parsed), "UTC+09:00: fits");
    assert.deepEqual(
      parsed.records.map(({ beforeSend }) => beforeSend),
      [true, true, true, false],
    );
  });

  it("docker's time beside the line decides", () => {
    const parsed = parse(`2026-03-05T01:00:03.100Z ${started("06:30:03,000")}`);
    assert.equal(zone(parsed), "UTC+05:30: beside");
    assert.equal(parsed.records[0]?.beforeSend, false);
  });

  it("where nothing decides it is said", () => {
    const log = started("07:00:00,000");
    assert.equal(zone(parseLog(log, { source: "worker.logs" })), "UTC+09:00: assumed");
    assert.equal(zone(parseLog("Killed", options)), "UTC+09:00: assumed");
    // Long before the send in either zone: the nearer one is assumed.
    const old = parse(worker("00:30:00,000", "INFO", "Graceful shutdown: exiting").replace("03-05", "03-04"));
    assert.equal(zone(old), "UTC: assumed");
    assert.equal(old.records[0]?.beforeSend, true);
  });

  it("two seconds of rounding are no past", () => {
    const parsed = parse(started("09:59:57,999"), started("09:59:58,000"), started("10:00:00,000"));
    assert.deepEqual(
      parsed.records.map(({ beforeSend }) => beforeSend),
      [true, false, false],
    );
  });

  it("without the time of the send nothing lies before it", () => {
    const parsed = parseLog(started("00:00:00,000"), { source: "worker.logs" });
    assert.equal(parsed.records[0]?.beforeSend, false);
  });

  it("a line without a time lies before the send if a later line does", () => {
    const parsed = parse("Killed", started("09:00:00,000"), "Killed", started("10:00:03,000"), "Killed");
    assert.deepEqual(
      parsed.records.map(({ beforeSend }) => beforeSend),
      [true, true, false, false, false],
    );
  });

  it("an explicit zone needs no guess", () => {
    const parsed = parse("[2026-03-05 03:00:03 +0200] [7] [INFO] Worker exiting (pid: 7)");
    assert.equal(parsed.records[0]?.at, Date.parse("2026-03-05T01:00:03Z"));
    assert.equal(zone(parsed), "UTC: stated");
  });
});

describe("log parser: what it keeps", () => {
  const at = (ms: number) =>
    `10:00:${String(3 + Math.floor(ms / 1_000)).padStart(2, "0")},${String(ms % 1_000).padStart(3, "0")}`;

  it("a flood of pairs becomes two records with a rate, first and last", () => {
    const lines = Array.from({ length: 1_800 }, (_, index) => [
      worker(at(Math.floor(index / 0.9)), "ERROR", "Failed to get queue URL for q: Unable to locate credentials"),
      worker(at(Math.floor(index / 0.9)), "ERROR", "Failed to receive message from q: Unable to locate credentials"),
    ]).flat();
    const parsed = parse(worker("10:00:01,000", "INFO", "Django setup done (ORM available)"), ...lines);
    assert.deepEqual(idsOf(parsed), [
      "orm-available",
      "queue-url-failed",
      "queue-receive-failed",
      "queue-url-failed",
      "queue-receive-failed",
    ]);
    assert.deepEqual(
      parsed.floods.map(({ repeats }) => [repeats?.count, Math.round((repeats?.perSecond ?? 0) / 100)]),
      [
        [1_800, 9],
        [1_800, 9],
      ],
    );
    assert.equal(parsed.records.at(-1)?.line, 3_601);
    assert.equal(parsed.truncated, false);
  });

  it("a flood before the send is not merged with the one after it", () => {
    const flood = (minute: string) =>
      Array.from({ length: 30 }, () => worker(`${minute}:10,000`, "ERROR", "Failed to delete message: x"));
    const parsed = parse(...flood("09:59"), ...flood("10:00"));
    assert.deepEqual(
      parsed.floods.map(({ repeats, beforeSend }) => [repeats?.count, beforeSend]),
      [
        [30, true],
        [30, false],
      ],
    );
  });

  it("a flood never hides another code, and never another message's success", () => {
    const flood = Array.from({ length: 50 }, (_, index) =>
      worker(
        "10:00:03,000",
        "WARNING",
        `send_sms MessageNotReceivedError to=0101**** reason=[${index === 25 ? 1030 : 1062}] no`,
      ),
    );
    const sent = Array.from({ length: 300 }, (_, index) =>
      worker("10:00:03,000", "INFO", `send_sms ok to=0101**** group_id=G${index}`),
    );
    const parsed = parse(...flood, ...sent);
    assert.ok(parsed.records.some(({ values }) => values["code"] === "1030"));
    assert.equal(parsed.records.filter(({ pattern }) => pattern?.id === "send-sms-ok").length, 300);
  });

  it("what is unique survives a ring that overflows", () => {
    const noise = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        worker("10:00:04,000", "INFO", `send_sms ok to=0101**** group_id=G${index}`),
      );
    const rare = worker("10:00:03,000", "WARNING", "get_tenant_messaging_info failed: x");
    const mock = worker("10:00:05,000", "INFO", "send_sms ok to=0101**** group_id=mock-1");
    const parsed = parseLog([...noise(500), rare, ...noise(500), mock, ...noise(500)].join("\n"), {
      ...options,
      keepRecords: 50,
    });
    assert.equal(parsed.totalLines, 1_502);
    assert.ok(parsed.truncated);
    assert.ok(parsed.records.length < 60);
    assert.ok(parsed.records.some(({ pattern }) => pattern?.id === "tenant-info-failed"));
    assert.ok(parsed.records.some(({ values }) => values["group_id"] === "mock-1"));
    assert.equal(parsed.records.at(-1)?.line, 1_502);
  });

  it("unknown lines are counted and sampled", () => {
    const parsed = parse(
      ...Array.from({ length: 100 }, (_, index) => worker("10:00:03,000", "INFO", `cron tick ${index}`)),
      "하이",
    );
    assert.equal(parsed.unknown.count, 101);
    assert.deepEqual(
      parsed.unknown.samples.map(({ text }) => text),
      ["cron tick 0", "cron tick 99", "하이"],
    );
    assert.equal(parsed.unknown.samples[0]?.repeats?.count, 100);
  });

  it("a line of a megabyte is cut, counted and recognised", () => {
    const parsed = parse(
      worker("10:00:03,000", "ERROR", `Invalid message format: ${"가".repeat(1_000_000)}`),
      "Killed",
    );
    const [record, next] = parsed.records;
    assert.equal(record?.pattern?.id, "message-format-invalid");
    assert.equal(record.text.length + (record.cutChars ?? 0), 1_000_024);
    assert.ok(record.text.length <= 4_000);
    assert.equal(parsed.truncated, true);
    assert.equal(next?.line, 2);
  });

  it("tells the generation by the lines that only one has", () => {
    assert.equal(parse(worker("10:00:03,000", "INFO", "Django setup done (ORM available)")).generation, undefined);
    assert.equal(parse("send_sms ok to=0101**** group_id=G1").generation, "2026-03");
    assert.equal(parse("Business dedup: key=a already claimed, skipping (tenant=7)").generation, "2026-08");
  });

  it("an empty log is empty", () => {
    const parsed = parseLog("", options);
    assert.deepEqual([parsed.totalLines, parsed.records, parsed.unknown.count], [0, [], 0]);
  });

  it("excerpts carry no phone number", () => {
    const record = only("Invalid message format: {'to': '01012345678', 'password': 'hunter22'}");
    const excerpt = excerptOf(record);
    assert.ok(!excerpt.includes("12345678") && !excerpt.includes("hunter22"), excerpt);
    assert.ok(excerpt.includes("0101****"));
  });
});
