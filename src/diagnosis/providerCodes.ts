import type { CauseId } from "./causes/causeIds";
import { errorCauses, statusCauses } from "./providerCodeCauses";

/** Sentences in both languages, most specific first. */
// prettier-ignore
const sentences: readonly (readonly [CauseId, RegExp])[] = [
  ["provider.reply-unreadable", /validation errors? for \w*(?:Response|Message)|JSONDecodeError|Expecting value: line|ParseError\b|(?:reply|response|응답).{0,20}(?:unreadable|pars(?:e|ing)|해석)/i],
  ["provider.clock-skew", /RequestTimeTooSkewed|time.{0,12}too.{0,4}skewed/i],
  ["provider.ip-not-allowed", /(?:허용|등록)되지 않은 ?IP|IP ?(?:주소)?.{0,6}(?:미등록|허용되지|차단)|\bip\b.{0,30}not (?:allowed|permitted|whitelisted|registered)|(?:not allowed|unregistered|disallowed) ip\b/i],
  ["provider.balance", /not_?\s?enough_?\s?balance|잔액.{0,8}부족|balance (?:is )?(?:too low|insufficient)|insufficient (?:solapi |cash )?balance/i],
  ["provider.quota", /quota_?\s?exceeded|(?:일일|하루).{0,12}(?:한도|초과|제한)|daily (?:quota|limit)/i],
  ["provider.rate-limited", /too_?\s?many_?\s?requests|status code 429\b|\brate[- ]?limit|요청.{0,12}(?:너무 많|초과)/i],
  ["provider.unauthorized", /invalid_?\s?api_?\s?key|api ?(?:key|키).{0,20}(?:invalid|wrong|유효하지|올바르지|잘못)|(?:signature|서명).{0,16}(?:does not match|일치하지)|ppurio_token_failed|유효하지 않은 api|유효한 api ?key가 아닙|status code 40[13]\b|\b401:? Unauthorized|HTTP Error 40[13]\b/i],
  ["provider.sender-missing", /sender_required|발신번호.{0,8}(?:필요|필수)|(?:sender|from).{0,10}(?:is )?required/i],
  ["provider.sender-not-registered", /발신 ?번호.{0,14}(?:미등록|미인증|등록되지|등록되어 있지|인증되지|등록 안)|(?:미등록|등록되지 않은|인증되지 않은).{0,6}발신 ?번호|sender.{0,16}(?:not|un-?)\s?(?:verified|registered)|unregistered ?sender|unverified sender/i],
  ["provider.alimtalk-config", /alimtalk_requires_pf_id|to_pf_template_required|invalid_sender_profile_format|(?:pf_?id|template_?id)\S* (?:is )?(?:missing|required)/i],
  ["provider.alimtalk-undelivered", /카카오톡.{0,14}(?:미사용|사용자가? 아|아닌|미가입|없는)|알림톡.{0,8}차단|not a kakao ?talk user/i],
  ["provider.template-mismatch", /템플릿.{0,16}(?:불일치|일치하지|다릅|다름)|template.{0,16}mismatch|NoMatchedTemplate|(?:변수|variable).{0,14}(?:누락|불일치|missing|초과)/i],
  ["provider.template-not-found", /TemplateNot(?:Approved|Found)|템플릿.{0,14}(?:찾을 수 없|없습니다|존재하지|미승인|승인되지)|template.{0,12}not (?:found|approved|registered)|(?:채널|발신 ?프로필|channel).{0,14}(?:찾을 수 없|존재하지|not found)/i],
  ["provider.recipient-blocked", /수신 ?거부|opted?[- ]out|(?:차단|block).{0,6}(?:수신|recipient)|080.{0,8}거부/i],
  ["provider.duplicate-recipient", /중복.{0,8}수신|수신 ?번호.{0,8}중복|duplicate(?:d)? recipient/i],
  ["provider.recipient-invalid", /수신 ?번호.{0,16}(?:형식|오류|올바르지|잘못|유효)|invalid (?:recipient|phone|to number)|recipient.{0,12}invalid/i],
  ["provider.message-type", /발송 가능한 메시지|메시지 ?(?:유형|타입).{0,12}(?:잘못|오류|올바르지)|(?:subject|제목).{0,10}(?:required|missing|필수|없)|no sendable message/i],
  ["provider.text-invalid", /EUC-?KR|(?:text|본문|내용).{0,14}(?:too long|missing|empty|required|초과|누락|없습니다)|필수 입력 ?값?|길이.{0,6}초과|message too long/i],
  ["provider.request-invalid", /\bValidationError\b|RecipientsTooMany/],
  ["provider.server-error", /UnknownError|InternalServerError|status code 5\d\d\b|(?:\b50\d\b|5xx).{0,20}(?:error|gateway|unavailable)|bad gateway|<html/i],
  ["provider.unreachable", /ConnectError|connection refused|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|name or service not known|name resolution|getaddrinfo|network is unreachable|no route to host|NewConnectionError|CERTIFICATE_VERIFY_FAILED|certificate verify failed|unable to get (?:local )?issuer certificate|self[- ]signed certificate|WRONG_VERSION_NUMBER|handshake failure|tunnel connection failed|Cannot connect to proxy/i],
  ["provider.timeout", /timed? ?out|timeout|ETIMEDOUT|시간 ?초과|server disconnected|Connection aborted|RemoteDisconnected|Remote end closed|RemoteProtocolError|ReadError|ECONNRESET|connection reset|socket hang up|no (?:answer|reply)/i],
  ["provider.rejected-reason-lost", /메시지 접수에 실패|failed_messages|MessageNotReceived|alimtalk no success|no_success/i],
];

