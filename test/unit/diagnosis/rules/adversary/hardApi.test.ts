import { type Case, adversary, answer, tenant, text } from "./kit";

const DEBUG_PAGE = (title: string, exception: string) =>
  `<!DOCTYPE html><html lang="en"><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>${title}</title></head><body><div id="summary"><h1>${title}</h1><pre class="exception_value">${exception}</pre></div></body></html>`;

const API: Case[] = [
  [
    "sender, other words under message",
    "api.sender-empty blocked",
    answer(400, { message: "발신번호를 먼저 등록해 주세요.", success: false }),
  ],
  [
    "body empty as a non-field error",
    "api.body-empty blocked",
    answer(400, { non_field_errors: ["발송할 본문이 비어 있습니다."] }),
  ],
  [
    "detail as a list",
    "api.students-not-found blocked",
    answer(400, { detail: ["선택한 학생을 찾을 수 없거나 삭제된 학생입니다."] }),
  ],
  [
    "debug page",
    "api.server-error blocked",
    answer(
      500,
      DEBUG_PAGE("ProgrammingError at /api/v1/messaging/send/", "column core_tenant.messaging_sender does not exist"),
    ),
  ],
  ["CSRF", "api.forbidden blocked", answer(403, { detail: "CSRF Failed: CSRF token missing." })],
  [
    "permission_denied",
    "api.forbidden blocked",
    answer(403, { detail: "권한이 없습니다.", code: "permission_denied" }),
  ],
  [
    "too many recipients",
    "api.rate-limited blocked",
    answer(429, { detail: "한 번에 최대 500명까지 발송할 수 있습니다." }),
  ],
  [
    "axios network error with status 0",
    "api.unreachable blocked",
    { api: { status: null, error: { code: "ERR_NETWORK", message: "Network Error" } } },
  ],
  ["time without an answer", "api.timeout blocked", { api: { elapsedMs: "30012" } }],
  [
    "connection reset",
    "api.unreachable blocked",
    { api: { error: { code: "ECONNRESET", message: "socket hang up" } } },
  ],
  [
    "201, all enqueued, skipped too",
    "api.recipients-skipped degraded",
    answer(201, { enqueued: 5, skipped_no_phone: 2 }),
  ],
  ["202 with data inside", "api.no-recipients blocked", answer(202, { data: { enqueued: 0, skipped_no_phone: 4 } })],
  [
    "404 page of another server",
    "api.tenant-not-resolved blocked",
    answer(404, { code: "tenant_invalid", detail: "Not found." }, { logs: text("Not Found: /api/v1/messaging/send/") }),
  ],
  [
    "sender set, 400 says otherwise",
    "api.sender-empty blocked",
    { ...answer(400, { detail: "발신번호가 등록되지 않았습니다." }), ...tenant({ messaging_sender: "0212345678" }) },
  ],
];

adversary("hard cases of the API", API);
