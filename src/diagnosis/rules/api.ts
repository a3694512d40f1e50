import type { CauseId } from "../causes";
import type { Facts } from "../facts";
import { type Excerpt, clip, excerptAt, excerptOf, firstMatch, lastMatch } from "../lines";
import type { Values } from "../texts/text";
import type { Rule, RuleHit } from "./rule";

/** The API refused the request: status and body. The order of checks is the backend's own. */
interface Refusal {
  cause: CauseId;
  id: string;
  /** Statuses in which a text counts. */
  statuses: readonly number[];
  /** Codes count in every status from 400. */
  codes?: RegExp;
  text?: RegExp;
  unless?: RegExp;
  confidence?: number;
}

const GATEWAYS = [502, 503, 504];
const BAD = [400, 409, 422];
const NOT_CREDENTIALED = /credentials were not provided|자격 인증|not_authenticated|token_not_valid|token.{0,20}(?:invalid|expired|유효하지|만료)|로그인이 필요/i;
const ABOUT_APPROVAL = /검수|승인|approv/i;
const ABOUT_SENDER = /발신 ?번호|\b(?:messaging_)?sender\b/i;
const ABOUT_MODE = /문자|\bSMS\b|\bLMS\b/i;
const MESSAGING_OFF = /(?:메시지|메시징|알림톡).{0,24}(?:비활성|꺼져|꺼진|중지|정지|사용할 수 없)|messaging.{0,24}(?:disabled|switched off|inactive|not enabled|is off)/i;

const refusals: readonly Refusal[] = [
  { cause: "api.unauthorized", id: "status", statuses: [401], text: /(?:)/ },
  { cause: "api.unauthorized", id: "no-credentials", statuses: [403], codes: /^(?:not_authenticated|token_not_valid|authentication_failed)$/, text: NOT_CREDENTIALED, confidence: 0.9 },
  { cause: "api.tenant-not-resolved", id: "code", statuses: [403, 404, 500], codes: /^tenant_(?:invalid|inactive|ambiguous|not_found|missing|required)$/, text: /tenant_(?:invalid|inactive|ambiguous)|(?:tenant|테넌트).{0,20}(?:not found|resolve|unknown|inactive|invalid|찾을 수 없|확인할 수 없|비활성|없습니다)/i },
  { cause: "api.messaging-disabled", id: "answer", statuses: [400, 403, 409], codes: /^messaging_(?:disabled|inactive|restricted|off)$/, text: MESSAGING_OFF },
  { cause: "api.mode-not-allowed", id: "answer", statuses: [403], codes: /^(?:sms_disabled|(?:message_)?mode_(?:not_allowed|disabled)|sms_not_allowed)$/, text: ABOUT_MODE, unless: NOT_CREDENTIALED },
  { cause: "api.mode-not-allowed", id: "unsupported", statuses: BAD, text: /sms_disabled|(?:SMS|문자|LMS).{0,40}(?:지원하지|사용할 수 없|불가|종료|disabled|not (?:allowed|supported|available))/i, unless: ABOUT_APPROVAL },
  { cause: "api.sender-empty", id: "answer", statuses: BAD, codes: /^sender_(?:empty|missing|required|not_set|not_registered)$/, text: ABOUT_SENDER, unless: /수신 ?번호|템플릿|invalid_digits/ },
  { cause: "api.students-not-found", id: "answer", statuses: [...BAD, 404], codes: /^students?_not_found$/, text: /학생.{0,30}(?:찾을 수 없|없습니다|없는|삭제|존재하지)|students?.{0,30}(?:not found|deleted|does not exist|do not exist|not exist)/i },
  { cause: "api.template-not-approved", id: "answer", statuses: BAD, codes: /^(?:unified_)?template_(?:unavailable|not_approved|pending)$|^unified_template_unavailable$/, text: /(?:템플릿|template|알림톡|alimtalk)[\s\S]{0,80}(?:검수|승인|approv)|(?:검수|승인|approv)[\s\S]{0,60}(?:템플릿|template)|unified_template_unavailable/i },
  { cause: "api.template-not-found", id: "answer", statuses: [404, ...BAD], codes: /^template_not_found$/, text: /템플릿.{0,16}(?:찾을 수 없|없습니다|존재하지)|template.{0,24}(?:not found|does not exist|no such)/i, unless: /검수|승인/ },
  { cause: "api.body-empty", id: "answer", statuses: BAD, codes: /^(?:body_empty|empty_body)$/, text: /본문.{0,16}(?:비어|없|필요)|(?:body|text).{0,16}(?:is|was) empty|empty (?:message )?body/i },
  { cause: "api.rate-limited", id: "status", statuses: [429], codes: /^throttled$/, text: /(?:)/ },
  { cause: "api.gateway", id: "status", statuses: [...GATEWAYS, 520, 521, 522, 523, 524, 525, 526, 530], text: /(?:)/, confidence: 0.9 },
];

