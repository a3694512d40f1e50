import {
  AUGUST,
  ENQUEUED_ONE,
  MARCH,
  SOLAPI_200,
  SOLAPI_400,
  SOLAPI_403,
  TENANT,
  TENANT_WITHOUT_SENDER,
  august,
  ends,
  log,
  march,
  sendFailed,
  stopped,
} from "./pastedBundle";

/** Refused at intake by SMS: the code is in the log. */
function refused(reason: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", `WARNING send_sms MessageNotReceivedError to=0101**** reason=${reason}`),
        march("10:00:01,405", `WARNING send failed, message will retry: ${reason}`),
      ),
    },
    tenant: TENANT,
    ...more,
  };
}

function thrown(http: string, error: string): Record<string, unknown> {
  return {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { logs: log(march("10:00:01,400", http)) + sendFailed("10:00:01,404", error) },
    tenant: TENANT,
  };
}

function row(reason: string): Record<string, unknown> {
  return {
    version: 1,
    sentAt: MARCH,
    notificationLogs: [
      {
        id: 71,
        sent_at: "2026-03-05T10:00:01.404+09:00",
        success: false,
        failure_reason: reason,
        recipient_summary: "0101****",
      },
    ],
  };
}

/** Accepted, and the carrier or Kakao said no later. */
function later(statusCode: string, statusMessage: string, kind = "send_alimtalk"): Record<string, unknown> {
  return {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:02:00+09:00",
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", `INFO ${kind} ok to=0101**** group_id=G4V20260305100001EEEEEEEEEEEEEE`),
      ),
    },
    tenant: TENANT,
    notificationLogs: [{ id: 71, sent_at: "2026-03-05T10:00:01+09:00", success: true, recipient_summary: "0101****" }],
    provider: {
      messages: [
        {
          messageId: "M4V20260305100001XXXXXXXXXXXXXXXX",
          groupId: "G4V20260305100001EEEEEEEEEEEEEE",
          statusCode,
          statusMessage,
          to: "0101****",
        },
      ],
    },
  };
}

