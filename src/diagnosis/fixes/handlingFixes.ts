import type { KnownFix } from "./knownFix";

/** What mends the handling of a message in the worker. */
export const handlingFixes = {
  "find-producer": {
    en: "Find who put this payload into the queue; send through the API",
    ko: "이 페이로드를 큐에 넣은 쪽을 찾고 API로 발송",
  },
  "align-binding-key": {
    en: "Set MESSAGING_TENANT_BINDING_KEY to the same value on both sides",
    ko: "MESSAGING_TENANT_BINDING_KEY를 양쪽에 같게 설정",
  },
  "check-lock": {
    en: "Check the lock's time against the visibility timeout; a lock must be released after a failure",
    ko: "락 시간을 visibility timeout과 비교, 실패 후 락 해제",
  },
  "widen-dedup-key": {
    en: "Put template, occurrence and object ids into the business key",
    ko: "업무 키에 템플릿, 회차, 객체 id 포함",
  },
  "repair-credit": {
    en: "Compare credit_balance with the rows and repair it",
    ko: "credit_balance를 행과 비교해 바로잡기",
  },
  "charge-credit": {
    en: "Charge the tenant's credit, or set messaging_base_price to 0",
    ko: "테넌트 크레딧 충전 또는 messaging_base_price를 0으로 설정",
  },
  "unset-mock": {
    en: "Set SOLAPI_MOCK and DEBUG to false for the worker, and replace every instance",
    ko: "워커의 SOLAPI_MOCK과 DEBUG를 false로 설정하고 모든 인스턴스 교체",
  },
  "none-by-design": { en: "Nothing to do: this is by design", ko: "할 일 없음: 의도된 동작" },
  "clear-whitelist": {
    en: "Clear the white list and check the deny list in both environments",
    ko: "양쪽 환경의 허용 목록을 비우고 차단 목록 확인",
  },
  "use-mapped-template": { en: "Use the template that is mapped to the event", ko: "이벤트에 연결된 템플릿 사용" },
  "respect-opt-out": {
    en: "Reach the recipient another way; the opt-out stands",
    ko: "다른 방법으로 연락, 수신거부는 유지",
    replaces: ["clear-whitelist"],
  },
} satisfies Record<string, KnownFix>;