function answerEvidence({ answer }: Facts): Excerpt[] {
  return [excerptAt("api", `${answer.status ?? ""} ${clip(answer.detail || answer.text)}`.trim())];
}

export function answerValues({ answer, evidence }: Facts): Values {
  const { request, tenant } = evidence;
  return {
    status: answer.status,
    detail: clip(answer.detail || answer.text, 160).replace(/[.。]$/, ""),
    code: answer.codes[0],
    tenant: tenant?.code,
    mode: request?.message_mode,
    students: request?.student_ids?.slice(0, 5).join(", "),
    template: request?.template_id,
    sendTo: request?.send_to,
    seconds: answer.elapsedMs === undefined ? undefined : Math.round(answer.elapsedMs / 100) / 10,
  };
}

const refusalRules: Rule[] = refusals.map(({ cause, id, statuses, codes, text, unless, confidence = 0.95 }) => ({
  id: `${cause}/${id}`,
  cause,
  evaluate(facts) {
    const { answer } = facts;
    const { status } = answer;
    if (status === undefined || status < 400) return undefined;
    if (cause !== "api.unauthorized" && Object.keys(answer.fields).length > 0 && status === 400) return undefined;
    const isCoded = codes !== undefined && answer.codes.some((code) => codes.test(code));
    const isSaid = statuses.includes(status) && text?.test(answer.text || answer.detail) && !unless?.test(answer.text);
    if (!isCoded && !isSaid) return undefined;
    const isAlimtalk = cause === "api.sender-empty" && facts.evidence.request?.message_mode === "alimtalk";
    const tenant = facts.evidence.tenant;
    const isContradicted = cause === "api.sender-empty" && (tenant?.messaging_sender ?? "") !== "";
    const evidence = answerEvidence(facts);
    if (cause === "api.sender-empty" && tenant?.messaging_sender !== undefined)
      evidence.push(excerptAt("tenant.messaging_sender", tenant.messaging_sender || '""'));
    return {
      confidence: isContradicted ? 0.75 : confidence,
      basis: "message",
      evidence,
      values: {
        ...answerValues(facts),
        ...(cause === "api.sender-empty" && tenant?.messaging_sender !== "" && { tenant: undefined }),
        ...(isAlimtalk && { alimtalk: "alimtalk" }),
      },
    };
  },
}));

const special = new Set(refusals.map(({ cause }) => cause));
const isSpecial = (facts: Facts) => refusalRules.some((rule) => special.has(rule.cause) && rule.evaluate(facts));

const fieldRule: Rule = {
  id: "api.validation/field",
  cause: "api.validation",
  evaluate(facts) {
    const { answer } = facts;
    if (answer.status !== 400 && answer.status !== 422 && answer.status !== 413 && answer.status !== 415) return undefined;
    const named = Object.entries(answer.fields);
    const [field, complaint] = named[0] ?? [];
    if (!field && (isSpecial(facts) || emptySender(facts))) return undefined;
    const said = /\b(student_ids|send_to|message_mode|template_id|raw_body|raw_subject)\b/.exec(answer.text)?.[1];
    return {
      confidence: field ? 0.95 : 0.7,
      basis: "message",
      evidence: answerEvidence(facts),
      values: {
        ...answerValues(facts),
        field: named.map(([name]) => name).join(", ") || said,
        detail: clip(complaint ?? answer.detail, 160).replace(/[.。]$/, ""),
      },
    };
  },
};

/** A 400 that says nothing readable, of a tenant that is known to have no sender. */
function emptySender(facts: Facts): boolean {
  const { answer, evidence } = facts;
  return answer.status === 400 && evidence.tenant?.messaging_sender?.trim() === "" && Object.keys(answer.fields).length === 0 && !isSpecial(facts);
}

