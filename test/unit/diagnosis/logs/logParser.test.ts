import assert from "node:assert/strict";
import { excerptOf } from "../../../../src/diagnosis/logs/excerpt";
import { LogParser, type LogRecord, parseLog, type ParsedLog } from "../../../../src/diagnosis/logs/logParser";

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

describe("log parser: prefixes", () => {
  const ok = worker("10:00:03,250", "INFO", "send_sms ok to=0101**** group_id=G4V7");
  const forms: Record<string, string> = {
    plain: ok,
    "docker's time": `2026-03-05T01:00:03.250000001Z ${ok}`,
    "docker's time with an offset": `2026-03-05T10:00:03.250000001+09:00 ${ok}`,
    compose: `academy-messaging-worker  | ${ok}`,
    "compose with times": `messaging-worker-1  | 2026-03-05T01:00:03.250Z ${ok}`,
    "compose in colour": `\u001b[36mmessaging-worker-1  |\u001b[0m ${ok}`,
    CloudWatch: `2026-03-05T01:00:03.250000+00:00 worker/academy/0f3a ${ok}`,
    "CloudWatch in milliseconds": `1772672403250\t${ok}`,
    journal: `Mar  5 10:00:03 ip-10-0-0-5 docker[812]: ${ok}`,
    ANSI: `\u001b[32m${ok}\u001b[0m`,
    "colours without their escapes": `[32m${ok}[0m`,
    CRLF: `${ok}\r`,
    "byte order mark": `\uFEFF${ok}`,
    "Django verbose": "INFO 2026-03-05 10:00:03,250 services 812 139 send_sms ok to=0101**** group_id=G4V7",
    "bracketed time": "[2026-03-05 10:00:03,250] INFO [apps.messaging:42] send_sms ok to=0101**** group_id=G4V7",
    dashes: "2026-03-05 10:00:03,250 - apps.messaging - INFO - send_sms ok to=0101**** group_id=G4V7",
    "gunicorn style": "[2026-03-05 10:00:03 +0900] [7] [INFO] send_sms ok to=0101**** group_id=G4V7",
    JSON: '{"level":"INFO","time":"2026-03-05T10:00:03.250+09:00","message":"send_sms ok to=0101**** group_id=G4V7"}',
    "JSON of docker": `{"log":"${ok}\\n","stream":"stderr","time":"2026-03-05T01:00:03.250Z"}`,
    "JSON over several lines":
      '{\n  "level": "info",\n  "time": 1772672403250,\n  "msg": "send_sms ok to=0101**** group_id=G4V7"\n}',
  };
  for (const [name, text] of Object.entries(forms)) {
    it(`${name}: message, level and time are the same`, () => {
      const record = only(text);
      assert.equal(record.pattern?.id, "send-sms-ok");
      assert.deepEqual(record.values, { to: "0101****", group_id: "G4V7" });
      assert.equal(record.level, "INFO");
      const ms = name === "gunicorn style" ? "000" : "250";
      assert.equal(new Date(record.at ?? 0).toISOString(), `2026-03-05T01:00:03.${ms}Z`);
      assert.equal(record.beforeSend, false);
      assert.equal(record.line, 1);
    });
  }

  it("basicConfig and bare lines carry no time, and are recognised", () => {
    assert.equal(only("INFO:apps.messaging:Messaging job enqueued: to=0101****").pattern?.id, "job-enqueued");
    assert.equal(only("Messaging job enqueued: to=0101****").at, undefined);
  });

  it("a message that begins with brackets keeps them", () => {
    assert.equal(only("2026-03-05 10:00:03 [INFO] [AI] Starting stopped AI worker: ai-asg").pattern?.id, "ai-starting");
    assert.equal(
      only(worker("10:00:03,1", "INFO", "[MockSolapi] 발송 스킵 (실제 API 미호출) {}")).pattern?.id,
      "mock-skipped",
    );
  });

  it("UTF-16, which PowerShell writes, is read", () => {
    const parser = new LogParser(options);
    parser.push(new Uint8Array(Buffer.from(`\uFEFF${ok}\r\n`, "utf16le")));
    assert.deepEqual(idsOf(parser.end()), ["send-sms-ok"]);
  });
});

