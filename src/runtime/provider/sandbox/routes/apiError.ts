/**
 * An answer that refuses a call, in Solapi's form: `{errorCode, errorMessage}`. Status and text come from Solapi's
 * reference; docs/sandbox.md lists those that the reference lacks.
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly errorMessage: string,
  ) {
    super(`${errorCode}: ${errorMessage}`);
  }
}

export const apiErrors = {
  unauthorized: (why: string) => new ApiError(401, "Unauthorized", why),
  invalidApiKey: () => new ApiError(403, "InvalidAPIKey", "유효한 API Key가 아닙니다."),
  signatureDoesNotMatch: () => new ApiError(403, "SignatureDoesNotMatch", "생성한 Signature가 일치하지 않습니다."),
  requestTimeTooSkewed: () =>
    new ApiError(403, "RequestTimeTooSkewed", "시간 값이 서버 시간을 15분 이상 벗어났습니다."),
  duplicatedSignature: () => new ApiError(403, "DuplicatedSignature", "15분 안에 동일한 Signature가 사용되었습니다."),
  ipNotAllowed: (ip: string) => new ApiError(403, "Forbidden", `허용되지 않은 IP(${ip})로 접근하고 있습니다.`),
  notEnoughBalance: () => new ApiError(402, "NotEnoughBalance", "현재보유 잔액이 부족합니다."),
  quotaExceeded: () => new ApiError(400, "QuotaExceeded", "일일 발송량을 초과하여 발송에 실패하였습니다."),
  validation: (why: string) => new ApiError(400, "ValidationError", why),
  recipientsTooMany: () =>
    new ApiError(413, "RecipientsTooMany", "한 번에 추가할 수 있는 수신번호는 최대 10000건 입니다."),
  bodyTooLarge: () => new ApiError(413, "PayloadTooLarge", "하나의 요청의 총 데이터 크기는 15MB를 넘을 수 없습니다."),
  groupNotFound: () => new ApiError(404, "ResourceNotFound", "해당 그룹아이디가 존재하지 않습니다."),
  resourceNotFound: () => new ApiError(404, "ResourceNotFound", "요청하신 Resource를 찾을수 없습니다."),
  deletedGroup: () => new ApiError(400, "DeletedGroup", "삭제 처리된 그룹으로는 발송이 안됩니다."),
  failedGroup: () => new ApiError(400, "FailedGroup", "그룹 생성에 실패했던 그룹입니다.\n그룹 로그를 확인해주세요."),
  invalidGroupStatus: () => new ApiError(400, "InvalidGroupStatus", "처리가 가능한 그룹이 아닙니다."),
  notOperational: (status: string) =>
    new ApiError(
      400,
      "NotOperationalStatus",
      `PENDING 상태의 그룹만 삭제할 수 있습니다. 현재 상태는 ${status} 입니다.`,
    ),
  nothingToSend: () => new ApiError(400, "MessagesNotFound", "발송 가능한 메시지가 없습니다."),
  groupInProcessing: () => new ApiError(409, "GroupInProcessing", "이미 발송 요청된 그룹입니다."),
  alreadySent: () => new ApiError(409, "AlreadySent", "이미 발송이 완료된 그룹입니다."),
  invalidStatusCode: (messageId: string, code: string) =>
    new ApiError(400, "InvalidStatusCode", `${messageId} 의 statusCode(${code})`),
  unknown: () => new ApiError(500, "UnknownError", "알 수 없는 오류가 발생했습니다."),
};

const statusByError: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  NotEnoughBalance: 402,
  InvalidAPIKey: 403,
  SignatureDoesNotMatch: 403,
  DuplicatedSignature: 403,
  RequestTimeTooSkewed: 403,
  Forbidden: 403,
  ResourceNotFound: 404,
  GroupInProcessing: 409,
  AlreadySent: 409,
  RecipientsTooMany: 413,
  TooManyRequests: 429,
  UnknownError: 500,
  ServerError: 500,
};

/** What a program sees where no answer of Solapi's arrives, or none that can be read. */
const unanswered = new Set(["timed-out", "cut-off", "not-sent", "ParseError", "ResponseSchemaMismatchError"]);

/** The HTTP status of an answer with this error code; undefined: that is no answer. */
export function statusOfError(code: string): number | undefined {
  if (unanswered.has(code)) return undefined;
  const [, status] = /^HTTP_([45]\d\d)$/.exec(code) ?? [];
  return statusByError[code] ?? (status === undefined ? 400 : Number(status));
}
