import {
  answered,
  blind,
  container,
  log,
  queue,
  record,
  row,
  solapi200,
  solapiHttp,
  tenant,
  type BlindCase,
} from "./kit";

const drained = queue([0, 0], [0, 0]);
const refusedSms = (reason: string): string =>
  `1 I ${solapi200}\n1 W send_sms MessageNotReceivedError to=0101**** reason=${reason}\n1 W send failed, message will retry: ${reason}`;
const fetchError = (http: string, code: string, message: string): string => `1 I ${solapiHttp(http)}
1 E send_sms failed to=0101****
Traceback (most recent call last):
  File "/app/apps/worker/messaging_worker/sqs_main.py", line 173, in send_one_sms
    resp = service.send(message)
  File "/usr/local/lib/python3.11/site-packages/solapi/lib/fetcher.py", line 61, in default_fetcher
    raise Exception(error_response.error_code, error_response.error_message)
Exception: ('${code}', '${message}')
1 W send failed, message will retry: ('${code}', '${message}')`;
const generic = "메시지 접수에 실패했습니다. 자세한 내용은 failed_messages를 확인해 주세요.";
const ok = `1 I ${solapi200}\n1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`;
const okTalk = `1 I ${solapi200}\n1 I send_alimtalk ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`;
const three = (api: object, logs: string, sender = "0212345678"): Record<string, unknown> => ({
  api,
  worker: { logs: log(logs) },
  tenant: tenant(sender),
});
const logOnly = (logs: string, dress: Parameters<typeof log>[1] = {}): Record<string, unknown> => ({
  worker: { logs: log(logs, dress) },
});
const rowOnly = (reason: string): Record<string, unknown> => ({
  api: answered(),
  notificationLogs: [row(false, reason)],
});

