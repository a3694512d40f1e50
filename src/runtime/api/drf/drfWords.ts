/**
 * Messages of Django REST framework and simplejwt for LANGUAGE_CODE ko-kr, the backend's setting. Source: the ko_KR
 * catalogues of djangorestframework 3.14 and djangorestframework-simplejwt 5 (Debian 12). Messages that those do not
 * translate are English there, too.
 */
export const words = {
  notAuthenticated: "자격 인증데이터(authentication credentials)가 제공되지 않았습니다.",
  tokenNotValid: "이 토큰은 모든 타입의 토큰에 대해 유효하지 않습니다",
  tokenInvalidOrExpired: "유효하지 않거나 만료된 토큰",
  badAuthorizationHeader: "Authorization header must contain two space-delimited values",
  notFound: "찾을 수 없습니다.",
  malformedRequest: "잘못된 요청입니다.",
  serverError: "서버 장애가 발생했습니다.",
  required: "이 필드는 필수 항목입니다.",
  null: "이 필드는 null일 수 없습니다.",
  blank: "이 필드는 blank일 수 없습니다.",
  invalidInteger: "유효한 정수(integer)를 넣어주세요.",
  stringTooLarge: "문자열 값이 너무 큽니다.",
  invalidString: "Not a valid string.",
  nullCharacters: "null 문자는 사용할 수 없습니다. ",
  emptyList: "이 리스트는 비워 둘 수 없습니다.",
  noData: "No data provided",
  invalidPattern: "형식에 맞지 않는 값입니다.",
  throttled: (seconds: number) => `요청이 지연(throttled)되었습니다. ${seconds}초 후에 이용가능합니다.`,
  methodNotAllowed: (method: string) => `메소드(Method) "${method}"는 허용되지 않습니다.`,
  unsupportedMediaType: (type: string) => `요청된 "${type}"가 지원되지 않는 미디어 형태입니다.`,
  parseError: (reason: string) => `JSON parse error - ${reason}`,
  notAnObject: (type: string) => `유효하지 않은 데이터. 딕셔너리(dictionary)대신 ${type}를 받았습니다.`,
  notAList: (type: string) => `아이템 리스트가 예상되었으나 "${type}"를 받았습니다.`,
  invalidChoice: (input: string) => `"${input}"이 유효하지 않은 선택(choice)입니다.`,
  minValue: (min: number) => `이 값이 ${min}보다 크거나 같은지 확인하세요.`,
  maxLength: (max: number) => `이 필드의 글자 수가 ${max} 이하인지 확인하세요.`,
  surrogates: (codePoint: string) => `Surrogate characters are not allowed: U+${codePoint}.`,
} as const;
