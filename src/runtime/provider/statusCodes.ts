/**
 * The meaning of Solapi's codes: the four-digit status of a message, and the `errorCode` of a refused call. Sources:
 * Solapi's page "메시지 상태 코드" and its error samples; codes marked `seen` are not on that page and were observed in
 * practice.
 */
export type CodeKind =
  /** Accepted, in progress or done: no failure. */
  | "progress"
  /** Refused on submission: nothing was sent. */
  | "intake"
  /** Failed at Solapi after it was accepted. */
  | "platform"
  /** Failed at the carrier or at Kakao after it was accepted. */
  | "carrier"
  /** The answer to a call as a whole, or the failure of the call. */
  | "error";

/**
 * Whether a retry can help. `never`: something has to change first. `later`: the reason may pass by itself and nothing
 * was sent. `ambiguous`: it may have been sent, so it must not be resent blindly.
 */
export type Retry = "never" | "later" | "ambiguous";

export interface CodeMeaning {
  code: string;
  kind: CodeKind;
  retry: Retry;
  /** Id of a cause in the diagnosis's vocabulary, `none` if nothing is wrong. */
  cause: string;
  en: string;
  ko: string;
  /** Only messages sent through KakaoTalk can have it. */
  kakao?: true;
}

/** @returns the meaning of any code; the form of an unknown code decides its meaning */
export function meaningOf(code: string): CodeMeaning {
  return known.get(code) ?? unknownCode(code);
}

export const retryOf = (code: string): Retry => meaningOf(code).retry;

export const isKnownCode = (code: string): boolean => known.has(code);

/** Everything in the catalogue, in its order. */
export const knownCodes = (): readonly CodeMeaning[] => [...known.values()];

const UNKNOWN_EN = "a code this version does not know";
const UNKNOWN_KO = "알 수 없는 상태 코드";

function unknownCode(code: string): CodeMeaning {
  const text = { code, en: UNKNOWN_EN, ko: UNKNOWN_KO };
  if (/^1\d{3}$/.test(code)) return { ...text, kind: "intake", retry: "never", cause: "provider.refused" };
  if (/^2\d{3}$/.test(code)) return { ...text, kind: "platform", retry: "never", cause: "provider.undelivered" };
  if (/^3\d{3}$/.test(code)) return { ...text, kind: "carrier", retry: "never", cause: "provider.undelivered" };
  if (/^4\d{3}$/.test(code)) return { ...text, kind: "progress", retry: "never", cause: "none" };
  if (/^HTTP_5\d\d$/.test(code))
    return { ...text, kind: "error", retry: "ambiguous", cause: "provider.server-error", en: "Solapi failed itself" };
  return { ...text, kind: "error", retry: "later", cause: "provider.refused" };
}

type Row = readonly [code: string, retry: Retry, cause: string, en: string, ko: string, kakao?: "kakao"];

