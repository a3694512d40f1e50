import {
  type Case,
  adversary,
  api,
  at,
  counts,
  enqueued,
  http,
  ok,
  retry,
  row,
  setup,
  smsFailed,
  text,
  worker,
} from "./kit";

const PROVIDER: Case[] = [
  ["English row", "provider.sender-not-registered blocked", { ...enqueued(), ...row("Sender number is not verified") }],
  [
    "Korean row",
    "provider.sender-not-registered blocked",
    { ...enqueued(), ...row("발신번호가 등록되지 않았습니다.") },
  ],
  [
    "solapi-python's class path",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(),
      ...worker(
        setup,
        http(3),
        smsFailed(3, "solapi.error.MessageNotReceiveError.MessageNotReceivedError: [1062] 발신번호 미등록"),
      ),
    },
  ],
  [
    "401 line alone",
    "provider.unauthorized blocked",
    worker(setup, http(3, "401 Unauthorized"), at(3, "send_sms failed to=0101****", "ERROR")),
  ],
  [
    "httpx ReadTimeout as a chain",
    "provider.timeout ambiguous",
    {
      ...enqueued(),
      ...worker(
        setup,
        at(33, "send_sms failed to=0101****", "ERROR"),
        "Traceback (most recent call last):",
        '  File "/usr/local/lib/python3.11/site-packages/httpcore/_exceptions.py", line 14, in map_exceptions',
        "httpcore.ReadTimeout: The read operation timed out",
        "",
        "The above exception was the direct cause of the following exception:",
        "",
        "Traceback (most recent call last):",
        '  File "/usr/local/lib/python3.11/site-packages/httpx/_transports/default.py", line 86, in map_httpcore_exceptions',
        "httpx.ReadTimeout: The read operation timed out",
      ),
    },
  ],
  [
    "row says timed out, the provider delivered",
    "none ok",
    {
      ...enqueued(),
      ...row("The read operation timed out"),
      provider: { messages: [{ statusCode: "4000", to: "0101****" }] },
    },
    "provider",
  ],
  [
    "row says refused, the provider took another's",
    "provider.balance blocked",
    {
      api: { ...enqueued().api, logs: text(api(1, "Messaging job enqueued: to=0101****", "INFO")) },
      ...row("('NotEnoughBalance', '잔액이 부족합니다.')"),
      provider: { messages: [{ statusCode: "4000", to: "0109****" }] },
    },
  ],
  [
    "Alimtalk failed, Solapi's own SMS arrived",
    "none ok",
    {
      ...enqueued(),
      ...row(),
      provider: {
        messages: [
          { statusCode: "3104", type: "ATA", to: "0101****" },
          { statusCode: "4000", type: "SMS", to: "0101****" },
        ],
      },
    },
  ],
  [
    "no success, no exception",
    "provider.rejected-reason-lost blocked",
    {
      request: { message_mode: "alimtalk" },
      ...enqueued(),
      ...worker(setup, http(3), at(3, "alimtalk no success to=0101****", "WARNING")),
    },
  ],
  [
    "permanently failed",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(),
      ...worker(
        http(3),
        at(
          3,
          "send permanently failed (non-retryable), deleting message: reason=[1062] 발신번호 미등록 to=0101**** tenant=1",
          "ERROR",
        ),
      ),
    },
  ],
  [
    "called ambiguous, a definite refusal",
    "provider.balance blocked",
    {
      ...enqueued(),
      ...worker(
        http(3, "402 Payment Required"),
        at(
          3,
          "send outcome ambiguous after provider call; suppressing automatic resend: reason=('NotEnoughBalance', '잔액이 부족합니다.') to=0101**** tenant=1 log_id=5",
          "ERROR",
        ),
      ),
      ...row("('NotEnoughBalance', '잔액이 부족합니다.')", { status: "ambiguous" }),
    },
  ],
  [
    "ambiguous row, an IP",
    "provider.ip-not-allowed blocked",
    {
      ...enqueued(),
      ...row("('Forbidden', '허용되지 않은 IP(52.79.1.1)입니다.')", { status: "ambiguous", success: false }),
    },
  ],
  [
    "three sent, one number wrong",
    "provider.recipient-invalid degraded",
    {
      ...enqueued(3),
      ...worker(
        setup,
        http(2),
        ok(2, "0101****"),
        http(3),
        ok(3, "0102****"),
        http(4),
        at(4, "send_sms MessageNotReceivedError to=0103**** reason=[1011] 수신번호 형식 오류", "WARNING"),
      ),
    },
  ],
  [
    "Alimtalk asked, SMS sent",
    "provider.alimtalk-config degraded",
    {
      request: { message_mode: "alimtalk" },
      ...enqueued(),
      ...worker(
        setup,
        at(2, "alimtalk requested but pf_id/template_id missing, sending SMS", "WARNING"),
        http(3),
        ok(3),
      ),
      ...row(),
    },
  ],
  [
    "platform has no balance",
    "provider.balance silent",
    {
      ...enqueued(),
      ...row(),
      provider: { messages: [{ statusCode: "2230", statusMessage: "잔액 부족", to: "0101****" }] },
    },
  ],
  [
    "probe's key is bad, the rows generic",
    "provider.unauthorized blocked",
    {
      ...enqueued(),
      ...row("send_failed"),
      provider: { error: { status: 401, errorCode: "InvalidAPIKey", errorMessage: "Invalid API key" } },
    },
  ],
  [
    "no sentAt, log alone",
    "provider.balance blocked",
    {
      sentAt: null,
      collectedAt: null,
      ...worker(setup, http(3, "400 Bad Request"), retry(3, "('NotEnoughBalance', '잔액이 부족합니다.')")),
    },
  ],
  [
    "UTC, no collectedAt",
    "provider.ip-not-allowed blocked",
    {
      collectedAt: null,
      worker: { logs: retry(3, "('Forbidden', '허용되지 않은 IP(1.2.3.4)')").replace(" 10:", " 01:") },
    },
  ],
  [
    "empty strings everywhere",
    "provider.quota blocked",
    {
      request: { raw_body: "", message_mode: "" },
      ...enqueued("1", ""),
      queue: { name: "", region: "", url: "" },
      worker: { logs: text(retry(3, "('QuotaExceeded', '일일 발송량 초과')")), container: { state: "", health: "" } },
      tenant: { messaging_sender: "0212345678", credit_balance: "" },
      provider: { messages: [{ statusCode: "", to: "" }] },
    },
  ],
  [
    "masks of two styles",
    "none ok",
    {
      ...enqueued(),
      ...worker(
        setup,
        http(2),
        at(2, "send_sms MessageNotReceivedError to=0109**** reason=[1062] x", "WARNING"),
        http(3),
        ok(3),
      ),
      notificationLogs: [
        {
          id: 1,
          sent_at: "2026-03-05T01:00:03Z",
          success: true,
          failure_reason: null,
          recipient_summary: "홍길동 학부모 (010-1***-5678)",
        },
      ],
    },
  ],
  [
    "trace ids and repeated attempts",
    "provider.unauthorized blocked",
    {
      ...enqueued(),
      ...worker(
        ...[3, 63, 123].flatMap((second) => [
          http(second, "403 Forbidden"),
          retry(second, "('SignatureDoesNotMatch', 'signature가 일치하지 않습니다.')"),
        ]),
      ),
      ...counts(0, 0, { after: { visible: 0, inFlight: 0, dead: 1 } }),
    },
  ],
];

adversary("hard cases of Solapi", PROVIDER);
