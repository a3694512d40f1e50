import assert from "node:assert/strict";
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
    "a level padded to the right":
      "2026-03-05T10:00:03.250+09:00  INFO apps.messaging send_sms ok to=0101**** group_id=G4V7",
    JSON: '{"level":"INFO","time":"2026-03-05T10:00:03.250+09:00","message":"send_sms ok to=0101**** group_id=G4V7"}',
    "JSON of docker": `{"log":"${ok}\\n","stream":"stderr","time":"2026-03-05T01:00:03.250Z"}`,
    "JSON of journalctl": `{"__REALTIME_TIMESTAMP":"1772672403250000","PRIORITY":"6","_HOSTNAME":"ip-10-0-0-5","MESSAGE":"${ok}"}`,
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
