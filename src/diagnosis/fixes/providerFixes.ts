import type { KnownFix } from "./knownFix";

/** What mends the provider's account, and what it refuses. */
export const providerFixes = {
  "set-sender": {
    en: "Set the tenant's sender to a registered number",
    ko: "테넌트의 발신번호를 등록된 번호로 설정",
    command: "messaging tenant set {tenant} --sender {number}",
    elsewhere: { en: "Send from a number that {system} knows", ko: "{system}에 등록된 번호로 발송" },
  },
  "register-sender": {
    en: "Register and verify the number at Solapi, digits only",
    ko: "Solapi에 발신번호를 등록하고 인증(숫자만)",
    elsewhere: { en: "Register and verify the sender number at {system}", ko: "{system}에 발신번호를 등록하고 인증" },
  },
  "sync-templates": {
    en: "Fetch the templates' status from Solapi",
    ko: "Solapi에서 템플릿 상태를 다시 가져오기",
    elsewhere: {
      en: "Compare the template's id and status with those at {system}",
      ko: "템플릿 ID와 상태를 {system}의 것과 비교",
    },
  },
  "set-solapi-sender": { en: "Set SOLAPI_SENDER in the worker's environment", ko: "워커 환경에 SOLAPI_SENDER 설정" },
  "fix-solapi-key": {
    en: "Set SOLAPI_API_KEY and SOLAPI_API_SECRET, then restart the worker",
    ko: "SOLAPI_API_KEY와 SOLAPI_API_SECRET을 설정하고 워커 재시작",
    elsewhere: {
      en: "Set the credentials of {system} where the worker reads them, then restart it",
      ko: "워커가 읽는 곳에 {system} 자격 증명을 설정하고 재시작",
    },
  },
  "allow-ip": {
    en: "Add the address to the API key's list at Solapi, or use a fixed address",
    ko: "Solapi의 API 키 허용 목록에 주소 추가 또는 고정 주소 사용",
    elsewhere: {
      en: "Add the address to the list at {system}, or use a fixed address",
      ko: "{system}의 허용 목록에 주소 추가 또는 고정 주소 사용",
    },
  },
  "charge-solapi": {
    en: "Charge the balance at Solapi",
    ko: "Solapi 잔액 충전",
    elsewhere: { en: "Charge the balance at {system}", ko: "{system} 잔액 충전" },
  },
  "raise-quota": {
    en: "Wait for the next day, or ask Solapi for a higher quota",
    ko: "다음 날까지 대기하거나 Solapi에 한도 상향 요청",
    elsewhere: {
      en: "Wait until the quota is renewed, or ask {system} for a higher one",
      ko: "한도가 갱신될 때까지 대기하거나 {system}에 상향 요청",
    },
  },
  "ask-solapi": {
    en: "Ask Solapi about the code",
    ko: "코드에 대해 Solapi에 문의",
    elsewhere: {
      en: "Look the code up at {system}, or ask its support",
      ko: "{system}에서 코드를 찾거나 고객 지원에 문의",
    },
  },
  "correct-phone": { en: "Correct the recipient's number", ko: "수신번호 수정" },
  "dedupe-recipients": { en: "Send to each number once", ko: "번호마다 한 번만 발송" },
  "correct-text": { en: "Correct the text", ko: "본문 수정" },
  "correct-type": {
    en: "Give an LMS a subject, or send the type that fits",
    ko: "LMS에 제목을 넣거나 맞는 유형으로 발송",
  },
  "match-template": {
    en: "Send exactly the template's text and all of its variables",
    ko: "템플릿의 본문과 모든 변수를 그대로 발송",
  },
  "set-channel": {
    en: "Set the channel id and the template id",
    ko: "채널 ID와 템플릿 ID 설정",
    elsewhere: {
      en: "Set the channel and the template that {system} knows",
      ko: "{system}에 등록된 채널과 템플릿 설정",
    },
  },
  "offer-sms": { en: "Reach the recipient by SMS", ko: "SMS로 연락" },
  "read-provider-record": {
    en: "Look the message up in Solapi's record",
    ko: "Solapi의 기록에서 메시지 조회",
    elsewhere: { en: "Look the message up in the record of {system}", ko: "{system}의 기록에서 메시지 조회" },
  },
  "correct-request": { en: "Correct the request that the answer describes", ko: "응답이 설명하는 요청을 수정" },
  reconcile: {
    en: "Look the message up at Solapi before sending again",
    ko: "다시 보내기 전에 Solapi에서 메시지 조회",
    elsewhere: {
      en: "Look the message up at {system} before sending again",
      ko: "다시 보내기 전에 {system}에서 메시지 조회",
    },
  },
  "update-sdk": { en: "Use an SDK that accepts the reply", ko: "이 응답을 받아들이는 SDK 사용" },
} satisfies Record<string, KnownFix>;
