import {
  ENQUEUED_ONE,
  MARCH,
  MARCH_START,
  SOLAPI_200,
  TENANT,
  TENANT_WITHOUT_SENDER,
  ends,
  log,
  march,
  stopped,
} from "./pastedBundle";

const ONE_PARENT = {
  student_ids: [41],
  send_to: "parent",
  message_mode: "sms",
  raw_body: "내일 보강은 오후 3시입니다.",
};
const NO_SENDER_SENTENCE =
  "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요.";

/** The API answered, or did not: mostly nothing else was pasted. */
export const API_ANSWERS = [
  stopped("api.unreachable", "connection refused on the local port", {
    version: 1,
    sentAt: MARCH,
    api: { error: { code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:8000" }, elapsedMs: 3 },
  }),
  stopped("api.unreachable", "the host name is unknown", {
    version: 1,
    api: { error: { code: "ENOTFOUND", message: "getaddrinfo ENOTFOUND api.hakwonplus.internal" } },
    tenant: TENANT,
  }),
  stopped("api.unreachable", "an expired certificate", {
    version: 1,
    api: { error: { code: "CERT_HAS_EXPIRED", message: "certificate has expired" }, elapsedMs: 41 },
    worker: { logs: MARCH_START },
  }),
  stopped("api.unreachable", "fetch failed, the code is only in the message", {
    version: 1,
    sentAt: MARCH,
    api: { error: { code: "UND_ERR_SOCKET", message: "fetch failed: connect EHOSTUNREACH 10.0.3.17:443" } },
  }),
  stopped("api.timeout", "no headers within 30 s", {
    version: 1,
    sentAt: MARCH,
    api: { error: { code: "UND_ERR_HEADERS_TIMEOUT", message: "Headers Timeout Error" }, elapsedMs: 30_012 },
    worker: { logs: MARCH_START },
    tenant: TENANT,
  }),
  stopped("api.timeout", "curl: (28)", {
    version: 1,
    api: {
      error: {
        code: "CURLE_OPERATION_TIMEDOUT",
        message: "curl: (28) Operation timed out after 15001 milliseconds with 0 bytes received",
      },
      elapsedMs: 15_001,
    },
  }),
  stopped("api.unauthorized", "simplejwt: the token ran out", {
    version: 1,
    sentAt: MARCH,
    api: {
      status: 401,
      body: {
        detail: "Given token not valid for any token type",
        code: "token_not_valid",
        messages: [{ token_class: "AccessToken", token_type: "access", message: "Token is invalid or expired" }],
      },
      elapsedMs: 8,
    },
    tenant: TENANT,
  }),
  stopped("api.unauthorized", "Korean DRF sentence, healthy worker log beside it", {
    version: 1,
    sentAt: MARCH,
    api: { status: 401, body: { detail: "자격 인증데이터(authentication credentials)가 제공되지 않았습니다." } },
    worker: { logs: MARCH_START },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("api.unauthorized", "only runserver's access line", {
    version: 1,
    sentAt: MARCH,
    api: {
      logs: log(
        "Unauthorized: /api/v1/messaging/send/",
        '[05/Mar/2026 10:00:00] "POST /api/v1/messaging/send/ HTTP/1.1" 401 183',
      ),
    },
  }),
  stopped("api.forbidden", "Korean DRF sentence", {
    version: 1,
    sentAt: MARCH,
    api: { status: 403, body: { detail: "이 작업을 수행할 권한(permission)이 없습니다." } },
    notificationLogs: [],
  }),
  stopped("api.forbidden", "English, as text", {
    version: 1,
    api: { status: 403, body: '{"detail":"You do not have permission to perform this action."}' },
  }),
  stopped("api.tenant-not-resolved", "404 tenant_invalid", {
    version: 1,
    api: { status: 404, body: { detail: "유효하지 않은 테넌트입니다.", code: "tenant_invalid" } },
    request: ONE_PARENT,
  }),
  stopped("api.tenant-not-resolved", "403 tenant_inactive is no question of roles", {
    version: 1,
    api: { status: 403, body: { detail: "Tenant is inactive.", code: "tenant_inactive" } },
    tenant: { ...TENANT, messaging_is_active: false },
  }),
  stopped("api.tenant-not-resolved", "500 tenant_ambiguous is no exception", {
    version: 1,
    api: { status: 500, body: { code: "tenant_ambiguous", detail: "Multiple tenants match host" } },
  }),
  stopped("api.messaging-disabled", "403 messaging_disabled", {
    version: 1,
    sentAt: MARCH,
    api: { status: 403, body: { detail: "메시지 기능이 비활성화되어 있습니다.", code: "messaging_disabled" } },
    tenant: { ...TENANT, messaging_is_active: false },
  }),
  stopped("api.mode-not-allowed", "SMS only for the owner", {
    version: 1,
    api: {
      status: 403,
      body: { detail: "문자(SMS) 발송은 내 테넌트에서만 사용할 수 있습니다. 알림톡을 이용해 주세요." },
    },
    request: ONE_PARENT,
  }),
  stopped("api.mode-not-allowed", "sms_disabled from the August API", {
    version: 1,
    api: { status: 403, body: { code: "sms_disabled", detail: "문자 발송은 지원하지 않습니다." } },
  }),
  stopped("api.validation", "a required field", {
    version: 1,
    sentAt: MARCH,
    api: { status: 400, body: { student_ids: ["이 필드는 필수 항목입니다."] } },
    request: { send_to: "parent", raw_body: "테스트" },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("api.validation", "a choice that does not exist", {
    version: 1,
    api: { status: 400, body: { send_to: ['"guardian"은 유효하지 않은 선택(choice)입니다.'] } },
  }),
  stopped("api.validation", "an error of a list item is nested", {
    version: 1,
    api: { status: 400, body: { student_ids: { "0": ["이 값이 1보다 크거나 같은지 확인하세요."] } } },
  }),
  stopped("api.sender-empty", "the checklist's first row", {
    version: 1,
    sentAt: MARCH,
    api: { status: 400, body: { detail: NO_SENDER_SENTENCE }, elapsedMs: 22 },
    worker: { logs: MARCH_START },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("api.sender-empty", "only the answer", {
    version: 1,
    api: { status: 400, body: { detail: NO_SENDER_SENTENCE } },
  }),
  stopped("api.sender-empty", "the rule also stops Alimtalk", {
    version: 1,
    api: { status: 400, body: JSON.stringify({ detail: NO_SENDER_SENTENCE }) },
    request: { student_ids: [3], message_mode: "alimtalk", template_id: 9 },
  }),
  stopped("api.sender-empty", "an English build of the sentence, and the empty value", {
    version: 1,
    api: { status: 400, body: { detail: "Sender number is not registered." } },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("api.sender-empty", "only the access log and the tenant", {
    version: 1,
    sentAt: MARCH,
    api: {
      logs: log(
        "[2026-03-05 10:00:00,087] WARNING django.request Bad Request: /api/v1/messaging/send/",
        '[05/Mar/2026 10:00:00] "POST /api/v1/messaging/send/ HTTP/1.1" 400 159',
      ),
    },
    tenant: TENANT_WITHOUT_SENDER,
    notificationLogs: [],
  }),
  stopped("api.students-not-found", "deleted students", {
    version: 1,
    api: { status: 400, body: { detail: "선택한 학생을 찾을 수 없거나 삭제된 학생입니다." } },
    tenant: TENANT,
  }),
  stopped("api.template-not-found", "404", {
    version: 1,
    api: { status: 404, body: { detail: "템플릿을 찾을 수 없습니다." } },
    request: { student_ids: [4], message_mode: "alimtalk", template_id: 991 },
  }),
  stopped("api.template-not-approved", "not inspected yet", {
    version: 1,
    api: { status: 400, body: { detail: "알림톡/폴백 모드는 검수 승인된 템플릿만 사용할 수 있습니다." } },
    tenant: TENANT,
  }),
  stopped("api.template-not-approved", "409 of the August generation", {
    version: 1,
    api: {
      status: 409,
      body: { code: "unified_template_unavailable", detail: "notice_payment 템플릿을 사용할 수 없습니다." },
    },
  }),
  stopped("api.body-empty", "nothing is left after substitution", {
    version: 1,
    api: { status: 400, body: { detail: "발송할 본문이 비어 있습니다." } },
    request: { ...ONE_PARENT, raw_body: "#{site_link}" },
  }),
  stopped("api.no-recipients", "both parents lack a number", {
    version: 1,
    sentAt: MARCH,
    api: { status: 200, body: { detail: "발송 예정 0건입니다.", enqueued: 0, skipped_no_phone: 2 } },
    worker: { logs: MARCH_START },
    tenant: TENANT,
  }),
  ends("degraded", "api.recipients-skipped", "two of three got theirs", {
    version: 1,
    sentAt: MARCH,
    api: { status: 200, body: { detail: "발송 예정 2건입니다.", enqueued: 2, skipped_no_phone: 1 } },
    worker: {
      logs: log(
        march("10:00:01,410", SOLAPI_200),
        march("10:00:01,415", "INFO send_sms ok to=0103**** group_id=G4V20260305100001AAAAAAAAAAAAAA"),
        march("10:00:01,690", SOLAPI_200),
        march("10:00:01,694", "INFO send_sms ok to=0109**** group_id=G4V20260305100001BBBBBBBBBBBBBB"),
      ),
    },
    tenant: TENANT,
  }),
  stopped("api.rate-limited", "DRF throttling", {
    version: 1,
    api: { status: 429, body: { detail: "요청이 지연(throttled)되었습니다. 41초 후에 다시 시도하세요." } },
  }),
  stopped("api.server-error", "Django's own 500 page", {
    version: 1,
    api: {
      status: 500,
      body: '<!doctype html>\n<html lang="en">\n<head>\n  <title>Server Error (500)</title>\n</head>\n<body>\n  <h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n',
    },
    tenant: TENANT,
  }),
  stopped("api.server-error", "the database has no slot left for the API", {
    version: 1,
    sentAt: MARCH,
    api: {
      status: 500,
      body: { detail: "서버 오류가 발생했습니다." },
      logs: log(
        "2026-03-05 10:00:00,201 ERROR django.request Internal Server Error: /api/v1/messaging/send/",
        "Traceback (most recent call last):",
        '  File "/usr/local/lib/python3.11/site-packages/django/db/backends/base/base.py", line 289, in ensure_connection',
        "    self.connect()",
        "django.db.utils.OperationalError: connection failed: FATAL:  remaining connection slots are reserved for non-replication superuser connections",
      ),
    },
  }),
  stopped("api.server-error", "only the log: a 500 in the access line", {
    version: 1,
    sentAt: MARCH,
    api: {
      logs: log(
        "2026-03-05 10:00:00,201 ERROR Internal Server Error: /api/v1/messaging/send/",
        "Traceback (most recent call last):",
        '  File "/app/apps/support/messaging/views/send_views.py", line 371, in post',
        "    name = student.user.profile.name",
        "AttributeError: 'NoneType' object has no attribute 'profile'",
        '10.0.1.4 - - [05/Mar/2026:10:00:00 +0900] "POST /api/v1/messaging/send/ HTTP/1.1" 500 145 "-" "axios/1.6.8"',
      ),
    },
    tenant: TENANT,
  }),
  stopped("api.gateway", "nginx 502", {
    version: 1,
    api: {
      status: 502,
      body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n",
    },
  }),
  stopped("api.gateway", "the load balancer's 503", {
    version: 1,
    sentAt: MARCH,
    api: { status: 503, body: "<html><head><title>503 Service Temporarily Unavailable</title></head></html>" },
    worker: { logs: MARCH_START, container: { name: "academy-messaging-worker", state: "running" } },
  }),
  stopped("api.gateway", "504 after a minute", {
    version: 1,
    api: { status: 504, body: "upstream request timeout", elapsedMs: 60_004 },
  }),
  stopped("api.sender-empty", "others are sent meanwhile, ours was refused", {
    version: 1,
    sentAt: MARCH,
    api: { status: 400, body: { detail: NO_SENDER_SENTENCE } },
    worker: {
      logs: log(
        march("10:00:07,410", SOLAPI_200),
        march("10:00:07,415", "INFO send_sms ok to=0107**** group_id=G4V20260305100007CCCCCCCCCCCCCC"),
      ),
    },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  ends("degraded", "api.recipients-skipped", "only the answer", {
    version: 1,
    ...{ api: { ...ENQUEUED_ONE, body: { detail: "발송 예정 11건입니다.", enqueued: 11, skipped_no_phone: 4 } } },
  }),
];