const emptySenderRule: Rule = {
  id: "api.sender-empty/value",
  cause: "api.sender-empty",
  evaluate(facts) {
    if (facts.generation === "2026-08") return undefined;
    if (emptySender(facts)) {
      const evidence = [...answerEvidence(facts), excerptAt("tenant.messaging_sender", '""')];
      return { confidence: facts.answer.text ? 0.7 : 0.8, basis: "message", evidence, values: answerValues(facts) };
    }
    // Without an answer the value is a warning, not yet a verdict.
    if (facts.evidence.tenant?.messaging_sender?.trim() !== "" || facts.answer.status !== undefined || facts.reach) return undefined;
    const evidence = [excerptAt("tenant.messaging_sender", '""')];
    return { confidence: 0.4, basis: "hint", evidence, values: { ...answerValues(facts), status: 400 } };
  },
};

const forbiddenRule: Rule = {
  id: "api.forbidden/status",
  cause: "api.forbidden",
  evaluate(facts) {
    if (facts.answer.status !== 403 || isSpecial(facts) || facts.evidence.tenant?.messaging_is_active === false) return undefined;
    return { confidence: 0.85, basis: "message", evidence: answerEvidence(facts), values: answerValues(facts) };
  },
};

const HELD = /messaging disabled|runtime held|messaging restricted|MESSAGING_DISABLED_TENANT_IDS/i;
const disabledRule: Rule = {
  id: "api.messaging-disabled/switch",
  cause: "api.messaging-disabled",
  evaluate(facts) {
    const { answer, evidence, api } = facts;
    const held = firstMatch(api, HELD, /Ignoring invalid/);
    const isRefused = answer.status === 403 && !isSpecial(facts);
    const isNothing = answer.enqueued === 0 || answer.enqueued === undefined;
    if (held && (isRefused || (isNothing && facts.queue.growth !== undefined && facts.queue.growth <= 0) || answer.enqueued === 0)) {
      return { confidence: 0.9, basis: "message", evidence: [excerptOf(held.line), ...answerEvidence(facts)], values: { ...answerValues(facts), held: clip(held.line.text, 120) } };
    }
    if (!isRefused || evidence.tenant?.messaging_is_active !== false) return undefined;
    const found = excerptAt("tenant.messaging_is_active", "false");
    return { confidence: 0.85, basis: "message", evidence: [...answerEvidence(facts), found], values: answerValues(facts) };
  },
};

const loggedModeRule: Rule = {
  id: "api.mode-not-allowed/log",
  cause: "api.mode-not-allowed",
  evaluate(facts) {
    const found = firstMatch(facts.api, /(?:enqueue\w*|send_event_notification) blocked:.*non-Alimtalk mode=(\w+)/i);
    if (!found || (facts.answer.enqueued ?? 0) > 0) return undefined;
    const values = { ...answerValues(facts), mode: found.groups[1], detail: clip(found.line.text, 120) };
    return { confidence: 0.9, basis: "message", evidence: [excerptOf(found.line)], values };
  },
};

const recipientRule = (cause: "api.no-recipients" | "api.recipients-skipped"): Rule => ({
  id: `${cause}/counts`,
  cause,
  evaluate(facts) {
    const { enqueued, skipped = 0 } = facts.answer;
    if (enqueued === undefined || skipped === 0 || enqueued > 0 !== (cause === "api.recipients-skipped")) return undefined;
    const counts = excerptAt("api", `${facts.answer.status ?? 200} enqueued=${enqueued}, skipped_no_phone=${skipped}`);
    return { confidence: 0.95, basis: "message", evidence: [counts], values: { ...answerValues(facts), enqueued, skipped }, isLasting: true };
  },
});

const serverErrorRule: Rule = {
  id: "api.server-error/status",
  cause: "api.server-error",
  evaluate(facts) {
    const { answer, api } = facts;
    const { status } = answer;
    const isServerError = status !== undefined && status >= 500 && !GATEWAYS.includes(status) && status < 520;
    if (!isServerError || answer.codes.some((code) => code.startsWith("tenant_"))) return undefined;
    const thrown = (api ?? []).filter(({ record }) => record.exception).at(-1);
    const exception = thrown ? `${thrown.record.exception!.type}: ${thrown.record.exception!.message}` : answer.detail;
    const evidence = [...answerEvidence(facts), ...(thrown ? [excerptOf(thrown)] : [])];
    return { confidence: 0.9, basis: "message", evidence, values: { ...answerValues(facts), exception: clip(exception, 160) } };
  },
};