describe("log parser: libraries", () => {
  const cases: [string, string, Record<string, string>][] = [
    [
      'HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 403 Forbidden"',
      "http-request",
      { method: "POST", url: "https://api.solapi.com/messages/v4/send-many/detail", status: "403" },
    ],
    [
      "Failed to receive message from q: An error occurred (AccessDenied) when calling the ReceiveMessage operation: Access denied.",
      "queue-receive-failed",
      { queue_name: "q", code: "AccessDenied", operation: "ReceiveMessage", service: "aws" },
    ],
    [
      "Failed to get queue URL for q: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
      "queue-url-failed",
      { code: "AWS.SimpleQueueService.NonExistentQueue", operation: "GetQueueUrl" },
    ],
    ["Failed to get queue URL for q: Unable to locate credentials", "queue-url-failed", { code: "NoCredentials" }],
    [
      'Failed to receive message from q: Could not connect to the endpoint URL: "https://sqs.example/"',
      "queue-receive-failed",
      { code: "EndpointConnectionError", url: "https://sqs.example/" },
    ],
    [
      "Failed to receive message from q: An error occurred (KMS.AccessDeniedException) when calling the ReceiveMessage operation: no",
      "queue-receive-failed",
      { code: "KMS.AccessDeniedException" },
    ],
    [
      "Failed to receive message from q: SignatureDoesNotMatch",
      "queue-receive-failed",
      { code: "SignatureDoesNotMatch", service: "aws" },
    ],
    [
      "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록 trace_id=7f3a91",
      "send-sms-not-received",
      { to: "0101****", reason: "[1062] 발신번호 미등록", code: "1062", trace_id: "7f3a91", service: "solapi" },
    ],
    [
      "send failed, message will retry: ('SignatureDoesNotMatch', '서명')",
      "send-failed-retry",
      { code: "SignatureDoesNotMatch", service: "solapi" },
    ],
    [
      "alimtalk failed to=0101****: ('InvalidAPIKey', '유효하지 않은 키')",
      "alimtalk-failed",
      { code: "InvalidAPIKey" },
    ],
    [
      "send failed, message will retry: ('Forbidden', '허용되지 않은 IP(3.35.1.2)로 접근')",
      "send-failed-retry",
      { code: "Forbidden", ip: "3.35.1.2" },
    ],
    ["deduct_credits failed: FATAL:  remaining connection slots are reserved for roles", "deduct-credits-failed", {}],
    ["config error: Missing required env: SOLAPI_API_KEY", "config-error-missing-env", { variable: "SOLAPI_API_KEY" }],
    [
      "IDEMPOTENT_SKIP job_id=messaging:9 reason=duplicate",
      "lock-skip",
      { job_id: "messaging:9", reason: "duplicate" },
    ],
    ["LOG_IDEMPOTENT_SKIP job_id=messaging:9 reason=duplicate", "lock-skip", { job_id: "messaging:9" }],
    ["Graceful shutdown: exiting in_flight=3", "graceful-shutdown", { in_flight: "3" }],
  ];
  for (const [text, id, values] of cases) {
    it(`${id}: ${text.slice(0, 60)}`, () => {
      const record = only(worker("10:00:03,000", "ERROR", text));
      assert.equal(record.pattern?.id, id);
      assert.deepEqual({ ...record.values, ...values }, record.values);
    });
  }

  it("an access line's numbers are no provider codes", () => {
    const record = only(
      '10.0.0.3 - - [05/Mar/2026:10:00:03 +0900] "POST /api/v1/messaging/send/ HTTP/1.1" 200 1062 "-" "curl"',
    );
    assert.equal(record.pattern?.id, "access");
    assert.equal(record.values["status"], "200");
    assert.equal(record.values["code"], undefined);
    assert.deepEqual(record.mentions, []);
  });

  it("runserver, uvicorn and Django's own lines", () => {
    const parsed = parse(
      '[05/Mar/2026 10:00:03] "POST /api/v1/messaging/send/ HTTP/1.1" 400 75',
      'INFO:     127.0.0.1:5000 - "POST /api/v1/messaging/send/ HTTP/1.1" 502 Bad Gateway',
      "Bad Request: /api/v1/messaging/send/",
      "[2026-03-05 10:00:04 +0900] [7] [CRITICAL] WORKER TIMEOUT (pid:7)",
      "[2026-03-05 10:00:05 +0900] [1] [ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?",
      "Killed",
    );
    assert.deepEqual(idsOf(parsed), [
      "access",
      "access",
      "django-bad-request",
      "gunicorn-timeout",
      "gunicorn-sigkill",
      "process-killed",
    ]);
    assert.deepEqual(
      parsed.records.map(({ values }) => values["status"]),
      ["400", "502", undefined, undefined, undefined, undefined],
    );
  });

  it("a mock's group id is told apart", () => {
    const record = only(worker("10:00:03,000", "INFO", "send_sms ok to=0101**** group_id=mock-12"));
    assert.equal(record.values["group_id"], "mock-12");
    assert.ok(record.mentions.includes("mock-group"));
  });
});