export const PROVIDER_ANSWERS = [
  stopped("provider.sender-missing", "neither tenant nor environment has a number", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(march("10:00:01,404", "WARNING send failed, message will retry: sender_required")),
      env: { SOLAPI_SENDER: "" },
    },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("provider.sender-missing", "only the row", row("sender_required")),
  stopped(
    "provider.sender-not-registered",
    "the fallback number is unknown to Solapi",
    refused("[1062] 발신번호 미등록", {
      tenant: TENANT_WITHOUT_SENDER,
      worker: {
        env: { SOLAPI_SENDER: "01000000000" },
        logs: log(
          march("10:00:01,404", "WARNING send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록"),
        ),
      },
    }),
  ),
  stopped("provider.sender-not-registered", "only the row", row("[1062] 발신번호 미등록")),
  stopped("provider.sender-not-registered", "in words", row("sender number not verified")),
  ends("silent", "provider.sender-not-registered", "2062 only later", later("2062", "발신번호 미등록", "send_sms")),
  stopped(
    "provider.unauthorized",
    "InvalidAPIKey",
    thrown(SOLAPI_403, "('InvalidAPIKey', '유효하지 않은 API KEY 입니다.')"),
  ),
  stopped(
    "provider.unauthorized",
    "the signature: a wrong secret",
    thrown(SOLAPI_403, "('SignatureDoesNotMatch', '생성한 signature와 일치하지 않습니다.')"),
  ),
  stopped("provider.unauthorized", "our own question to Solapi was refused as well", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { logs: log(march("10:00:01,400", SOLAPI_403)) },
    provider: { error: { status: 403, errorCode: "InvalidAPIKey", errorMessage: "유효하지 않은 API KEY 입니다." } },
  }),
  stopped(
    "provider.clock-skew",
    "the machine is 20 minutes late",
    thrown(SOLAPI_403, "('RequestTimeTooSkewed', '요청 시간이 서버 시간과 15분 이상 차이납니다.')"),
  ),
  stopped(
    "provider.ip-not-allowed",
    "the worker got a new address",
    thrown(SOLAPI_403, "('Forbidden', '허용되지 않은 IP(13.125.10.20)로 접근하셨습니다.')"),
  ),
  stopped(
    "provider.ip-not-allowed",
    "the row since 03-07",
    row("솔라피 IP 미등록: 허용되지 않은 IP(13.125.10.20)로 접근하셨습니다."),
  ),
  stopped("provider.balance", "NotEnoughBalance", thrown(SOLAPI_400, "('NotEnoughBalance', '잔액이 부족합니다.')")),
  stopped("provider.balance", "August knows it", {
    version: 1,
    sentAt: AUGUST,
    worker: {
      logs: log(
        august(
          "14:00:01,404",
          "ERROR send permanently failed (non-retryable), deleting message: reason=provider_not_enough_balance to=0101**** tenant=7",
        ),
      ),
    },
  }),
  stopped("provider.balance", "1030 at intake", refused("[1030] 잔액이 부족합니다.")),
  stopped("provider.quota", "the daily cap", thrown(SOLAPI_400, "('QuotaExceeded', '일일 발송량을 초과했습니다.')")),
  stopped("provider.quota", "only the row of August", row("provider_quota_exceeded")),
  stopped(
    "provider.rate-limited",
    "429",
    thrown(
      'INFO HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 429 Too Many Requests"',
      "('TooManyRequests', 'Too many requests')",
    ),
  ),
  stopped("provider.recipient-invalid", "1011", refused("[1011] 수신번호 형식이 잘못되었습니다.")),
  ends("silent", "provider.recipient-invalid", "3010 later", later("3010", "수신번호 형식오류", "send_sms")),
  stopped("provider.recipient-blocked", "1061: opted out", refused("[1061] 080 수신거부")),
  ends("silent", "provider.recipient-blocked", "2061 later", later("2061", "수신거부 번호", "send_sms")),
  stopped("provider.duplicate-recipient", "1026", refused("[1026] 중복된 수신번호")),
  stopped("provider.text-invalid", "an emoji", refused("[1029] EUC-KR로 표현할 수 없는 문자가 있습니다.")),
  stopped("provider.text-invalid", "P08: Alimtalk without text, known from the record", {
    version: 1,
    sentAt: MARCH,
    worker: {
      logs: log(
        march(
          "10:00:01,404",
          "WARNING alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 e.failed_messages를 확인해주세요.",
        ),
      ),
    },
    provider: {
      messages: [
        { messageId: "M4V1", statusCode: "1010", statusMessage: "필수 입력 값이 입력되지 않았습니다.", to: "0101****" },
      ],
    },
  }),
  stopped("provider.text-invalid", "too long", row("[1031] 메시지 내용이 너무 깁니다.")),
  stopped("provider.message-type", "1025", refused("[1025] 발송할 수 없는 메시지 타입입니다.")),
  stopped(
    "provider.message-type",
    "nothing to send is left",
    thrown(SOLAPI_400, "('FailedToAddMessage', '발송 가능한 메시지가 없습니다.')"),
  ),
  stopped("provider.template-mismatch", "1043 at intake, recovered from the record", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march(
          "10:00:01,404",
          "WARNING alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 e.failed_messages를 확인해주세요.",
        ),
      ),
    },
    provider: {
      messages: [
        { messageId: "M4V2", statusCode: "1043", statusMessage: "등록된 템플릿과 내용이 다릅니다.", to: "0101****" },
      ],
    },
  }),
  ends("silent", "provider.template-mismatch", "P10: 3034 later", later("3034", "템플릿 불일치")),
  ends("silent", "provider.template-mismatch", "P13: a variable is missing", later("3063", "변수 누락")),
  ends("silent", "provider.template-mismatch", "P14: a value is too long", later("3076", "아이템 리스트 길이 초과")),
  stopped("provider.template-not-found", "1042 in the record", {
    version: 1,
    sentAt: MARCH,
    provider: {
      messages: [{ messageId: "M4V2", statusCode: "1042", statusMessage: "존재하지 않는 템플릿", to: "0101****" }],
    },
    notificationLogs: [
      {
        id: 3,
        sent_at: "2026-03-05T10:00:02+09:00",
        success: false,
        failure_reason: "메시지 접수에 실패했습니다. 자세한 내용은 e.failed_messages를 확인해주세요.",
      },
    ],
  }),
  ends("silent", "provider.template-not-found", "3105 later", later("3105", "미등록 템플릿")),
  stopped("provider.alimtalk-config", "A11: no template id", {
    version: 1,
    sentAt: MARCH,
    worker: {
      logs: log(
        march("10:00:01,404", "WARNING send failed, message will retry: alimtalk_requires_pf_id_and_template_id"),
      ),
    },
  }),
  stopped("provider.alimtalk-config", "to_pf_template_required, only the row", row("to_pf_template_required")),
  ends("silent", "provider.alimtalk-undelivered", "P17: no KakaoTalk", later("3104", "카카오톡 미사용자")),
  ends("silent", "provider.alimtalk-undelivered", "P17: blocked there", later("3107", "알림톡 차단")),
  ends("silent", "provider.undelivered", "the phone is off", later("3043", "전원 꺼짐", "send_sms")),
  ends("silent", "provider.undelivered", "a code nobody listed", later("3999", "기타 오류", "send_sms")),
  stopped("provider.rejected-reason-lost", "P04: the generic sentence only", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march(
          "10:00:01,404",
          "WARNING alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 e.failed_messages를 확인해주세요.",
        ),
        march(
          "10:00:01,405",
          "WARNING send failed, message will retry: 메시지 접수에 실패했습니다. 자세한 내용은 e.failed_messages를 확인해주세요.",
        ),
      ),
    },
  }),
  stopped("provider.rejected-reason-lost", "registeredSuccess 0", {
    version: 1,
    sentAt: MARCH,
    worker: { logs: log(march("10:00:01,404", "WARNING alimtalk no success to=0101****")) },
  }),
  ends("ambiguous", "provider.timeout", "read timeout, no HTTP line", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:31,404", "ERROR send_sms failed to=0101****"),
        "Traceback (most recent call last):",
        '  File "/usr/local/lib/python3.11/site-packages/httpx/_transports/default.py", line 118, in map_httpcore_exceptions',
        "    raise mapped_exc(message) from exc",
        "httpx.ReadTimeout: The read operation timed out",
        march("10:00:31,405", "WARNING send failed, message will retry: The read operation timed out"),
      ),
    },
    tenant: TENANT,
  }),
  ends("ambiguous", "provider.timeout", "only the row", row("The read operation timed out")),
  ends(
    "ambiguous",
    "provider.server-error",
    "P28: an HTML page",
    thrown(
      'INFO HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 502 Bad Gateway"',
      "('UnknownError', '<html><head><title>502 Bad Gateway</title></head></html>')",
    ),
  ),
  ends("ambiguous", "provider.server-error", "503 in August", {
    version: 1,
    sentAt: AUGUST,
    worker: {
      logs: log(
        august(
          "14:00:01,400",
          'INFO HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 503 Service Unavailable"',
        ),
        august(
          "14:00:01,404",
          "ERROR send outcome ambiguous after provider call; suppressing automatic resend: reason=provider_server_error to=0101**** tenant=7 log_id=882",
        ),
      ),
    },
  }),
  ends("ambiguous", "provider.reply-unreadable", "P29", {
    version: 1,
    sentAt: MARCH,
    worker: {
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", "ERROR send_sms failed to=0101****"),
        "Traceback (most recent call last):",
        "pydantic_core._pydantic_core.ValidationError: 2 validation errors for SendMessageResponse",
        "groupInfo.count.total",
        "  Field required [type=missing, input_value={}, input_type=dict]",
        march("10:00:01,405", "WARNING send failed, message will retry: 2 validation errors for SendMessageResponse"),
      ),
    },
  }),
  ends(
    "ambiguous",
    "provider.reply-unreadable",
    "only the row",
    row("3 validation errors for SendMessageResponse groupInfo Field required"),
  ),
  stopped("provider.ip-not-allowed", "August calls a definite refusal ambiguous", {
    version: 1,
    sentAt: AUGUST,
    worker: {
      logs: log(
        august("14:00:01,400", SOLAPI_403),
        august(
          "14:00:01,404",
          "ERROR send outcome ambiguous after provider call; suppressing automatic resend: reason=('Forbidden', '허용되지 않은 IP(3.36.1.9)로 접근하셨습니다.') to=0101**** tenant=7 log_id=882",
        ),
      ),
    },
  }),
];
