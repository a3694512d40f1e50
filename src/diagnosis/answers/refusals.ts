import type { CauseId } from "../causes/causeIds";
import type { Answer } from "./answer";
import { refusingProxy } from "./answerPage";

/** A refusal by the API, identified by status and body. The order is the order of the backend's own checks. */
export interface Refusal {
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
export const refusals: readonly Refusal[] = [
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

/** The backend asks for a text or a template: the one complaint about a field that has a cause of its own. */
export const hasEmptyBody = ({ fields }: Pick<Answer, "fields">): boolean =>
  /본문을 (?:넣거나|입력하거나) 템플릿을/.test(fields["raw_body"] ?? "");

/** Whether the answer is this refusal. */
export function isRefusal(answer: Answer, { cause, statuses, codes, text, unless }: Refusal): boolean {
  const { status } = answer;
  if (status === undefined || status < 400 || refusingProxy(answer)) return false;
  if (cause === "api.body-empty" && hasEmptyBody(answer)) return true;
  if (cause !== "api.unauthorized" && Object.keys(answer.fields).length > 0 && status === 400) return false;
  const isCoded = codes !== undefined && answer.codes.some((code) => codes.test(code));
  return (
    isCoded ||
    (statuses.includes(status) && text?.test(answer.text || answer.detail) === true && !unless?.test(answer.text))
  );
}

/** Whether the answer gives a more specific reason than its status. */
export const isSpecial = (answer: Answer) =>
  refusingProxy(answer) !== undefined || refusals.some((refusal) => isRefusal(answer, refusal));