describe("log parser: lines that belong together", () => {
  const traceback = (last: string) => [
    "Traceback (most recent call last):",
    '  File "/app/w.py", line 3, in send',
    "    post()",
    last,
  ];

  it("a traceback belongs to the error before it and tells its exception", () => {
    const record = only(
      worker("10:00:03,000", "ERROR", "send_sms failed to=0101****"),
      ...traceback("httpcore.ReadTimeout: The read operation timed out"),
      "",
      "During handling of the above exception, another exception occurred:",
      "",
      ...traceback("httpx.ReadTimeout: The read operation timed out"),
    );
    assert.equal(record.pattern?.id, "send-sms-failed");
    assert.deepEqual(record.exception, { type: "httpx.ReadTimeout", message: "The read operation timed out" });
    assert.equal(record.detail.length, 9);
    assert.ok(record.mentions.includes("net-timeout"));
  });

  it("an exception's code becomes the record's", () => {
    const record = only(
      worker("10:00:03,000", "ERROR", "Error receiving messaging message: boom"),
      ...traceback(
        "botocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the ReceiveMessage operation: expired",
      ),
    );
    assert.equal(record.values["code"], "ExpiredToken");
    assert.equal(record.values["error"], "boom");
  });

  it("a traceback after an info is a crash of its own, told by its exception", () => {
    const parsed = parse(
      worker("10:00:03,000", "INFO", "Django setup done (ORM available)"),
      ...traceback("ModuleNotFoundError: No module named 'apps.support'"),
    );
    assert.deepEqual(idsOf(parsed), ["orm-available", "module-missing"]);
    const crash = parsed.records[1];
    assert.equal(crash?.text, "ModuleNotFoundError: No module named 'apps.support'");
    assert.equal(crash.line, 5);
    assert.equal(crash.values["module"], "apps.support");
  });

  it("a repeated crash without headers gives a record each time", () => {
    const crash = traceback("ImportError: libpq.so.5: cannot open shared object file");
    assert.deepEqual(idsOf(parse(...crash, ...crash)), ["import-error", "import-error"]);
  });

  it("an exception's message over several lines stays with it, and a known line begins anew", () => {
    const parsed = parse(
      worker("10:00:03,000", "ERROR", "deduct_credits failed: x"),
      ...traceback('psycopg2.OperationalError: connection to server at "db", port 5432 failed: Connection refused'),
      "\tIs the server running on that host and accepting TCP/IP connections?",
      "Messaging Worker shutdown complete",
    );
    assert.deepEqual(idsOf(parsed), ["deduct-credits-failed", "worker-stopped"]);
    assert.ok(parsed.records[0]?.mentions.includes("postgres-connection-failed"));
    assert.equal(parsed.records[0]?.detail.length, 5);
  });

  it("docker's prefix on every line of a traceback changes nothing", () => {
    const lines = [worker("10:00:03,000", "ERROR", "deduct_credits failed: x"), ...traceback("ValueError: no")];
    const record = only(...lines.map((line) => `worker-1  | 2026-03-05T01:00:03.000Z ${line}`));
    assert.equal(record.exception?.type, "ValueError");
    assert.equal(record.detail[2], "    post()");
  });

  it("an exception inside a JSON line is read", () => {
    const stack = traceback("KeyError: 'to'").join("\n");
    const record = only(
      JSON.stringify({
        levelname: "ERROR",
        asctime: "2026-03-05 10:00:03,000",
        message: "deduct_credits failed: 'to'",
        exc_info: stack,
      }),
    );
    assert.deepEqual(record.exception, { type: "KeyError", message: "'to'" });
    assert.equal(record.beforeSend, false);
  });

  it("a pretty-printed object that is no log line stays with the record before it", () => {
    const record = only(
      worker("10:00:03,000", "WARNING", "Solapi sender list failed status=502 body="),
      "{",
      '  "a": 1',
      "}",
    );
    assert.deepEqual(record.detail, ["{", '  "a": 1', "}"]);
  });

  it("more lines of an error's message stay with it, those of an info don't", () => {
    const lines = ["groupInfo.count", "  Field required"];
    const error = only(
      worker("10:00:03,000", "WARNING", "send failed, message will retry: 1 validation error for SendMessageResponse"),
      ...lines,
    );
    assert.deepEqual(error.detail, lines);
    assert.deepEqual(idsOf(parse(worker("10:00:03,000", "INFO", "Graceful shutdown: exiting"), ...lines)), [
      "graceful-shutdown",
      "?",
    ]);
  });

  it("an exception that stands alone begins a record, also after a traceback", () => {
    const parsed = parse(
      worker("10:00:03,000", "ERROR", "deduct_credits failed: x"),
      ...traceback("ValueError: no"),
      'django.db.utils.OperationalError: FATAL:  password authentication failed for user "academy"',
    );
    assert.deepEqual(idsOf(parsed), ["deduct-credits-failed", "postgres-password"]);
    assert.equal(parsed.records[1]?.exception?.type, "django.db.utils.OperationalError");
    assert.equal(parsed.records[1].values["user"], "academy");
  });

  it("an endless traceback is capped, and keeps its end", () => {
    const frames = Array.from({ length: 500 }, (_, index) => `  frame ${index}`);
    const record = only(
      worker("10:00:03,000", "ERROR", "deduct_credits failed: x"),
      traceback("")[0] ?? "",
      ...frames,
      "RecursionError: deep",
    );
    assert.equal(record.detail.length, 80);
    assert.equal(record.detail.at(-1), "RecursionError: deep");
    assert.equal(record.exception?.type, "RecursionError");
  });
});

