import {
  type Case,
  adversary,
  at,
  counts,
  enqueued,
  http,
  ok,
  retry,
  row,
  setup,
  smsFailed,
  started,
  tenant,
  worker,
} from "./kit";

const GENERIC = "메시지 접수에 실패했습니다. 자세한 내용은 failed_messages를 확인해주세요.";

const raised = (status: string, errorCode: string, words: string) => ({
  ...enqueued(),
  ...worker(
    setup,
    started(),
    http(3, status),
    smsFailed(3, `Exception: ('${errorCode}', '${words}')`),
    retry(3, `('${errorCode}', '${words}')`),
  ),
});

const message = (statusCode: unknown, statusMessage = "", more: object = {}) => ({
  provider: { messages: [{ messageId: "M4V20260305100003", statusCode, statusMessage, to: "0101****", ...more }] },
});

const accepted = (code: unknown, words = "") => ({
  ...enqueued(),
  ...worker(setup, http(3), at(3, "send_alimtalk ok to=0101**** group_id=G4V20260305100003BBBB")),
  ...row(),
  ...message(code, words, { type: "ATA" }),
});

const LATER: Case[] = [
  ["accepted, 3034", "provider.template-mismatch silent", accepted("3034", "템플릿 불일치")],
  ["accepted, 3063", "provider.template-mismatch silent", accepted(3063, "변수 누락")],
  ["accepted, 3105", "provider.template-not-found silent", accepted("3105", "미등록 템플릿")],
  ["accepted, no KakaoTalk", "provider.alimtalk-undelivered silent", accepted("3104", "카카오톡 미사용자")],
  ["accepted, Alimtalk blocked", "provider.alimtalk-undelivered silent", accepted("3107", "알림톡 차단")],
  ["accepted, at night", "provider.alimtalk-undelivered silent", accepted("3108", "발송 가능 시간이 아님")],
  [
    "accepted, power off",
    "provider.undelivered silent",
    { ...enqueued(), ...worker(setup, http(3), ok(3)), ...row(), ...message("3043", "전원 꺼짐") },
  ],
  ["accepted, spam", "provider.undelivered silent", { ...enqueued(), ...row(), ...message(3054, "스팸") }],
  [
    "accepted, code of tomorrow",
    "provider.undelivered silent",
    { ...enqueued(), ...row(), ...message("3999", "알 수 없음") },
  ],
  ["a 3xxx alone", "provider.undelivered silent", message("3040", "시간 초과")],
];

const AMBIGUOUS: Case[] = [
  [
    "read time-out",
    "provider.timeout ambiguous",
    {
      ...enqueued(),
      ...worker(
        setup,
        started(),
        smsFailed(33, "httpx.ReadTimeout: The read operation timed out"),
        retry(33, "The read operation timed out"),
      ),
    },
  ],
  ["time-out, row", "provider.timeout ambiguous", { ...enqueued(), ...row("The read operation timed out") }],
  [
    "requests' read time-out",
    "provider.timeout ambiguous",
    {
      ...enqueued(),
      ...worker(
        setup,
        retry(33, "HTTPSConnectionPool(host='api.solapi.com', port=443): Read timed out. (read timeout=30)"),
      ),
    },
  ],
  [
    "outcome ambiguous, second generation",
    "provider.timeout ambiguous",
    {
      ...enqueued(),
      ...worker(
        at(
          33,
          "send outcome ambiguous after provider call; suppressing automatic resend: reason=timed out to=0101**** tenant=1 log_id=9",
          "ERROR",
        ),
      ),
      ...row("timed out", { status: "ambiguous" }),
    },
  ],
  [
    "HTML of a gateway",
    "provider.server-error ambiguous",
    raised("502 Bad Gateway", "UnknownError", "<html><head><title>502 Bad Gateway</title></head></html>"),
  ],
  ["HTTP 503 alone", "provider.server-error ambiguous", worker(setup, http(3, "503 Service Unavailable"))],
  ["UnknownError, row", "provider.server-error ambiguous", { ...enqueued(), ...row("('UnknownError', '<html>')") }],
  [
    "unreadable 200",
    "provider.reply-unreadable ambiguous",
    {
      ...enqueued(),
      ...worker(
        setup,
        http(3),
        smsFailed(3, "pydantic_core._pydantic_core.ValidationError: 3 validation errors for SendMessageResponse"),
        "groupInfo.count.total",
        "  Field required [type=missing, input_value={}, input_type=dict]",
      ),
    },
  ],
  [
    "unreadable 200, row",
    "provider.reply-unreadable ambiguous",
    { ...enqueued(), ...row("3 validation errors for SendMessageResponse\ngroupInfo.count.total\n  Field required") },
  ],
];

const MIXED: Case[] = [
  [
    "both: fallback went out",
    "none ok",
    {
      request: { message_mode: "both" },
      ...enqueued(),
      ...worker(
        setup,
        http(3),
        at(3, `alimtalk failed to=0101****: ${GENERIC}`, "WARNING"),
        at(3, "alimtalk failed, fallback to SMS"),
        http(4),
        ok(4),
      ),
      ...row(),
    },
  ],
  [
    "both: fallback refused too",
    "provider.sender-not-registered blocked",
    {
      request: { message_mode: "both" },
      ...enqueued(),
      ...worker(
        setup,
        http(3),
        at(3, `alimtalk failed to=0101****: ${GENERIC}`, "WARNING"),
        at(3, "alimtalk failed, fallback to SMS"),
        http(4),
        at(4, "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록", "WARNING"),
      ),
    },
  ],
  [
    "another's refusal, our row",
    "none ok",
    {
      ...enqueued(),
      ...worker(
        setup,
        http(2),
        at(2, "send_sms MessageNotReceivedError to=0109**** reason=[1062] 발신번호 미등록", "WARNING"),
        http(3),
        ok(3),
      ),
      ...row(),
    },
  ],
  [
    "another's success, our refusal",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(),
      ...worker(
        setup,
        http(2),
        ok(2, "0109****"),
        http(3),
        at(3, "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록", "WARNING"),
      ),
      ...row("[1062] 발신번호 미등록"),
    },
  ],
  [
    "another tenant has no credit",
    "none ok",
    {
      ...enqueued(),
      ...tenant(),
      ...worker(
        setup,
        at(2, "tenant_id=9 insufficient_balance balance=0 base_price=8.50, skip send", "WARNING"),
        http(3),
        ok(3),
      ),
      ...row(),
    },
  ],
  [
    "another tenant has no credit, ours on its way",
    "none unknown",
    {
      ...enqueued(),
      ...tenant(),
      ...worker(setup, at(2, "tenant_id=9 insufficient_balance balance=0 base_price=8.50, skip send", "WARNING")),
      ...counts(0, 1),
      collectedAt: "2026-03-05T10:00:05+09:00",
    },
    "tenant",
  ],
  [
    "row says sent, provider 1062: silent at best",
    "provider.sender-not-registered silent",
    { ...enqueued(), ...row(), ...message("1062", "발신번호 미등록") },
  ],
  [
    "first try timed out, second went out",
    "none ok",
    {
      ...enqueued(),
      ...worker(
        setup,
        smsFailed(3, "httpx.ConnectError: [Errno -3] Temporary failure in name resolution"),
        retry(3, "[Errno -3] Temporary failure in name resolution"),
        http(64),
        ok(64),
      ),
    },
  ],
];

adversary("accepted, then failed", LATER);

adversary("may have been sent", AMBIGUOUS);

adversary("mixed evidence about Solapi", MIXED);