/** Layer provider: refused at intake or by its front door, first batch. */
// prettier-ignore
export const providerRefusedCases: readonly BlindCase[] = [
  blind("prov-nosender", "blocked provider.sender-missing", three(answered(), "1 W send failed, message will retry: sender_required", "")),
  blind("prov-nosender-row", "blocked provider.sender-missing", { ...rowOnly("sender_required"), tenant: tenant("") }),
  blind("prov-nosender-log", "blocked provider.sender-missing", logOnly("1 W send failed, message will retry: sender_required", { stamped: true })),
  blind("prov-1062", "blocked provider.sender-not-registered", three(answered(), refusedSms("[1062] 발신번호 미등록"))),
  blind("prov-1062-log", "blocked provider.sender-not-registered", logOnly(refusedSms("[1062] 등록되지 않은 발신번호입니다."), { zone: "UTC", stamped: true, crlf: true })),
  blind("prov-1062-row", "blocked provider.sender-not-registered", rowOnly("[1062] 발신번호 미등록")),
  blind("prov-1062-record", "blocked provider.sender-not-registered", { api: answered(), provider: { messages: [record("1062", "발신번호 미등록")], senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] } }),
  blind("prov-2062", "silent/blocked provider.sender-not-registered", { ...three(answered(), ok), provider: { messages: [record("2062", "등록되지 않은 발신번호")] }, notificationLogs: [row(true)] }),
  blind("prov-sender-en", "blocked provider.sender-not-registered", three(answered(), refusedSms("sender number not verified"))),
  blind("prov-key", "blocked provider.unauthorized", three(answered(), fetchError("403 Forbidden", "InvalidAPIKey", "유효하지 않은 API Key 입니다."))),
  blind("prov-key-401", "blocked provider.unauthorized", logOnly(fetchError("401 Unauthorized", "InvalidAPIKey", "The API key is invalid."), { ansi: true })),
  blind("prov-key-sig", "blocked provider.unauthorized", three(answered(), fetchError("403 Forbidden", "SignatureDoesNotMatch", "전달받은 시그니처와 생성한 시그니처가 다릅니다."))),
  blind("prov-key-probe", "blocked provider.unauthorized", { api: answered(), provider: { error: { status: 403, errorCode: "InvalidAPIKey", errorMessage: "유효하지 않은 API Key" } } }),
  blind("prov-key-row", "blocked provider.unauthorized", rowOnly("('InvalidAPIKey', '유효하지 않은 API Key 입니다.')")),
  blind("prov-skew", "blocked provider.clock-skew", three(answered(), fetchError("403 Forbidden", "RequestTimeTooSkewed", "date 값이 현재 시각과 15분 이상 차이납니다."))),
  blind("prov-skew-probe", "blocked provider.clock-skew", { api: answered(), provider: { error: { status: 403, errorCode: "RequestTimeTooSkewed", errorMessage: "Request time too skewed" } }, notificationLogs: [row(false, "('RequestTimeTooSkewed', 'Request time too skewed')")] }),
  blind("prov-ip", "blocked provider.ip-not-allowed", three(answered(), fetchError("403 Forbidden", "Forbidden", "허용되지 않은 IP(3.35.221.7)로 접근하고 있습니다."))),
  blind("prov-ip-row", "blocked provider.ip-not-allowed", rowOnly("솔라피 IP 미등록: ('Forbidden', '허용되지 않은 IP(13.124.8.1)로 접근하고 있습니다.')")),
  blind("prov-ip-aug", "blocked provider.ip-not-allowed", { ...logOnly("1 I " + solapiHttp("403 Forbidden") + "\n1 W alimtalk failed to=0101****: ('Forbidden', '허용되지 않은 IP(13.124.8.1)로 접근하고 있습니다.')\n1 E send outcome ambiguous after provider call; suppressing automatic resend: reason=('Forbidden', '허용되지 않은 IP(13.124.8.1)') to=0101**** tenant=1 log_id=55") }),
  blind("prov-balance", "blocked provider.balance", three(answered(), fetchError("400 Bad Request", "NotEnoughBalance", "잔액이 부족합니다."))),
  blind("prov-balance-402", "blocked provider.balance", logOnly(fetchError("402 Payment Required", "NotEnoughBalance", "Not enough balance"), { stamped: true })),
  blind("prov-balance-1030", "blocked provider.balance", three(answered(), refusedSms("[1030] 잔액 부족"))),
  blind("prov-balance-2230", "silent/blocked provider.balance", { ...three(answered(), ok), provider: { balance: { balance: 0, point: 0 }, messages: [record("2230", "잔액 부족")] } }),
  blind("prov-balance-row", "blocked provider.balance", { ...rowOnly("provider_not_enough_balance"), tenant: tenant("0212345678", { credit_balance: "50000" }), provider: { balance: { balance: "3", point: "0" } } }),
  blind("prov-quota", "blocked provider.quota", three(answered(), fetchError("400 Bad Request", "QuotaExceeded", "일일 발송량을 초과했습니다."))),
  blind("prov-quota-row", "blocked provider.quota", rowOnly("provider_quota_exceeded")),
  blind("prov-rate", "blocked provider.rate-limited", three(answered(), fetchError("429 Too Many Requests", "TooManyRequests", "요청이 너무 많습니다."))),
  blind("prov-rate-http", "blocked provider.rate-limited", logOnly(`1 I ${solapiHttp("429 Too Many Requests")}\n1 W send failed, message will retry: TooManyRequests`)),
  blind("prov-recipient", "blocked provider.recipient-invalid", three(answered(), refusedSms("[1011] 수신번호 형식 오류"))),
  blind("prov-recipient-3010", "silent/blocked provider.recipient-invalid", { ...three(answered(), ok), provider: { messages: [record("3010", "수신번호 형식 오류")] } }),
  blind("prov-blocked-1060", "blocked provider.recipient-blocked", three(answered(), refusedSms("[1060] 수신 차단된 번호입니다."))),
  blind("prov-blocked-1061", "blocked provider.recipient-blocked", rowOnly("[1061] 080 수신거부")),
  blind("prov-blocked-2061", "silent/blocked provider.recipient-blocked", { api: answered(), worker: { logs: log(ok) }, provider: { messages: [record("2061", "080 수신거부 번호")] } }),
  blind("prov-dup", "blocked provider.duplicate-recipient", three(answered(), refusedSms("[1026] 중복 수신번호"))),
  blind("prov-dup-record", "blocked provider.duplicate-recipient", { api: answered(2), provider: { messages: [record("1026", "중복된 수신번호입니다")] }, notificationLogs: [row(false, "[1026] 중복된 수신번호입니다")] }),
  blind("prov-text-1010", "blocked provider.text-invalid", three(answered(), refusedSms("[1010] 필수 입력 값이 누락되었습니다. (text)"))),
  blind("prov-text-1031", "blocked provider.text-invalid", rowOnly("[1031] 메시지 길이 초과")),
  blind("prov-text-1029", "blocked provider.text-invalid", logOnly(refusedSms("[1029] EUC-KR로 표현할 수 없는 문자가 포함되어 있습니다"), { crlf: true })),
  blind("prov-type-1025", "blocked provider.message-type", three(answered(), refusedSms("[1025] 메시지 타입이 올바르지 않습니다"))),
  blind("prov-type-none", "blocked provider.message-type", logOnly("1 I " + solapiHttp("400 Bad Request") + "\n1 E send_sms failed to=0101****\nException: ('ValidationError', '발송 가능한 메시지 없음')\n1 W send failed, message will retry: ('ValidationError', '발송 가능한 메시지 없음')")),
  blind("prov-type-row", "blocked provider.message-type", rowOnly("[1025] LMS는 제목이 필요합니다")),
  blind("prov-tmpl-1043", "blocked provider.template-mismatch", { ...rowOnly("[1043] 템플릿 내용과 다릅니다"), request: { student_ids: [1], message_mode: "alimtalk", template_id: 2 } }),
  blind("prov-tmpl-1043-rec", "blocked provider.template-mismatch", { api: answered(), worker: { logs: log(`1 I ${solapi200}\n1 W alimtalk failed to=0101****: ${generic}\n1 W send failed, message will retry: ${generic}`) }, provider: { messages: [record("1043", "템플릿과 텍스트가 다름")] } }),
  blind("prov-tmpl-3034", "silent/blocked provider.template-mismatch", { api: answered(), queue: drained, worker: { container: container(), logs: log(okTalk) }, notificationLogs: [row(true)], provider: { messages: [record("3034", "템플릿 불일치", { type: "ATA" })] } }),
  blind("prov-tmpl-3063", "silent/blocked provider.template-mismatch", { provider: { messages: [record("3063", "변수 누락")] }, api: answered() }),
  blind("prov-tmpl-3076", "silent/blocked provider.template-mismatch", { worker: { logs: log(okTalk) }, provider: { messages: [record("3076", "ITEM description 길이 초과")] } }),
  blind("prov-tmpl-3073", "silent/blocked provider.template-mismatch", { worker: { logs: log(okTalk) }, provider: { messages: [record("3073", "하이라이트 길이 초과")] } }),
  blind("prov-notmpl-1042", "blocked provider.template-not-found", rowOnly("[1042] 등록되지 않은 템플릿 ID")),
  blind("prov-notmpl-1041", "blocked provider.template-not-found", { worker: { logs: log(`1 I ${solapi200}\n1 W alimtalk failed to=0101****: ${generic}`) }, provider: { messages: [record("1041", "존재하지 않는 채널")] } }),
  blind("prov-notmpl-approved", "blocked provider.template-not-found", three(answered(), "1 I " + solapiHttp("400 Bad Request") + "\n1 W alimtalk failed to=0101****: ('TemplateNotApproved', '승인되지 않은 템플릿입니다.')\n1 W send failed, message will retry: ('TemplateNotApproved', '승인되지 않은 템플릿입니다.')")),
  blind("prov-notmpl-3105", "silent/blocked provider.template-not-found", { api: answered(), worker: { logs: log(okTalk) }, provider: { messages: [record("3105", "미등록 템플릿")] } }),
  blind("prov-atconfig", "blocked provider.alimtalk-config", three(answered(), "1 W send failed, message will retry: alimtalk_requires_pf_id_and_template_id")),
  blind("prov-atconfig-row", "blocked provider.alimtalk-config", rowOnly("to_pf_template_required")),
  blind("prov-lost", "blocked provider.rejected-reason-lost", three(answered(), `1 I ${solapi200}\n1 W alimtalk failed to=0101****: ${generic}\n1 W send failed, message will retry: ${generic}`)),
  blind("prov-lost-row", "blocked provider.rejected-reason-lost", rowOnly(generic)),
  blind("prov-lost-nosuccess", "blocked provider.rejected-reason-lost", logOnly(`1 I ${solapi200}\n1 W alimtalk no success to=0101****\n1 W send failed, message will retry: alimtalk_no_success`)),
  blind("prov-unknown-code", "blocked provider.refused", three(answered(), refusedSms("[1099] 알 수 없는 사유"))),
  blind("prov-sms-generic", "blocked provider.rejected-reason-lost", three(answered(), `1 I ${solapi200}\n1 E send_sms failed to=0101****\nsolapi.error.MessageNotReceivedError: ${generic}\n1 W send failed, message will retry: ${generic}`)),
];