const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|CERT|SSL|TLS|SELF_SIGNED|UND_ERR_SOCKET|refused|not known|getaddrinfo|fetch failed|network|socket hang up/i;
const TIMED_OUT = /ETIMEDOUT|ESOCKETTIMEDOUT|TIMEOUT|AbortError|timed? ?out|시간 ?초과|aborted/i;
const SLOW_MS = 10_000;

function noAnswer(facts: Facts): "timeout" | "unreachable" | undefined {
  const { answer } = facts;
  if (answer.status === 408) return "timeout";
  if (answer.status !== undefined) return undefined;
  if (answer.error) {
    const said = `${answer.error.code} ${answer.error.message}`;
    return TIMED_OUT.test(answer.error.code) || (!UNREACHABLE.test(answer.error.code) && TIMED_OUT.test(said)) ? "timeout" : "unreachable";
  }
  return (answer.elapsedMs ?? 0) >= SLOW_MS ? "timeout" : undefined;
}

const noAnswerRule = (kind: "timeout" | "unreachable"): Rule => ({
  id: `api.${kind}/error`,
  cause: `api.${kind}`,
  evaluate(facts) {
    if (noAnswer(facts) !== kind) return undefined;
    const { error, status, elapsedMs } = facts.answer;
    const isKnown = error !== undefined && (TIMED_OUT.test(`${error.code} ${error.message}`) || UNREACHABLE.test(`${error.code} ${error.message}`));
    const said = error ? `${error.code} ${error.message}`.trim() : `${status ?? "no status"} after ${elapsedMs ?? "?"} ms`;
    return {
      confidence: isKnown || status === 408 ? 0.95 : 0.8,
      basis: "message",
      evidence: [excerptAt(error ? "api.error" : "api", said)],
      values: { ...answerValues(facts), error: clip(said, 160) },
    };
  },
});

const wrongEndpointRule: Rule = {
  id: "api.wrong-endpoint/status",
  cause: "api.wrong-endpoint",
  evaluate(facts) {
    const { status } = facts.answer;
    const isElsewhere = status === 404 || status === 405 || (status !== undefined && status >= 300 && status < 400);
    if (!isElsewhere || isSpecial(facts)) return undefined;
    return { confidence: 0.8, basis: "message", evidence: answerEvidence(facts), values: answerValues(facts) };
  },
};

const otherRefusalRule: Rule = {
  id: "api.validation/other-status",
  cause: "api.validation",
  evaluate(facts) {
    const { status } = facts.answer;
    const known = [400, 401, 403, 404, 405, 408, 413, 415, 422, 429];
    if (status === undefined || status < 400 || status >= 500 || known.includes(status) || isSpecial(facts)) return undefined;
    return { confidence: 0.6, basis: "message", evidence: answerEvidence(facts), values: answerValues(facts) };
  },
};

const DISALLOWED_HOST = /Invalid HTTP_HOST header|DisallowedHost/i;
const hostRule: Rule = {
  id: "api.tenant-not-resolved/host",
  cause: "api.tenant-not-resolved",
  evaluate(facts) {
    const { answer, api } = facts;
    const logged = lastMatch(api, DISALLOWED_HOST);
    if (answer.status !== 400 || (!logged && !DISALLOWED_HOST.test(answer.text))) return undefined;
    const evidence = [...(logged ? [excerptOf(logged.line, logged.groups)] : []), ...answerEvidence(facts)];
    return { confidence: 0.85, basis: "message", evidence, values: { ...answerValues(facts), detail: clip(logged?.line.text ?? answer.detail, 160) } };
  },
};

const emptyJobRule: Rule = {
  id: "api.body-empty/log",
  cause: "api.body-empty",
  evaluate(facts): RuleHit | undefined {
    const found = firstMatch(facts.api, /enqueue skipped: to or text empty/);
    if (!found || facts.answer.enqueued !== 0) return undefined;
    return { confidence: 0.75, basis: "message", evidence: [excerptOf(found.line)], values: { ...answerValues(facts), detail: "to or text empty" } };
  },
};

export const apiRules: readonly Rule[] = [
  ...refusalRules,
  fieldRule,
  emptySenderRule,
  forbiddenRule,
  disabledRule,
  loggedModeRule,
  recipientRule("api.no-recipients"),
  recipientRule("api.recipients-skipped"),
  serverErrorRule,
  noAnswerRule("timeout"),
  noAnswerRule("unreachable"),
  wrongEndpointRule,
  otherRefusalRule,
  hostRule,
  emptyJobRule,
];
