import {
  type Case,
  adversary,
  at,
  container,
  counts,
  enqueued,
  http,
  retry,
  row,
  setup,
  smsFailed,
  started,
  tenant,
  text,
  worker,
} from "./kit";

const GENERIC = "메시지 접수에 실패했습니다. 자세한 내용은 failed_messages를 확인해주세요.";

const refused = (code: string, words: string) => ({
  ...enqueued(),
  ...worker(
    setup,
    started(),
    http(3),
    at(3, `send_sms MessageNotReceivedError to=0101**** reason=[${code}] ${words}`, "WARNING"),
    retry(3, `[${code}] ${words}`),
  ),
});

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

const alimtalk = (why: string) => ({
  request: { message_mode: "alimtalk" },
  ...enqueued(),
  ...worker(setup, http(3), at(3, `alimtalk failed to=0101****: ${why}`, "WARNING"), retry(3, why)),
});

const REFUSED: Case[] = [
  [
    "no sender at all",
    "provider.sender-missing blocked",
    { ...enqueued(), ...worker(setup, retry(2, "sender_required")), ...row("sender_required") },
  ],
  ["no sender, by the row", "provider.sender-missing blocked", row("sender_required")],
  ["1062", "provider.sender-not-registered blocked", refused("1062", "발신번호 미등록")],
  ["1062 by the row alone", "provider.sender-not-registered blocked", row("[1062] 등록되지 않은 발신번호입니다.")],
  [
    "2062 later",
    "provider.sender-not-registered silent",
    { ...enqueued(), ...row(), ...message(2062, "발신번호 사전등록 미등록") },
  ],
  ["1062 by the provider's list alone", "provider.sender-not-registered blocked", message("1062", "발신번호 미등록")],
  [
    "bad key 403",
    "provider.unauthorized blocked",
    raised("403 Forbidden", "InvalidAPIKey", "유효한 API Key가 아닙니다."),
  ],
  ["bad key 401", "provider.unauthorized blocked", raised("401 Unauthorized", "InvalidAPIKey", "Invalid API Key")],
  [
    "bad secret",
    "provider.unauthorized blocked",
    raised("403 Forbidden", "SignatureDoesNotMatch", "서버에서 생성한 signature와 일치하지 않습니다."),
  ],
  [
    "bad key, from the probe and the row",
    "provider.unauthorized blocked",
    {
      ...enqueued(),
      ...row("('InvalidAPIKey', '유효한 API Key가 아닙니다.')"),
      provider: { error: { status: "403", errorCode: "InvalidAPIKey", errorMessage: "x" } },
    },
  ],
  [
    "clock",
    "provider.clock-skew blocked",
    raised("403 Forbidden", "RequestTimeTooSkewed", "요청 시간이 서버 시간과 15분 이상 차이납니다."),
  ],
  [
    "IP",
    "provider.ip-not-allowed blocked",
    raised("403 Forbidden", "Forbidden", "허용되지 않은 IP(3.36.1.2)로 접근하였습니다."),
  ],
  [
    "IP, prefixed row",
    "provider.ip-not-allowed blocked",
    { ...enqueued(), ...row("솔라피 IP 미등록: ('Forbidden', '허용되지 않은 IP(3.36.1.2)로 접근하였습니다.')") },
  ],
  ["balance", "provider.balance blocked", raised("400 Bad Request", "NotEnoughBalance", "잔액이 부족합니다.")],
  ["balance 402", "provider.balance blocked", raised("402 Payment Required", "NotEnoughBalance", "잔액이 부족합니다.")],
  ["balance 1030", "provider.balance blocked", refused("1030", "잔액 부족")],
  [
    "balance is not the tenant's",
    "provider.balance blocked",
    {
      ...enqueued(),
      ...row("provider_not_enough_balance", { status: "failed" }),
      ...tenant({ credit_balance: "50000" }),
      provider: { balance: { balance: "0", point: "0" } },
    },
  ],
  ["quota", "provider.quota blocked", raised("403 Forbidden", "QuotaExceeded", "일일 발송량을 초과했습니다.")],
  ["quota, row", "provider.quota blocked", row("provider_quota_exceeded")],
  [
    "rate",
    "provider.rate-limited blocked",
    raised("429 Too Many Requests", "TooManyRequests", "요청이 너무 많습니다."),
  ],
  ["format of the number", "provider.recipient-invalid blocked", refused("1011", "수신번호 형식 오류")],
  ["3010 later", "provider.recipient-invalid silent", { ...enqueued(), ...row(), ...message("3010", "수신번호 오류") }],
  ["opted out", "provider.recipient-blocked blocked", refused("1061", "080 수신거부")],
  ["blocked at the platform", "provider.recipient-blocked blocked", refused("1060", "수신 차단")],
  ["same recipient twice", "provider.duplicate-recipient blocked", refused("1026", "중복 수신번호")],
  ["text missing", "provider.text-invalid blocked", refused("1010", "필수 입력 값이 입력되지 않았습니다.")],
  ["not EUC-KR", "provider.text-invalid blocked", refused("1029", "EUC-KR로 표현할 수 없는 문자")],
  ["too long", "provider.text-invalid blocked", { ...enqueued(), ...row("[1031] 본문 길이 초과") }],
  ["type", "provider.message-type blocked", refused("1025", "발송 불가 메시지 타입")],
  ["nothing to send", "provider.message-type blocked", { ...enqueued(), ...row("발송 가능한 메시지가 없습니다.") }],
  ["template text", "provider.template-mismatch blocked", refused("1043", "템플릿 내용 불일치")],
  ["template unknown", "provider.template-not-found blocked", refused("1042", "템플릿 없음")],
  [
    "channel unknown",
    "provider.template-not-found blocked",
    {
      request: { message_mode: "alimtalk" },
      ...enqueued(),
      ...row(GENERIC),
      ...message("1041", "채널 없음", { type: "ATA" }),
    },
  ],
  [
    "TemplateNotApproved",
    "provider.template-not-found blocked",
    alimtalk("('TemplateNotApproved', '승인되지 않은 템플릿입니다.')"),
  ],
  [
    "own configuration",
    "provider.alimtalk-config blocked",
    {
      ...enqueued(),
      ...worker(setup, retry(2, "alimtalk_requires_pf_id_and_template_id")),
      ...row("alimtalk_requires_pf_id_and_template_id"),
    },
  ],
  ["own configuration, row", "provider.alimtalk-config blocked", { ...enqueued(), ...row("to_pf_template_required") }],
  ["reason lost", "provider.rejected-reason-lost blocked", alimtalk(GENERIC)],
  [
    "reason lost, row",
    "provider.rejected-reason-lost blocked",
    { request: { message_mode: "alimtalk" }, ...enqueued(), ...row(GENERIC) },
  ],
  [
    "reason recovered",
    "provider.template-mismatch blocked",
    { ...alimtalk(GENERIC), ...message("1043", "템플릿 불일치", { type: "ATA" }) },
  ],
  [
    "reason recovered, number",
    "provider.sender-not-registered blocked",
    { ...enqueued(), ...row(GENERIC), ...message(1062, "발신번호 미등록") },
  ],
  [
    "900 refusals",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(300),
      worker: {
        logs: text(
          ...Array.from({ length: 900 }, (_, i) =>
            at(
              2 + Math.floor(i / 20),
              "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록",
              "WARNING",
            ),
          ),
        ),
      },
    },
  ],
  [
    "refused, then in the dead-letter queue",
    "provider.unauthorized blocked",
    {
      ...raised("403 Forbidden", "InvalidAPIKey", "bad"),
      ...counts(0, 0, { after: { visible: 0, inFlight: 0, delayed: 0, dead: 1 } }),
    },
  ],
  [
    "refused and the worker gone since",
    "provider.balance blocked",
    {
      ...enqueued(),
      worker: {
        container: container("exited", { exitCode: 1 }),
        logs: raised("402 Payment Required", "NotEnoughBalance", "잔액이 부족합니다.").worker.logs,
      },
    },
  ],
  [
    "UTC log",
    "provider.sender-not-registered blocked",
    { worker: { logs: refused("1062", "발신번호 미등록").worker.logs.replaceAll(" 10:", " 01:") } },
  ],
  [
    "sentAt in UTC, log in KST",
    "provider.sender-not-registered blocked",
    { sentAt: "2026-03-05T01:00:00Z", collectedAt: "2026-03-05T01:01:30Z", ...refused("1062", "발신번호 미등록") },
  ],
  ["the 402 of the HTTP line alone", "provider.balance blocked", worker(setup, http(3, "402 Payment Required"))],
];

adversary("refused by Solapi", REFUSED);