/** Layer provider: accepted and lost later, or nobody knows; first batch. */
// prettier-ignore
export const providerLaterCases: readonly BlindCase[] = [
  blind("prov-undeliv-3104", "silent/blocked provider.alimtalk-undelivered", { api: answered(), worker: { logs: log(okTalk) }, notificationLogs: [row(true)], provider: { messages: [record("3104", "카카오톡 미사용자")] } }),
  blind("prov-undeliv-3107", "silent/blocked provider.alimtalk-undelivered", { provider: { messages: [record("3107", "알림톡 차단")] } }),
  blind("prov-undeliv-3108", "silent/blocked provider.alimtalk-undelivered", { api: answered(), queue: drained, provider: { messages: [record("3108", "발송 가능 시간이 아님")] }, notificationLogs: [row(true)] }),
  blind("prov-undeliv-3040", "silent provider.undelivered", { ...three(answered(), ok), provider: { messages: [record("3040", "전송시간 초과")] } }),
  blind("prov-undeliv-3043", "silent provider.undelivered", { api: answered(), notificationLogs: [row(true)], provider: { messages: [record("3043", "단말기 전원 꺼짐")] } }),
  blind("prov-undeliv-3059", "silent provider.undelivered/provider.sender-not-registered", { worker: { logs: log(ok) }, provider: { messages: [record("3059", "변작된 발신번호")] } }),
  blind("prov-undeliv-3054", "silent provider.undelivered", { api: answered(), worker: { container: container(), logs: log(`${ok}`) }, tenant: tenant(), provider: { messages: [record("3054", "스팸")], senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] } }),
  blind("prov-undeliv-number", "silent provider.undelivered", { provider: { messages: [{ messageId: "M4V1", statusCode: 3049, statusMessage: "통신사 오류", to: "01012345678" }] } }),
  blind(
    "prov-timeout",
    "ambiguous provider.timeout",
    three(
      answered(),
      `11 E send_sms failed to=0101****
Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/httpx/_transports/default.py", line 69, in map_httpcore_exceptions
    yield
httpcore.ReadTimeout: The read operation timed out

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/apps/worker/messaging_worker/sqs_main.py", line 173, in send_one_sms
httpx.ReadTimeout: The read operation timed out
11 W send failed, message will retry: The read operation timed out`,
    ),
  ),
  blind("prov-timeout-row", "ambiguous provider.timeout", rowOnly("The read operation timed out")),
  blind("prov-timeout-log", "ambiguous provider.timeout", logOnly("31 W send failed, message will retry: timed out", { stamped: true })),
  blind("prov-timeout-aug", "ambiguous provider.timeout", logOnly("11 W alimtalk failed to=0101****: The read operation timed out\n11 E send outcome ambiguous after provider call; suppressing automatic resend: reason=The read operation timed out to=0101**** tenant=1 log_id=9")),
  blind("prov-500", "ambiguous provider.server-error", three(answered(), fetchError("500 Internal Server Error", "UnknownError", "<html><head><title>500</title></head></html>"))),
  blind("prov-502-html", "ambiguous provider.server-error", logOnly(`1 I ${solapiHttp("502 Bad Gateway")}\n1 E send_sms failed to=0101****\nException: ('UnknownError', '<html>\\r\\n<head><title>502 Bad Gateway</title></head>')\n1 W send failed, message will retry: ('UnknownError', '<html>')`)),
  blind("prov-5xx-row", "ambiguous provider.server-error", rowOnly("('UnknownError', '<html><body>Service Unavailable</body></html>')")),
  blind(
    "prov-parse",
    "ambiguous provider.reply-unreadable",
    three(
      answered(),
      `1 I ${solapi200}
1 E send_sms failed to=0101****
Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/solapi/services/message_service.py", line 98, in send
    return SendMessageResponse.model_validate(response)
pydantic_core._pydantic_core.ValidationError: 2 validation errors for SendMessageResponse
groupInfo.count.total
  Field required [type=missing, input_value={}, input_type=dict]
1 W send failed, message will retry: 2 validation errors for SendMessageResponse`,
    ),
  ),
  blind("prov-parse-row", "ambiguous provider.reply-unreadable", rowOnly("1 validation error for SendMessageResponse")),
  blind("prov-parse-accepted", "ok/ambiguous provider.reply-unreadable/none", { ...three(answered(), `1 I ${solapi200}\n1 E send_sms failed to=0101****\npydantic_core._pydantic_core.ValidationError: 1 validation error for SendMessageResponse`), provider: { messages: [record("4000", "정상")] } }),
  blind("prov-timeout-then-ok", "ok none", { ...three(answered(), `11 W send failed, message will retry: The read operation timed out\n71 I ${solapi200}\n71 I send_sms ok to=0101**** group_id=G4V20260305100111AAAAAAAAAAAAAAA`), notificationLogs: [row(false, "The read operation timed out"), row(true, "", { id: 72 })] }),
];
