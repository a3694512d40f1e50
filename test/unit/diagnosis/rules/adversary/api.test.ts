import {
  type Case,
  adversary,
  answer,
  api,
  at,
  counts,
  enqueued,
  http,
  ok,
  row,
  running,
  setup,
  started,
  tenant,
  text,
  worker,
} from "./kit";

const failed = (code: string, message: string, elapsedMs = 12) => ({ api: { error: { code, message }, elapsedMs } });
const SENDER = "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요.";
const TRACEBACK = text(
  api(1, "Internal Server Error: /api/v1/messaging/send/"),
  "Traceback (most recent call last):",
  '  File "/usr/local/lib/python3.11/site-packages/django/core/handlers/exception.py", line 55, in inner',
  "    response = get_response(request)",
  '  File "/app/apps/support/messaging/views.py", line 331, in post',
  "    name = student.user.name",
  "AttributeError: 'NoneType' object has no attribute 'name'",
);

const CASES: Case[] = [
  ["refused connection", "api.unreachable blocked", failed("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:8000")],
  ["unknown host", "api.unreachable blocked", failed("ENOTFOUND", "getaddrinfo ENOTFOUND api.hakwonplus.test")],
  ["certificate", "api.unreachable blocked", failed("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate")],
  [
    "fetch failed without a code",
    "api.unreachable blocked",
    { api: { error: { message: "TypeError: fetch failed: connect EHOSTUNREACH 10.0.3.4:443" } } },
  ],
  [
    "python requests text",
    "api.unreachable blocked",
    {
      api: {
        error: {
          message:
            "HTTPConnectionPool(host='localhost', port=8000): Max retries exceeded with url: /api/v1/messaging/send/ (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object>: Failed to establish a new connection: [Errno 111] Connection refused'))",
        },
      },
    },
  ],
  ["axios time-out", "api.timeout blocked", failed("ECONNABORTED", "timeout of 30000ms exceeded", 30004)],
  [
    "undici headers time-out",
    "api.timeout blocked",
    failed("UND_ERR_HEADERS_TIMEOUT", "Headers Timeout Error", 300001),
  ],
  [
    "AbortSignal.timeout",
    "api.timeout blocked",
    failed("TimeoutError", "The operation was aborted due to timeout", 15000),
  ],
  [
    "curl 28",
    "api.timeout blocked",
    {
      api: {
        error: { message: "curl: (28) Operation timed out after 15001 milliseconds with 0 bytes received" },
        elapsedMs: 15001,
      },
    },
  ],
  [
    "expired JWT",
    "api.unauthorized blocked",
    answer(401, {
      detail: "Given token not valid for any token type",
      code: "token_not_valid",
      messages: [{ token_class: "AccessToken", token_type: "access", message: "Token is invalid or expired" }],
    }),
  ],
  [
    "no token, Korean",
    "api.unauthorized blocked",
    answer(401, { detail: "자격 인증데이터(authentication credentials)가 제공되지 않았습니다." }),
  ],
  [
    "401 as HTML, worker silent",
    "api.unauthorized blocked",
    { ...answer(401, "<html><head><title>401 Authorization Required</title></head></html>"), ...worker(started()) },
  ],
  ["no role", "api.forbidden blocked", answer(403, { detail: "You do not have permission to perform this action." })],
  [
    "no role, Korean",
    "api.forbidden blocked",
    answer(403, { detail: "이 작업을 수행할 권한(permission)이 없습니다." }),
  ],
  ["403 without a body", "api.forbidden blocked", answer(403, "")],
  [
    "tenant by host unknown",
    "api.tenant-not-resolved blocked",
    answer(404, { detail: "Tenant could not be resolved.", code: "tenant_invalid" }),
  ],
  [
    "tenant inactive",
    "api.tenant-not-resolved blocked",
    answer(403, { code: "tenant_inactive", detail: "비활성화된 학원입니다." }),
  ],
  [
    "tenant ambiguous is no server error",
    "api.tenant-not-resolved blocked",
    answer(500, '{"code": "tenant_ambiguous", "detail": "multiple tenants"}'),
  ],
  [
    "messaging off",
    "api.messaging-disabled blocked",
    answer(403, { detail: "메시징 기능이 비활성화되어 있습니다.", code: "messaging_disabled" }),
  ],
  [
    "messaging off with the tenant's row",
    "api.messaging-disabled blocked",
    { ...answer(403, { code: "messaging_disabled" }), ...tenant({ messaging_is_active: false }) },
  ],
  [
    "SMS for the owner only",
    "api.mode-not-allowed blocked",
    answer(403, { detail: "문자(SMS) 발송은 내 테넌트에서만 사용할 수 있습니다." }),
  ],
  [
    "sms_disabled",
    "api.mode-not-allowed blocked",
    { request: { message_mode: "sms" }, ...answer(400, { detail: "알림톡만 지원합니다.", code: "sms_disabled" }) },
  ],
  ["field missing", "api.validation blocked", answer(400, { raw_body: ["This field is required."] })],
  ["field missing, Korean", "api.validation blocked", answer(400, { student_ids: ["이 필드는 필수 항목입니다."] })],
  ["nested item", "api.validation blocked", answer(400, { student_ids: { 0: ["A valid integer is required."] } })],
  ["bad choice", "api.validation blocked", answer(400, { message_mode: ['"kakao" is not a valid choice.'] })],
  [
    "choice with sender in its name",
    "api.validation blocked",
    answer(400, { send_to: ['"teacher"이 유효하지 않은 선택(choice)입니다.'] }),
  ],
  [
    "non-field errors",
    "api.validation blocked",
    answer(400, { non_field_errors: ["template_id 또는 raw_body 중 하나는 필요합니다."] }),
  ],
  [
    "broken JSON",
    "api.validation blocked",
    answer(400, { detail: "JSON parse error - Expecting value: line 1 column 1 (char 0)" }),
  ],
  [
    "sender empty",
    "api.sender-empty blocked",
    { ...answer(400, { detail: SENDER }), ...tenant({ messaging_sender: "" }) },
  ],
  ["sender empty, body as text", "api.sender-empty blocked", answer(400, JSON.stringify({ detail: SENDER }))],
  [
    "sender empty, ASCII JSON",
    "api.sender-empty blocked",
    answer(
      400,
      '{"detail":"\\ubc1c\\uc2e0\\ubc88\\ud638\\uac00 \\ub4f1\\ub85d\\ub418\\uc9c0 \\uc54a\\uc558\\uc2b5\\ub2c8\\ub2e4."}',
    ),
  ],
  [
    "sender empty, only the value",
    "api.sender-empty blocked",
    { api: { status: "400" }, ...tenant({ messaging_sender: "" }) },
  ],
  [
    "alimtalk stopped by the sender rule",
    "api.sender-empty blocked",
    {
      request: { message_mode: "alimtalk" },
      ...answer(400, { detail: SENDER }),
      ...worker(started()),
      notificationLogs: [],
    },
  ],
  [
    "students gone",
    "api.students-not-found blocked",
    answer(400, { detail: "선택한 학생을 찾을 수 없거나 삭제된 학생입니다." }),
  ],
  [
    "students gone though the sender is empty too",
    "api.students-not-found blocked",
    {
      ...answer(400, { detail: "선택한 학생을 찾을 수 없거나 삭제된 학생입니다." }),
      ...tenant({ messaging_sender: null }),
    },
  ],
  ["template gone", "api.template-not-found blocked", answer(404, { detail: "템플릿을 찾을 수 없습니다." })],
  [
    "template not approved",
    "api.template-not-approved blocked",
    {
      request: { message_mode: "both" },
      ...answer(400, { detail: "알림톡/폴백 모드는 검수 승인된 템플릿을 선택해야 합니다." }),
    },
  ],
  [
    "unified template",
    "api.template-not-approved blocked",
    answer(409, { detail: "통합 템플릿을 사용할 수 없습니다.", code: "unified_template_unavailable" }),
  ],
  [
    "body empty",
    "api.body-empty blocked",
    { request: { raw_body: "#{student_name_2}" }, ...answer(400, { detail: "발송할 본문이 비어 있습니다." }) },
  ],
  ["nobody has a phone", "api.no-recipients blocked", enqueued(0, 3)],
  [
    "nobody has a phone, strings",
    "api.no-recipients blocked",
    { ...enqueued("0", "2"), ...counts(0), ...worker(started()), notificationLogs: [] },
  ],
  [
    "some have none",
    "api.recipients-skipped degraded",
    { ...enqueued(2, 1), ...worker(setup, http(2), ok(2), http(3), ok(3)), ...row() },
  ],
  [
    "throttled",
    "api.rate-limited blocked",
    answer(429, { detail: "Request was throttled. Expected available in 51 seconds." }),
  ],
  [
    "throttled, Korean",
    "api.rate-limited blocked",
    answer(429, { detail: "요청이 지연(throttled)되었습니다. 51초 후에 사용 가능합니다." }),
  ],
  [
    "500 page",
    "api.server-error blocked",
    answer(
      500,
      '<!doctype html><html lang="en"><head><title>Server Error (500)</title></head><body><h1>Server Error (500)</h1></body></html>',
    ),
  ],
  ["500 with a traceback", "api.server-error blocked", answer(500, { detail: "서버 오류" }, { logs: TRACEBACK })],
  [
    "500, the API's own database",
    "api.server-error blocked",
    answer(500, "<h1>Server Error (500)</h1>", {
      logs: text(
        api(1, "Internal Server Error: /api/v1/messaging/send/"),
        "Traceback (most recent call last):",
        '  File "/usr/local/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect',
        'django.db.utils.OperationalError: connection to server at "db" (172.18.0.2), port 5432 failed: FATAL:  password authentication failed for user "academy"',
      ),
    }),
  ],
  [
    "nginx 502",
    "api.gateway blocked",
    answer(
      502,
      "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.25.3</center>\r\n</body>\r\n</html>",
    ),
  ],
  [
    "load balancer 504 with an idle worker",
    "api.gateway blocked",
    {
      ...answer(504, "<html><body><h1>504 Gateway Time-out</h1></body></html>"),
      worker: { container: running, logs: text(started()) },
    },
  ],
  ["503", "api.gateway blocked", answer(503, "upstream connect error or disconnect/reset before headers")],
  [
    "Cloudflare 522",
    "api.gateway blocked",
    answer(522, "<title>api.hakwonplus.test | 522: Connection timed out</title>"),
  ],
  [
    "400 while an older message is being refused",
    "api.sender-empty blocked",
    {
      ...answer(400, { detail: SENDER }),
      ...worker(
        "2026-03-05 09:59:50,000 [WARNING] [MESSAGING-WORKER] send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록",
      ),
    },
  ],
  [
    "401 while another tenant's messages go out",
    "api.unauthorized blocked",
    {
      ...answer(401, { detail: "Authentication credentials were not provided." }),
      ...worker(setup, http(3), ok(3, "0109****")),
    },
  ],
  [
    "400 and another's refusal in the same log",
    "api.validation blocked",
    {
      ...answer(400, { raw_body: ["이 필드는 blank일 수 없습니다."] }),
      ...worker(
        http(2),
        at(2, "send_sms MessageNotReceivedError to=0109**** reason=[1062] 발신번호 미등록", "WARNING"),
      ),
    },
    "api",
  ],
];

adversary("api", CASES);