// prettier-ignore
const messageCodes: readonly Row[] = [
  ["1010", "never", "provider.text-invalid", "a required field is missing", "필수 입력 값 미입력"],
  ["1011", "never", "provider.recipient-invalid", "a field has the wrong form (mostly the number)", "Format Error"],
  ["1013", "never", "provider.message-type", "an SMS has no subject", "제목은 문자 타입이 'SMS'일 경우 사용이 불가능합니다."],
  ["1014", "never", "provider.text-invalid", "the subject is longer than 40 bytes", "제목은 40byte까지 사용 가능합니다."],
  ["1020", "later", "provider.account-blocked", "no such account, or a wrong password", "등록된 계정이 아니거나 패스워드가 틀림"],
  ["1021", "never", "provider.request-invalid", "no such message", "해당 메시지가 없음"],
  ["1022", "never", "provider.request-invalid", "no such group", "해당 그룹이 없음"],
  ["1023", "never", "provider.request-invalid", "no such image", "해당 이미지가 없음"],
  ["1024", "later", "provider.server-error", "Solapi failed at the intake", "서버 오류"],
  ["1025", "never", "provider.message-type", "the type cannot be sent as asked", "잘못된 메시지 타입"],
  ["1026", "never", "provider.duplicate-recipient", "the same recipient twice in one group", "중복 수신번호"],
  ["1027", "never", "provider.request-invalid", "the request is not UTF-8", "인코딩 방식은 UTF8 형식만 사용 가능합니다."],
  ["1028", "never", "provider.text-invalid", "the text has control characters", "Non Printable Characters는 사용할 수 없습니다."],
  ["1029", "never", "provider.text-invalid", "the text has characters that EUC-KR lacks", "문자메시지의 경우 EUC-KR(완성형 한글) 범위 안에 있는 문자만 사용 합니다."],
  ["1030", "later", "provider.balance", "Solapi's balance does not cover it", "잔액 부족"],
  ["1031", "never", "provider.text-invalid", "the text is too long: SMS 90 bytes, LMS 2,000 bytes, Alimtalk 1,000 characters", "SMS는 90byte LMS, MMS는 2000byte ATA, CTA는 한/영포함 1000자까지 사용 가능 합니다."],
  ["1032", "never", "provider.request-invalid", "a custom field is too long or no text: name 30, value 100 characters", "유효한 커스텀 필드 값이 아닙니다."],
  ["1033", "never", "provider.message-type", "kakaoOptions with a type that is not Kakao's", "kakaoOptions은 메시지가 ATA 나 CTA인 경우에만 사용가능합니다."],
  ["1034", "never", "provider.request-invalid", "no such image id", "imageId가 존재하지 않습니다."],
  ["1041", "never", "provider.template-not-found", "the Kakao channel is not known", "유효한 플러스 친구 값이 아닙니다.", "kakao"],
  ["1042", "never", "provider.template-not-found", "the template is not known or not approved", "유효한 템플릿 아이디가 아닙니다.", "kakao"],
  ["1043", "never", "provider.template-mismatch", "the text differs from the registered template", "등록한 템플릿과 내용이 다릅니다.", "kakao"],
  ["1044", "never", "provider.template-mismatch", "a button is not valid", "유효한 버튼 값이 아닙니다.", "kakao"],
  ["1045", "never", "provider.template-mismatch", "the URL of a button is not valid", "유효한 버튼 URL 값이 아닙니다.", "kakao"],
  ["1046", "never", "provider.template-mismatch", "the template has buttons, the message none", "버튼이 있는 템플릿입니다. 'buttons'에 값을 넣어주세요.", "kakao"],
  ["1047", "never", "provider.template-mismatch", "the message has buttons, the template none", "버튼이 없는 템플릿입니다.", "kakao"],
  ["1048", "never", "provider.template-mismatch", "the URL of a button is longer than 100 characters", "버튼 URL 값은 최대 100자까지 사용 가능합니다.", "kakao"],
  ["1049", "never", "provider.template-mismatch", "the name of a button is longer than 14 characters", "버튼 명은 최대 14자까지 사용 가능합니다.", "kakao"],
  ["1050", "never", "provider.template-mismatch", "more than 5 buttons", "버튼은 최대 5개까지 사용 가능합니다.", "kakao"],
  ["1051", "never", "provider.request-invalid", "no such image for a friend talk", "등록되지 않은 친구톡 이미지 아이디입니다.", "kakao"],
  ["1052", "never", "provider.template-mismatch", "the buttons stand in another order than the template's", "버튼은 템플릿에 등록된 순서대로 입력해주셔야 합니다.", "kakao"],
  ["1053", "never", "provider.message-type", "a friend talk has no delivery button", "친구톡의 경우 버튼 타입 'DS'(배송조회)는 사용할 수 없습니다.", "kakao"],
  ["1058", "never", "provider.message-type", "there is no route for this message", "전송경로 없음"],
  ["1060", "never", "provider.recipient-blocked", "the recipient is blocked", "차단된 수신번호"],
  ["1061", "never", "provider.recipient-blocked", "the recipient opted out (080)", "사용자에 의해 수신거부 됨(080무료수신거부)"],
  ["1062", "never", "provider.sender-not-registered", "the sender number is not registered", "발신번호 미등록"],
  ["1064", "never", "provider.account-blocked", "blocked after a report to KISA", "KISA 신고로 인한 차단"],
  ["2000", "never", "none", "accepted", "정상 접수(이통사로 접수 예정)"],
  ["2011", "never", "provider.recipient-invalid", "a field has the wrong form", "Format Error"],
  ["2024", "never", "provider.undelivered", "Solapi failed after it accepted", "서버 오류"],
  ["2060", "never", "provider.recipient-blocked", "the recipient is blocked", "차단된 수신번호"],
  ["2061", "never", "provider.recipient-blocked", "the recipient opted out (080)", "사용자에 의해 수신거부 됨(080무료수신거부)"],
  ["2062", "never", "provider.sender-not-registered", "the sender number is not registered", "발신번호 미등록"],
  ["2063", "never", "provider.account-blocked", "the account is blocked", "차단된 계정"],
  ["2064", "never", "provider.account-blocked", "blocked after a report to KISA", "KISA 신고로 인한 차단"],
  ["2230", "never", "provider.balance", "Solapi's balance does not cover it", "잔액 부족"],
  ["2254", "never", "provider.undelivered", "Solapi took it for spam", "플랫폼 내부 스팸처리"],
  ["3000", "never", "none", "at the carrier, its report is awaited", "이통사로 접수(리포트를 기다리는 중)"],
  ["3010", "never", "provider.recipient-invalid", "the recipient's number has the wrong form", "수신번호 형식 오류"],
  ["3011", "never", "provider.undelivered", "a field has the wrong form", "Format Error"],
  ["3012", "never", "provider.undelivered", "the carrier's server failed", "연동처 서버 오류"],
  ["3013", "never", "provider.undelivered", "the sender's number has the wrong form", "발신번호 형식 오류(세칙 위반)"],
  ["3014", "never", "provider.undelivered", "the carrier knows no state of it", "알 수 없는 메시지 상태"],
  ["3024", "never", "provider.undelivered", "the carrier failed", "서버 오류"],
  ["3031", "never", "provider.undelivered", "cannot be transmitted", "전송할 수 없음"],
  ["3032", "never", "provider.undelivered", "no such subscriber", "미가입자"],
  ["3034", "never", "provider.template-mismatch", "the message differs from the template", "메시지와 템플릿 불일치", "kakao"],
  ["3040", "never", "provider.undelivered", "the carrier gave up after its time", "전송시간 초과"],
  ["3041", "never", "provider.undelivered", "the phone is busy", "단말기 busy"],
  ["3042", "never", "provider.undelivered", "the phone has no reception", "음영지역"],
  ["3043", "never", "provider.undelivered", "the phone is off", "단말기 Power off"],
  ["3044", "never", "provider.undelivered", "the phone's memory is full", "단말기 메시지 저장갯수 초과"],
  ["3045", "never", "provider.undelivered", "the subscription is suspended", "단말기 일시 서비스 정지"],
  ["3046", "never", "provider.undelivered", "another problem of the phone", "기타 단말기 문제"],
  ["3047", "never", "provider.undelivered", "the recipient rejects it", "착신거절"],
  ["3048", "never", "provider.undelivered", "the carrier gives no reason", "Unknown Code"],
  ["3050", "never", "provider.undelivered", "the phone cannot receive SMS", "SMS서비스 불가 단말기"],
  ["3051", "never", "provider.undelivered", "the recipient cannot be called", "착신측의 호불가 상태"],
  ["3052", "never", "provider.undelivered", "deleted by the carrier's operator", "이통사 서버 운영자 삭제"],
  ["3053", "never", "provider.undelivered", "the carrier's queue is full", "서버 메시지 Que Full"],
  ["3054", "never", "provider.undelivered", "the carrier took it for spam", "SPAM"],
  ["3055", "never", "provider.undelivered", "the number is on nospam.or.kr", "SPAM, nospam.or.kr 에 등록된 번호"],
  ["3056", "never", "provider.undelivered", "lost in the radio network", "전송실패(무선망단)"],
  ["3057", "never", "provider.undelivered", "lost between radio network and phone", "전송실패(무선망->단말기단)"],
  ["3058", "never", "provider.undelivered", "there is no route", "전송경로 없음"],
  ["3059", "never", "provider.undelivered", "the sender number counts as altered", "변작된 발신번호"],
  ["3060", "never", "provider.undelivered", "the check of age failed", "성인 인증 실패"],
  ["3063", "never", "provider.template-mismatch", "a variable of the template is missing (seen)", "템플릿 변수 누락", "kakao"],
  ["3073", "never", "provider.template-mismatch", "the highlighted title is too long (seen)", "강조 표기 제목 길이 초과", "kakao"],
  ["3076", "never", "provider.template-mismatch", "the value of a variable is too long (seen)", "변수 값 길이 초과", "kakao"],
  ["3101", "never", "provider.template-not-found", "the sender profile's key is not valid", "발신 프로필 키가 유효하지 않음", "kakao"],
  ["3102", "never", "provider.alimtalk-undelivered", "the recipient is no friend of the channel", "친구 관계가 아닌 경우", "kakao"],
  ["3103", "never", "provider.template-mismatch", "the message differs from the template", "메시지와 템플릿 불일치", "kakao"],
  ["3104", "never", "provider.alimtalk-undelivered", "the recipient does not use KakaoTalk", "카카오톡 미사용자", "kakao"],
  ["3105", "never", "provider.template-not-found", "the template is not registered", "미등록 템플릿", "kakao"],
  ["3106", "never", "provider.template-not-found", "the channel is not valid", "유효하지 않은 채널", "kakao"],
  ["3107", "never", "provider.alimtalk-undelivered", "the recipient blocks Alimtalk, or was not on KakaoTalk for 72 hours", "72시간 이내 카카오톡 미사용자, 알림톡 차단한 사용자", "kakao"],
  ["3108", "never", "provider.alimtalk-undelivered", "outside the hours, 08 to 20", "메시지 발송 가능 시간이 아님(오전 8시 ~ 오후 8시 가능)", "kakao"],
  ["4000", "never", "none", "delivered", "발송 처리 완료"],
];