describe("log parser: times", () => {
  const started = (time: string) => worker(time, "INFO", "Django setup done (ORM available)");
  const zone = (parsed: ParsedLog) => [parsed.timezone.offsetMinutes, parsed.timezone.certain];

  it("KST and UTC are told apart by the window of the send", () => {
    assert.deepEqual(zone(parse(started("10:00:03,000"))), [540, true]);
    assert.deepEqual(zone(parse(started("01:00:03,000"))), [0, true]);
  });

  it("a log of a day is not mistaken: no line can be younger than the collection", () => {
    const day = ["01:00:10,000", "01:00:20,000", "01:00:30,000", "10:00:03,000"].map(started);
    const parsed = parse(...day);
    assert.deepEqual(zone(parsed), [540, true]);
    assert.deepEqual(
      parsed.records.map(({ beforeSend }) => beforeSend),
      [true, true, true, false],
    );
  });

  it("docker's time beside the line decides", () => {
    const parsed = parse(`2026-03-05T01:00:03.100Z ${started("06:30:03,000")}`);
    assert.deepEqual(zone(parsed), [330, true]);
    assert.equal(parsed.records[0]?.beforeSend, false);
  });

  it("where nothing decides it is said", () => {
    const log = started("07:00:00,000");
    assert.deepEqual(zone(parseLog(log, { source: "worker.logs" })), [540, false]);
    assert.deepEqual(zone(parseLog("Killed", options)), [540, false]);
    // Long before the send in either zone: the nearer one is assumed.
    const old = parse(worker("00:30:00,000", "INFO", "Graceful shutdown: exiting").replace("03-05", "03-04"));
    assert.deepEqual(zone(old), [0, false]);
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
    assert.deepEqual(zone(parsed), [0, true]);
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
