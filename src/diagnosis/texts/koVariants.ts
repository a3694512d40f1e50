import type { Texts } from "./text";

/** Texts of a cause whose line says something more special: `<cause>/<variant>`. */
export const koVariants: Texts["variants"] = {
  "worker.exception/not-removed": {
    title: "처리한 메시지가 큐에 남음",
    explanation: "워커가 메시지를 큐에서 삭제하지 못했습니다: {message}.",
  },
  "worker.exception/unread": {
    title: "워커 로그의 오류",
    explanation:
      "어느 규칙도 모르는 오류가 로그에 있습니다[: {message}]. 이 오류로 메시지가 멈췄는지는 알 수 없습니다.",
  },
  "queue.access-denied-receive/delete": {
    title: "워커에 큐 삭제 권한이 없음",
    explanation: "SQS가 워커 자격의 {operation} 호출을 거절했습니다[ ({queue})]: {code}.",
  },
  "queue.credentials-missing/source": {
    title: "AWS 자격 증명의 출처가 실패함",
    explanation: "[{side}: ]자격 증명을 받지 못했습니다. 출처: {source}[. 내용: {message}].",
  },
  "queue.region-mismatch/scope": {
    title: "다른 리전으로 서명된 요청",
    explanation: "SQS가 서명의 리전을 거절했습니다[: {said}]. 키는 맞을 수 있습니다.",
  },
  "api.gateway/refused": {
    title: "API가 아니라 프록시가 응답함",
    explanation:
      "[프록시 응답은 {status}입니다. ]응답하는 프로세스가 없는 주소: {upstream}. API 프로세스가 죽었거나 다시 시작하는 중입니다.",
  },
  "worker.database/unreached": {
    title: "워커가 데이터베이스에 닿을 수 없음",
    explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
  },
  "queue.endpoint-unreachable/read": {
    title: "SQS의 응답이 없음",
    explanation:
      "[{side}: ]요청은 나갔고[ ({endpoint})] 응답이 오지 않았습니다[: {message}].[ API 응답에 {seconds}초가 걸렸고 적재된 것으로 세지 않았습니다.]",
  },
  "api.forbidden/csrf": {
    title: "Django의 CSRF 검사가 요청을 거절함",
    explanation: "[API 응답은 {status}입니다.][ 내용: {detail}.] 역할을 바꿔도 소용없습니다.",
  },
  "api.unreachable/down": {
    title: "API 프로세스가 실행되고 있지 않음",
    explanation: "[로그의 내용: {error}.] 지금 오는 요청은 처리되지 않습니다.",
  },
  "worker.database/lost": {
    title: "워커의 데이터베이스 연결이 끊김",
    explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
  },
  "worker.database/schema": {
    title: "데이터베이스에 테이블이나 컬럼이 없음",
    explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
  },
  "worker.oom-killed/signal": {
    title: "워커의 프로세스가 강제 종료됨 (SIGKILL)",
    explanation: "부모 프로세스가 신호를 보았습니다. 대개 메모리가 부족할 때 커널이 보냅니다.",
  },
  "worker.oom-killed/thrown": {
    title: "워커의 메모리가 부족함",
    explanation: "[{said}. ]프로그램이 메모리를 요청했으나 받지 못했습니다.",
  },
  "worker.exception/handler": {
    title: "워커가 메시지를 처리하지 못함",
    explanation: "[{message}. ]이유가 남아 있는 동안 다시 전달된 메시지는 다시 실패합니다.",
  },
  "worker.message-format/unknown": {
    title: "워커가 모르는 메시지",
    explanation: "[{message}. ]{fate}",
  },
  "worker.recipient-blocked/excluded": {
    title: "건너뜀: 제외된 수신자",
    explanation: "[{message}. ]워커가 일부러 보내지 않았습니다.",
  },
  "queue.credentials-invalid/role": {
    title: "역할을 맡을 수 없음",
    explanation:
      "[{side}: ]AWS가 거절했습니다[ ({operation})]: {code}. 큐의 권한이 아니라 역할의 신뢰 정책이 결정합니다.",
  },
};
