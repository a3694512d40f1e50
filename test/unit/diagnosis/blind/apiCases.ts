import { answered, blind, container, log, queue, refused, row, solapi200, tenant, type BlindCase } from "./kit";

const senderEmpty = "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요.";
const still = queue([0, 0], [0, 0]);
const quiet = log("0 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s");

/** Layer api, first batch. */
// prettier-ignore
export const apiCases: readonly BlindCase[] = [
  // unreachable
  blind("api-unreach-refused", "blocked api.unreachable", { api: { error: { code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:8000" } } }),
  blind("api-unreach-dns", "blocked api.unreachable", { api: { error: { code: "ENOTFOUND", message: "getaddrinfo ENOTFOUND api.hakwonplus.example" }, elapsedMs: 12 }, queue: still, worker: { container: container(), logs: quiet }, tenant: tenant() }),
  blind("api-unreach-tls", "blocked api.unreachable", { api: { error: { code: "CERT_HAS_EXPIRED", message: "certificate has expired" } }, tenant: tenant() }),
  blind("api-unreach-selfsigned", "blocked api.unreachable", { api: { error: { code: "DEPTH_ZERO_SELF_SIGNED_CERT", message: "self-signed certificate" } } }),
  blind("api-unreach-dns-again", "blocked api.unreachable", { api: { error: { code: "EAI_AGAIN", message: "getaddrinfo EAI_AGAIN api.internal" } }, notificationLogs: [] }),
  blind("api-unreach-route", "blocked api.unreachable", { api: { error: { code: "EHOSTUNREACH", message: "connect EHOSTUNREACH 10.0.3.11:443" } } }),
  blind("api-unreach-curl-text", "blocked api.unreachable", { api: { error: { message: "curl: (7) Failed to connect to localhost port 8000 after 0 ms: Connection refused" } } }),
  // timeout
  blind("api-timeout-code", "blocked api.timeout", { api: { elapsedMs: 30000, error: { code: "ETIMEDOUT", message: "request timed out after 30000 ms" } } }),
  blind("api-timeout-undici", "blocked api.timeout", { api: { elapsedMs: 10003, error: { code: "UND_ERR_HEADERS_TIMEOUT", message: "Headers Timeout Error" } }, queue: still, notificationLogs: [] }),
  blind("api-timeout-abort", "blocked api.timeout", { api: { elapsedMs: 15000, error: { code: "ABORT_ERR", message: "The operation was aborted due to timeout" } }, tenant: tenant() }),
  blind("api-timeout-only-elapsed", "blocked api.timeout", { api: { elapsedMs: 60000 }, tenant: tenant(), worker: { logs: quiet } }),
  // unauthorized
  blind("api-401-expired", "blocked api.unauthorized", { api: refused(401, { detail: "이 토큰은 모든 타입의 토큰에 대해 유효하지 않습니다", code: "token_not_valid", messages: [{ token_class: "AccessToken", token_type: "access", message: "유효하지 않거나 만료된 토큰" }] }) }),
  blind("api-401-missing", "blocked api.unauthorized", { api: refused(401, "Authentication credentials were not provided."), queue: still, worker: { logs: quiet }, tenant: tenant(""), notificationLogs: [] }),
  blind("api-401-string-body", "blocked api.unauthorized", { api: { status: 401, body: '{"detail":"자격 인증데이터(authentication credentials)가 제공되지 않았습니다."}' } }),
  blind("api-401-status-text", "blocked api.unauthorized", { api: { status: "401", body: "Unauthorized" } }),
  // forbidden
  blind("api-403-role", "blocked api.forbidden", { api: refused(403, "이 작업을 수행할 권한(permission)이 없습니다."), tenant: tenant() }),
  blind("api-403-staff", "blocked api.forbidden", { api: refused(403, "You do not have permission to perform this action."), queue: still, worker: { logs: quiet }, notificationLogs: [] }),
  blind("api-403-bare", "blocked api.forbidden", { api: { status: 403 }, tenant: tenant("") }),
  // tenant
  blind("api-tenant-404", "blocked api.tenant-not-resolved", { api: refused(404, { detail: "등록되지 않은 학원 코드입니다.", code: "tenant_invalid" }) }),
  blind("api-tenant-inactive", "blocked api.tenant-not-resolved", { api: refused(403, { code: "tenant_inactive", detail: "비활성화된 프로그램입니다." }), tenant: tenant("", { is_active: false }), queue: still }),
  blind("api-tenant-ambiguous", "blocked api.tenant-not-resolved", { api: refused(500, { code: "tenant_ambiguous", detail: "Multiple tenants matched host" }), worker: { logs: quiet }, notificationLogs: [] }),
  blind("api-tenant-404-string", "blocked api.tenant-not-resolved", { api: { status: 404, body: '{"detail": "Tenant not found.", "code": "tenant_invalid"}' }, tenant: tenant() }),
  // messaging disabled
  blind("api-disabled-403", "blocked api.messaging-disabled", { api: refused(403, { code: "messaging_disabled", detail: "메시지 발송이 비활성화된 학원입니다." }) }),
  blind("api-disabled-403-flag", "blocked api.messaging-disabled", { api: refused(403, { detail: "알림톡 기능이 꺼져 있습니다.", code: "messaging_disabled" }), tenant: tenant("0212345678", { messaging_is_active: false }), notificationLogs: [] }),
  blind("api-disabled-log-aug", "blocked/skipped api.messaging-disabled", { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:02:00+09:00", api: { logs: "2026-08-20 10:00:00,412 INFO apps.domains.messaging.services send_event_notification skipped: tenant_id=1 messaging disabled" }, tenant: tenant("", { messaging_is_active: false }), notificationLogs: [] }),
  // mode not allowed
  blind("api-mode-owner-only", "blocked api.mode-not-allowed", { api: refused(403, "문자(SMS) 발송은 내 테넌트에서만 사용할 수 있습니다.") }),
  blind("api-mode-sms-disabled", "blocked api.mode-not-allowed", { api: refused(403, { code: "sms_disabled", detail: "문자 발송은 더 이상 지원하지 않습니다. 알림톡을 사용해 주세요." }), queue: still, tenant: tenant(""), worker: { logs: quiet } }),
  blind("api-mode-400-sms-disabled", "blocked api.mode-not-allowed", { api: refused(400, { code: "sms_disabled", detail: "SMS is disabled" }), request: { student_ids: [3], message_mode: "sms", raw_body: "안내" } }),
  blind("api-mode-log-nonalimtalk", "blocked api.mode-not-allowed", { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:02:00+09:00", api: answered(0, 0, { logs: "2026-08-20 10:00:00,512 ERROR apps.domains.messaging.services enqueue blocked: non-Alimtalk mode=sms tenant=1" }) }),
  // validation
  blind("api-validation-ids", "blocked api.validation", { api: refused(400, { student_ids: ["이 필드는 필수 항목입니다."] }), request: { send_to: "parent", raw_body: "테스트" } }),
  blind("api-validation-nested", "blocked api.validation", { api: refused(400, { student_ids: { 0: ["유효한 정수(integer)를 넣어주세요."] } }), queue: still, tenant: tenant() }),
  blind("api-validation-mode", "blocked api.validation", { api: refused(400, { message_mode: ['"kakao"이 유효하지 않은 선택(choice)입니다.'] }), tenant: tenant(""), worker: { logs: quiet } }),
  blind("api-validation-string", "blocked api.validation", { api: { status: 400, body: '{"send_to":["\\"mom\\" is not a valid choice."]}' } }),
  blind("api-validation-nonfield", "blocked api.validation", { api: refused(400, { non_field_errors: ["raw_body 또는 template_id 중 하나는 필수입니다."] }) }),
  blind("api-validation-parse", "blocked api.validation", { api: refused(400, "JSON parse error - Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"), tenant: tenant() }),
  // sender empty
  blind("api-sender-text", "blocked api.sender-empty", { api: refused(400, senderEmpty) }),
  blind("api-sender-all", "blocked api.sender-empty", { api: refused(400, senderEmpty), queue: still, worker: { container: container(), logs: quiet, env: { SOLAPI_SENDER: "0212345678" } }, tenant: tenant(""), notificationLogs: [] }),
  blind("api-sender-value", "blocked api.sender-empty", { api: { status: 400 }, tenant: tenant("") }),
  blind("api-sender-null", "blocked api.sender-empty", { api: { status: 400, body: "발신번호가 등록되지 않았습니다." }, tenant: tenant(null) }),
  blind("api-sender-alimtalk", "blocked api.sender-empty", { request: { student_ids: [1], message_mode: "alimtalk", template_id: 4 }, api: refused(400, senderEmpty), tenant: tenant("   ") }),
  blind("api-sender-escaped", "blocked api.sender-empty", { api: { status: 400, body: JSON.stringify({ detail: senderEmpty }).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) } }),
  // students
  blind("api-students", "blocked api.students-not-found", { api: refused(400, "선택한 학생을 찾을 수 없거나 삭제된 학생입니다."), tenant: tenant() }),
  blind("api-students-paste", "blocked api.students-not-found", { api: { status: 400, body: 'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{"detail":"선택한 학생을 찾을 수 없거나 삭제된 학생입니다."}' }, worker: { logs: "" } }),
  // template
  blind("api-template-404", "blocked api.template-not-found", { api: refused(404, "템플릿을 찾을 수 없습니다."), request: { student_ids: [2], template_id: 999 } }),
  blind("api-template-404-all", "blocked api.template-not-found", { api: refused(404, { detail: "템플릿을 찾을 수 없습니다." }), queue: still, worker: { logs: quiet }, tenant: tenant(), notificationLogs: [] }),
  blind("api-approval-400", "blocked api.template-not-approved", { api: refused(400, "알림톡/폴백 모드는 검수 승인된 템플릿이 필요합니다."), request: { student_ids: [2], message_mode: "both", template_id: 3 } }),
  blind("api-approval-409", "blocked api.template-not-approved", { api: refused(409, { code: "unified_template_unavailable", detail: "notice_payment 템플릿을 사용할 수 없습니다." }), tenant: tenant(""), worker: { logs: quiet } }),
  blind("api-approval-sidless", "blocked api.template-not-approved", { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:02:00+09:00", api: { logs: "ERROR 2026-08-20 10:00:01,105 notification_service send_event_notification BLOCKED: trigger=payment_due mapped_template=notice_payment has no registered Solapi SID" }, notificationLogs: [] }),
  // body, recipients
  blind("api-body-empty", "blocked api.body-empty", { api: refused(400, "발송할 본문이 비어 있습니다."), request: { student_ids: [1], raw_body: " " } }),
  blind("api-body-empty-all", "blocked api.body-empty", { api: { status: 400, body: '{"detail":"발송할 본문이 비어 있습니다."}', elapsedMs: "22" }, tenant: tenant(), queue: still, worker: { logs: quiet }, notificationLogs: [] }),
  blind("api-norecip", "blocked api.no-recipients", { api: answered(0, 3) }),
  blind("api-norecip-all", "blocked api.no-recipients", { api: answered(0, 1), queue: still, worker: { container: container(), logs: quiet }, tenant: tenant(), notificationLogs: [] }),
  blind("api-norecip-strings", "blocked api.no-recipients", { api: { status: "200", body: '{"detail":"발송 예정 0건입니다.","enqueued":"0","skipped_no_phone":"2"}' }, tenant: tenant() }),
  blind("api-skipped-some", "degraded api.recipients-skipped", {
    api: answered(2, 1),
    worker: {
      logs: log(`
      1 I ${solapi200}
      1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA
      2 I ${solapi200}
      2 I send_sms ok to=0103**** group_id=G4V20260305100002BBBBBBBBBBBBBBB`),
    },
    tenant: tenant(),
    notificationLogs: [row(true), row(true, "", { id: 72, recipient_summary: "0103****" })],
  }),
  blind("api-skipped-some-rows", "degraded api.recipients-skipped", {
    api: answered(1, 4),
    queue: still,
    worker: {
      logs: log(
        `
      1 I ${solapi200}
      1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`,
        { zone: "UTC", stamped: true },
      ),
    },
  }),
  blind("api-rate-429", "blocked api.rate-limited", { api: refused(429, "Request was throttled. Expected available in 42 seconds.") }),
  blind("api-rate-429-ko", "blocked api.rate-limited", { api: refused(429, "요청이 지연(throttled)되었습니다. 42초 후에 다시 시도하세요."), tenant: tenant(""), queue: still, worker: { logs: quiet }, notificationLogs: [] }),
  // server errors
  blind("api-500-html", "blocked api.server-error", { api: { status: 500, body: "<!doctype html><html><head><title>Server Error (500)</title></head><body><h1>Server Error (500)</h1></body></html>" } }),
  blind("api-500-trace", "blocked api.server-error", {
    api: {
      status: 500,
      body: { detail: "Internal server error" },
      logs: `ERROR 2026-03-05 10:00:00,551 log 19 140 Internal Server Error: /api/v1/messaging/send/
Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/django/core/handlers/exception.py", line 55, in inner
    response = get_response(request)
  File "/app/apps/support/messaging/views.py", line 321, in post
    body = template.body.replace("#{student_name_2}", name)
AttributeError: 'NoneType' object has no attribute 'replace'`,
    },
    queue: still,
    worker: { logs: quiet },
    tenant: tenant(),
  }),
  blind("api-500-plain", "blocked api.server-error", { api: { status: 500 }, worker: { container: container(), logs: quiet }, notificationLogs: [] }),
  blind("api-502", "blocked api.gateway", { api: { status: 502, body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.24.0</center></body></html>" } }),
  blind("api-503-alb", "blocked api.gateway", { api: { status: 503, body: "<html><head><title>503 Service Temporarily Unavailable</title></head></html>", elapsedMs: 3 }, queue: still }),
  blind("api-504", "blocked api.gateway", { api: { status: 504, elapsedMs: 60012, body: "upstream request timeout" }, tenant: tenant(""), worker: { logs: quiet } }),
  // August producer decisions
  blind("api-aug-whitelist", "blocked/skipped worker.recipient-blocked", { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:02:00+09:00", api: answered(0, 0, { logs: "2026-08-20 10:00:00,512 WARNING recipient_guard: blocked sending to 0101**** (not in whitelist, 2 entries)\n2026-08-20 10:00:00,513 INFO enqueue_alimtalk blocked: recipient 0101**** rejected by policy" }) }),
  blind("api-log-empty-to", "blocked api.body-empty/api.no-recipients", { api: answered(0, 0, { logs: "[2026-03-05 10:00:00,300] WARNING enqueue skipped: to or text empty" }) }),
];
