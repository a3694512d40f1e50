import { refusingProxy } from "../answerPage";
import type { CauseId } from "../causes";
import type { Facts } from "../facts";
import { type Excerpt, allMatches, clip, excerptAt, excerptOfLine } from "../logLines";
import type { Values } from "../texts/text";
import type { Rule } from "./rule";

/** A refusal by the API, identified by status and body. The order is the order of the backend's own checks. */
interface Refusal {
  cause: CauseId;
  id: string;
  /** Statuses for which the text counts. */
  statuses: readonly number[];
  /** Codes count for every status from 400 on. */
  codes?: RegExp;
  text?: RegExp;
  unless?: RegExp;
  confidence?: number;
}

export const GATEWAYS = [502, 503, 504];
const BAD = [400, 409, 422];
const NOT_CREDENTIALED =
  /credentials were not provided|자격 인증|not_authenticated|token_not_valid|token.{0,20}(?:invalid|expired|유효하지|만료)|로그인이 필요/i;
const ABOUT_APPROVAL = /검수|승인|approv/i;
const ABOUT_SENDER = /발신 ?번호|\b(?:messaging_)?sender\b/i;
const ABOUT_MODE = /문자|\bSMS\b|\bLMS\b/i;
const MESSAGING_OFF =
  /(?:메시지|메시징|알림톡).{0,24}(?:비활성|꺼져|꺼진|중지|정지|사용할 수 없)|messaging.{0,24}(?:disabled|switched off|inactive|not enabled|is off)/i;

// prettier-ignore
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
  { cause: "api.template-not-found", id: "answer", statuses: [404, ...BAD], codes: /^template_not_found$/, text: /템플릿.{0,16}(?:찾을 수 없|[이가은는] 없|존재하지)|template.{0,24}(?:not found|does not exist|no such)/i, unless: /검수|승인/ },
  { cause: "api.body-empty", id: "answer", statuses: BAD, codes: /^(?:body_empty|empty_body)$/, text: /본문.{0,16}(?:비어|없|필요)|(?:body|text).{0,16}(?:is|was) empty|empty (?:message )?body/i },
  { cause: "api.rate-limited", id: "status", statuses: [429], codes: /^throttled$/, text: /(?:)/ },
  { cause: "api.gateway", id: "status", statuses: [...GATEWAYS, 520, 521, 522, 523, 524, 525, 526, 530], text: /(?:)/, confidence: 0.9 },
];

export function answerEvidence({ answer }: Facts): Excerpt[] {
  if (answer.logged) return [answer.logged];
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

export const refusalRules: readonly Rule[] = refusals.map(
  ({ cause, id, statuses, codes, text, unless, confidence = 0.95 }) => ({
    id: `${cause}/${id}`,
    cause,
    evaluate(facts) {
      const { answer } = facts;
      const { status } = answer;
      if (status === undefined || status < 400 || refusingProxy(answer)) return undefined;
      if (cause !== "api.unauthorized" && Object.keys(answer.fields).length > 0 && status === 400) return undefined;
      const isCoded = codes !== undefined && answer.codes.some((code) => codes.test(code));
      const isSaid =
        statuses.includes(status) && text?.test(answer.text || answer.detail) && !unless?.test(answer.text);
      if (!isCoded && !isSaid) return undefined;
      const isAlimtalk = cause === "api.sender-empty" && facts.evidence.request?.message_mode === "alimtalk";
      const tenant = facts.evidence.tenant;
      const isContradicted = cause === "api.sender-empty" && (tenant?.messaging_sender ?? "") !== "";
      const evidence = answerEvidence(facts);
      if (cause === "api.sender-empty" && tenant?.messaging_sender !== undefined)
        evidence.push(excerptAt("tenant.messaging_sender", tenant.messaging_sender || '""'));
      if (cause === "api.gateway") evidence.push(...whyUnreached(facts));
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
  }),
);

/** What the API's process manager or the proxy logs when a request gets no answer. */
const UNREACHED =
  /WORKER TIMEOUT|was sent SIG[A-Z]+|Worker failed to boot|upstream timed out|upstream prematurely closed|no live upstreams|connect\(\) failed/;
const UNREACHED_LINES = 3;
const whyUnreached = ({ api }: Facts) =>
  allMatches(api, UNREACHED)
    .slice(0, UNREACHED_LINES)
    .map(({ line, groups }) => excerptOfLine(line, groups));

/** Whether the answer gives a more specific reason than its status. */
export const isSpecial = (facts: Facts) =>
  refusingProxy(facts.answer) !== undefined || refusalRules.some((rule) => rule.evaluate(facts));