// prettier-ignore
const errorCodes: readonly Row[] = [
  ["InvalidAPIKey", "later", "provider.unauthorized", "the API key is not valid", "유효한 API Key가 아닙니다."],
  ["SignatureDoesNotMatch", "later", "provider.unauthorized", "the API secret is not the key's", "생성한 Signature가 일치하지 않습니다."],
  ["DuplicatedSignature", "later", "provider.unauthorized", "the signature was used before", "15분 안에 동일한 Signature가 사용되었습니다."],
  ["Unauthorized", "later", "provider.unauthorized", "the request carries no usable authorization", "인증 정보가 올바르지 않습니다."],
  ["RequestTimeTooSkewed", "later", "provider.clock-skew", "the clock is off by more than 15 minutes", "시간 값이 서버 시간을 15분 이상 벗어났습니다."],
  ["Forbidden", "later", "provider.ip-not-allowed", "the address may not use this key", "허용되지 않은 IP 입니다."],
  ["NotEnoughBalance", "later", "provider.balance", "Solapi's balance does not cover it", "현재보유 잔액이 부족합니다."],
  ["QuotaExceeded", "later", "provider.quota", "the daily quota is reached", "일일 발송량을 초과하였습니다."],
  ["TooManyRequests", "later", "provider.rate-limited", "too many requests a second", "요청이 너무 많습니다."],
  ["HTTP_429", "later", "provider.rate-limited", "too many requests a second", "요청이 너무 많습니다."],
  ["ValidationError", "never", "provider.request-invalid", "the request is malformed", "요청 형식이 올바르지 않습니다."],
  ["BadRequestError", "never", "provider.request-invalid", "the SDK would not send the request", "요청 형식이 올바르지 않습니다."],
  ["RecipientsTooMany", "never", "provider.request-invalid", "more than 10,000 recipients in one request", "한 번에 추가할 수 있는 수신번호는 최대 10000건 입니다."],
  ["InvalidStatusCode", "never", "provider.refused", "the message was refused; its status code says why", "메시지 접수에 실패했습니다."],
  ["MessagesNotFound", "never", "provider.message-type", "the group holds nothing that can be sent", "발송 가능한 메시지가 없습니다."],
  ["ResourceNotFound", "never", "provider.request-invalid", "no such group", "해당 그룹아이디가 존재하지 않습니다."],
  ["DeletedGroup", "never", "provider.request-invalid", "the group was deleted", "삭제 처리된 그룹으로는 발송이 안됩니다."],
  ["FailedGroup", "never", "provider.refused", "the group failed when it was made", "그룹 생성에 실패했던 그룹입니다."],
  ["InvalidStatus", "never", "provider.request-invalid", "the group is not pending", "'PENDING' 상태의 그룹만 전송 가능합니다."],
  ["InvalidGroupStatus", "never", "provider.request-invalid", "the group is not pending", "처리가 가능한 그룹이 아닙니다."],
  ["NotOperationalStatus", "never", "provider.request-invalid", "the group is not pending", "PENDING 상태의 그룹만 삭제할 수 있습니다."],
  ["GroupInProcessing", "never", "none", "the group was sent before", "이미 발송 요청된 그룹입니다."],
  ["AlreadySent", "never", "none", "the group was sent before, and is done", "이미 발송이 완료된 그룹입니다."],
  ["ScheduledGroup", "never", "none", "the group is scheduled", "발송 예약된 그룹이므로 발송이 불가능합니다."],
  ["UnknownError", "ambiguous", "provider.server-error", "Solapi failed itself", "알 수 없는 오류가 발생했습니다."],
  ["ServerError", "ambiguous", "provider.server-error", "Solapi failed itself", "서버 오류가 발생했습니다."],
  ["RequestFailedAfterRetryError", "ambiguous", "provider.server-error", "the SDK tried four times", "요청이 네 번 실패했습니다."],
  ["ParseError", "ambiguous", "provider.reply-unreadable", "Solapi answered, and the reply cannot be read", "응답을 해석할 수 없습니다."],
  ["ResponseSchemaMismatchError", "ambiguous", "provider.reply-unreadable", "Solapi answered, and the reply has another shape", "응답 형식이 다릅니다."],
  ["IncompleteReply", "ambiguous", "provider.reply-unreadable", "the reply lacks a message", "응답에 메시지가 빠져 있습니다."],
  ["timed-out", "ambiguous", "provider.timeout", "no answer in time", "응답 시간이 초과되었습니다."],
  ["cut-off", "ambiguous", "provider.timeout", "the connection was cut before the answer", "응답 전에 연결이 끊어졌습니다."],
  ["not-sent", "later", "provider.unreachable", "no connection could be made", "연결할 수 없습니다."],
];

const kindByDigit: Record<string, CodeKind> = { "1": "intake", "2": "platform", "3": "carrier", "4": "progress" };
const PROGRESS = new Set(["2000", "3000", "4000"]);

const meaning = ([code, retry, cause, en, ko, kakao]: Row, kind: CodeKind): [string, CodeMeaning] => [
  code,
  { code, kind, retry, cause, en, ko, ...(kakao && { kakao: true }) },
];

const known: ReadonlyMap<string, CodeMeaning> = new Map([
  ...messageCodes.map((row) => meaning(row, PROGRESS.has(row[0]) ? "progress" : kindByDigit[row[0][0]!]!)),
  ...errorCodes.map((row) => meaning(row, "error")),
]);
