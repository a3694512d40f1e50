import { anyOf, type Wording } from "./wording";

/** What the worker decides about a message. One entry per line. */
// prettier-ignore
export const messageWordings = {
  "body-not-json": { pattern: /Invalid JSON in message|dead-letter queue.*reason=invalid-json|message body is not (?:valid )?JSON/i, row: /^(?:invalid|not)[_ ]json/i },
  "body-incomplete": { pattern: /Invalid message format(?:: ?(?<shape>.*))?|dead-letter queue.*reason=invalid-format/i, row: /invalid[_ ]message[_ ]format/i },
  "tenant-unnamed": { pattern: /Message missing tenant_id|invalid tenant_id=|contradictory tenant binding|reason=(?:unknown|missing)-tenant/i, row: /tenant_id_(?:missing|required|invalid)|unknown[-_]tenant/i },
  "signature-refused": { pattern: /(?:invalid or )?missing tenant binding signature(?:.*reason=(?<reason>\S+))?|tenant[ _]binding[ _]signature.{0,20}(?:invalid|mismatch|missing)/i, unless: /legacy messaging payload accepted/i, row: /(?:tenant_binding_signature|invalid_business_idempotency_key)/i },
  "duplicate-found": { pattern: /IDEMPOTENT_SKIP|Duplicate (?:in-flight message|delivery of)|Business dedup: key=\S+ (?:already|still)|DB dedup: message_id=\S+ already|taken for a duplicate|already (?:processed|handled|sent)\b.{0,20}\bskip|idempotency[ _]key (?:hit|exists|already)/i, row: /^(?:duplicate|idempotent_skip|business_dedup)/i },
  "duplicate-unfinished": { pattern: /still processing for same SQS message/ },
  "lock-refuses": { pattern: /Redis (?:not available|unavailable).{0,40}(?:REJECT|leaving)|REJECTING job|Redis lock acquire failed, REJECTING|leaving message in SQS for retry|redis\.exceptions\.\w+Error/i, unless: /will use DB fallback|allowing job|progress record|lock release/i, row: /redis_unavailable|lock_unavailable/i },
  "lock-skipped": { pattern: /Redis connection failed|Redis lock acquire failed, allowing/i },
  "reservation-ended": { pattern: /reservation_id=(?<reservation>\S+) cancelled/i, row: /reservation[_ ]cancelled/i },
  "tenant-off": { pattern: /Message skipped: \S*tenant_id=\S+ (?:is test tenant|messaging disabled)|business_tenant_id=\S+ messaging disabled/i, row: /^(?:messaging|tenant)_disabled/i },
  "recipient-stopped": { pattern: /recipient_guard: blocked|recipient[= ]\S+ rejected by policy|blocked recipient \S+ \(whitelist\)/i, row: /recipient_(?:blocked|not_allowed|denied)|whitelist|denylist|blocked_by_policy/i },
  "mode-stopped": { pattern: /blocked delivery:?.*?(?:reason=(?!alimtalk_requires)(?<reason>\S+)|$)|non-Alimtalk mode/i, unless: /alimtalk_requires_pf_id/, row: /template_not_allowed|sms_disabled|mode_(?:not_allowed|blocked)|^(?:common_|unified_)?template_(?:not_allowed|mismatch|unavailable)|non_alimtalk/i },
  "dead-lettered": { pattern: /(?:moved|moving|sent|sending|forwarded) (?:it )?to (?:the )?(?:dead[- ]letter queue|DLQ\b)|leaving for retry\/DLQ.*receive_count=\d+/i },
  "moved-to-dead-letters": { pattern: /moved to dead-letter queue/i, in: "text" },
  "receive-counted": { pattern: /(?:receive_?count|ApproximateReceiveCount)["']?\s*[:=]\s*["']?(?<count>\d+)/i },
  "credit-too-low": { pattern: /insufficient_balance(?!.*solapi)/i, row: /^(?:insufficient_(?:balance|credit)|크레딧.{0,4}부족)/i },
  "credit-price": { pattern: /base_price=(?<price>[\d.]+)/, in: "text" },
  "credit-left": { pattern: /\bbalance=(?<balance>[\d.]+)/, in: "text" },
  "retry-announced": { pattern: /message will retry/i },
  "reason-named": {
    pattern: anyOf(
      /message will retry: (?<reason>.+?)(?: trace_id=|$)/,
      /reason=(?<reason>.+?)(?: trace_id=|$)/,
    ),
  },
  "attempt-failed": { pattern: /(?<!request )send failed|message will retry|send_\w+ failed|alimtalk(?:_own)? failed|MessageNotReceived/i },
  "template-ids-missing": { pattern: /pf_id\/template_id missing, sending SMS/i },
  "sent-as-sms": { pattern: /fallback to SMS|pf_id\/template_id missing, sending SMS/i },
  "not-really-sent": { pattern: /\[?MockSolapi\]?|group_id=mock|mock[- ]mode|실제 API 미호출/i },
  "mock-group": { pattern: /(?<group>group_id=mock\S*)/, in: "text" },
  // An unreadable body may also be the provider's reply.
  "about-a-body": { isDetail: true, pattern: /body|sqs|message/i, unless: /solapi|response/i },
  "about-a-broker": { isDetail: true, pattern: /redis|consumer|broker/i },
  "message-handled": {
    pattern:
      /Invalid JSON in message|Invalid message format|missing tenant_id|invalid tenant_id|IDEMPOTENT_SKIP|Duplicate (?:in-flight|delivery)|Business (?:dedup|claim)|DB dedup|reservation_id=\S+ cancelled|send_(?:sms|alimtalk)|alimtalk (?:failed|no success|requested|via)|send failed|send outcome|permanently failed|MockSolapi|insufficient_balance|deduct_credits|NotificationLog|recipient_guard|Message (?:skipped|has)|blocked delivery|REJECTING job|leaving (?:SQS )?message|get_tenant_messaging_info|consecutive errors|main loop|Messaging source context|Provider (?:send|outcome)|Job retried|moved to dead-letter/i,
    in: "text",
  },
} as const satisfies Record<string, Wording>;