/** A refusal by a proxy: the status is not the provider's. */
const PROXY_REFUSAL =
  /tunnel connection failed|(?:cannot|unable to) connect to proxy|\bProxyError\b|id="?ERR_ACCESS_DENIED/i;

export interface CodeVerdict {
  cause: CauseId;
  code?: string;
}

const YEAR = /^20(?:1\d|2[0-9]|3\d)$/;

/** The status code in a text of the backend or the provider: `[1062] …`, `statusCode: '1062'`, `1062 발신번호 …`. */
function statusCodeIn(text: string): string | undefined {
  const places = [
    /\[(\d{4})\]/,
    /status_?code["']?\s*[:=]\s*["']?(\d{4})\b/i,
    /\b(?:error|error_?code|code|코드|reason)\s*(?:[:=]\s*)?["'(]?([123]\d{3})\b(?!\d)/i,
    // Skips line numbers of source files (`_ssl.c:1006`) and ports.
    /(?:^|[=(]\s*|:\s+|(?<!\.\w{1,12}|\d|\/\/\S{0,200}):)([123]\d{3})(?=\s*[:)\-–]|\s+[가-힣A-Za-z]|$)/m,
  ];
  for (const place of places) {
    const code = place.exec(text)?.[1];
    if (code && (statusCauses[code] || (/^[123]\d{3}$/.test(code) && !YEAR.test(code) && !isAccepted(code))))
      return code;
  }
  return undefined;
}

export const isAccepted = (code: string) => /^(?:2000|3000|4000)$/.test(code);
/** Decided after Solapi accepted the message, when the backend had already recorded a success. */
export const isLater = (code: string) => /^[23]\d{3}$/.test(code) && !isAccepted(code);

export function causeOfStatusCode(code: string): CauseId | undefined {
  if (isAccepted(code)) return undefined;
  return statusCauses[code] ?? (isLater(code) ? "provider.undelivered" : "provider.refused");
}

/** The cause of one of Solapi's errorCodes. Undefined for unknown codes. */
export const causeOfErrorCode = (code: string): CauseId | undefined => errorCauses[code.toLowerCase()];

/** The cause and code in a text from or about the provider. */
export function verdictOfCode(text: string): CodeVerdict | undefined {
  if (PROXY_REFUSAL.test(text)) return { cause: "provider.unreachable" };
  const code = statusCodeIn(text);
  if (code) return { cause: causeOfStatusCode(code) ?? "provider.refused", code };
  const named = errorCodeIn(text);
  const known = named === undefined ? undefined : causeOfErrorCode(named);
  // Pydantic's ValidationError means that our side failed to read the reply. The sentence says why.
  if (known && known !== "provider.request-invalid") return { cause: known, code: named };
  for (const [cause, pattern] of sentences) {
    const isNamed = named !== undefined && (causeOfErrorCode(named) === cause || cause === "provider.rate-limited");
    if (pattern.test(text)) return { cause, ...(isNamed && { code: named }) };
  }
  if (!named) return undefined;
  return { cause: known ?? "provider.refused", code: named };
}

/** `('InvalidAPIKey', '…')`, `{"errorCode": "InvalidAPIKey"}`, `errorCode=InvalidAPIKey`, or a known code as a word. */
function errorCodeIn(text: string): string | undefined {
  const tuple = /\(\s*["']([A-Z][A-Za-z]{3,40})["']\s*,/.exec(text)?.[1];
  const bracket = /\[([A-Za-z][A-Za-z-]{3,40})\]/.exec(text)?.[1];
  const field = /error_?code["']?\s*[:=]\s*["']?([A-Za-z_]{4,40})/i.exec(text)?.[1];
  const word = [...text.matchAll(/\b[A-Za-z_]{9,40}\b/g)]
    .map(([one]) => one)
    .find((one) => errorCauses[one.toLowerCase()]);
  return tuple ?? (bracket && causeOfErrorCode(bracket) ? bracket : undefined) ?? field ?? word;
}
