import type { KnownFix } from "./knownFix";

/** What mends a request to the API, and how the API is reached. */
export const requestFixes = {
  "start-api": { en: "Start the API, or connect to where it runs", ko: "API를 시작하거나 실행 중인 곳에 연결" },
  "check-api-url": { en: "Check the API's URL in the settings", ko: "설정의 API URL 확인" },
  "read-api-log": { en: "Read the API's log of that moment", ko: "그 시각의 API 로그 읽기" },
  "check-before-resend": {
    en: "Look at the queue and NotificationLog before sending again",
    ko: "다시 보내기 전에 큐와 NotificationLog 확인",
    replaces: ["open-route"],
  },
  "renew-token": { en: "Log in again and use the new access token", ko: "다시 로그인해 새 access 토큰 사용" },
  "use-staff-account": { en: "Use an account with a staff role in this tenant", ko: "이 테넌트의 직원 계정 사용" },
  "check-tenant-code": {
    en: "Check X-Tenant-Code and the host that is called",
    ko: "X-Tenant-Code와 호출한 호스트 확인",
  },
  "activate-tenant": {
    en: "Set Tenant.is_active, if the tenant is to send",
    ko: "발송해야 하는 테넌트라면 Tenant.is_active를 켜기",
  },
  "add-tenant-domain": {
    en: "Add the host to TenantDomain, or use an allow-listed host",
    ko: "호스트를 TenantDomain에 추가하거나 허용된 호스트 사용",
  },
  "enable-messaging": {
    en: "Switch messaging on for the tenant, or lift the runtime hold",
    ko: "테넌트의 메시지 기능을 켜거나 보류를 해제",
  },
  "use-alimtalk": { en: "Send as Alimtalk", ko: "알림톡으로 발송" },
  "align-owner-tenant": {
    en: "Set OWNER_TENANT_ID to the same value in the API and the worker",
    ko: "API와 워커의 OWNER_TENANT_ID를 같게 설정",
  },
  "correct-field": { en: "Correct the field that the answer names", ko: "응답이 가리키는 필드 수정" },
  "check-students": {
    en: "Choose students of this tenant that are not deleted",
    ko: "이 테넌트의 삭제되지 않은 학생 선택",
  },
  "check-template": { en: "Choose a template of this tenant", ko: "이 테넌트의 템플릿 선택" },
  "approve-template": { en: "Use a template that the provider approved", ko: "Solapi가 승인한 템플릿 사용" },
  "fill-body": { en: "Write a text, or a template that renders one", ko: "본문을 쓰거나 본문이 나오는 템플릿 선택" },
  "fill-phone": { en: "Enter the phone numbers that are missing", ko: "빠진 수신번호 입력" },
  "switch-send-to": { en: "Send to the other one of student and parent", ko: "학생과 학부모 중 다른 쪽으로 발송" },
  "check-api-process": {
    en: "Check that the API's process runs behind the proxy",
    ko: "프록시 뒤의 API 프로세스 확인",
  },
  "check-on-commit": {
    en: "Register the notification inside the transaction that commits",
    ko: "커밋되는 트랜잭션 안에서 알림을 등록",
  },
  "read-dispatch-error": { en: "Read the dispatcher's error and correct it", ko: "디스패처의 오류를 읽고 수정" },
  "rerun-outbox": { en: "Run the outbox dispatcher again", ko: "아웃박스 디스패처 다시 실행" },
  "add-slash": { en: "Put the last slash into the address", ko: "주소 끝에 슬래시 추가", replaces: ["check-api-url"] },
  "trust-origin": {
    en: "Add the origin to CSRF_TRUSTED_ORIGINS, or call the API with a token in place of a session cookie",
    ko: "CSRF_TRUSTED_ORIGINS에 오리진을 추가하거나, 세션 쿠키 대신 토큰으로 API 호출",
    replaces: ["use-staff-account"],
  },
  "allow-host": {
    en: "Add the host to ALLOWED_HOSTS, or call the API by a host that is in it",
    ko: "ALLOWED_HOSTS에 호스트를 추가하거나, 이미 있는 호스트로 API 호출",
    replaces: ["check-tenant-code", "add-tenant-domain"],
  },
} satisfies Record<string, KnownFix>;
