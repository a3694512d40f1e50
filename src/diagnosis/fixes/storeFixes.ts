import type { KnownFix } from "./knownFix";

/** What mends Redis and the database. */
export const storeFixes = {
  "start-redis": { en: "Start Redis and set REDIS_HOST", ko: "Redis를 시작하고 REDIS_HOST 설정" },
  "check-database": {
    en: "Check the database's address, password and free connections",
    ko: "데이터베이스의 주소, 비밀번호, 남은 연결 확인",
  },
  "set-django-settings": {
    en: "Set DJANGO_SETTINGS_MODULE in the worker's environment",
    ko: "워커 환경에 DJANGO_SETTINGS_MODULE 설정",
  },
  "reopen-connection": {
    en: "Check whether the database restarted or closes idle connections, and let the worker open a new one (CONN_MAX_AGE, close_old_connections)",
    ko: "데이터베이스가 재시작했는지, 유휴 연결을 끊는지 확인하고 워커가 새로 연결하게 하기 (CONN_MAX_AGE, close_old_connections)",
    replaces: ["check-database"],
  },
  "apply-migrations": {
    en: "Apply the migrations (manage.py migrate) to the database that the worker uses",
    ko: "워커가 쓰는 데이터베이스에 마이그레이션 적용 (manage.py migrate)",
    replaces: ["check-database"],
  },
  "free-redis": {
    en: "Give Redis more memory, or let it evict keys (maxmemory, maxmemory-policy)",
    ko: "Redis 메모리를 늘리거나 키를 비우게 설정 (maxmemory, maxmemory-policy)",
    replaces: ["start-redis"],
  },
  "correct-redis-login": {
    en: "Correct the Redis password in the worker's environment",
    ko: "워커 환경의 Redis 비밀번호 수정",
    replaces: ["start-redis"],
  },
  "use-primary": {
    en: "Connect to the primary: a replica takes no writes",
    ko: "주(primary) 서버에 연결: 복제본은 쓰기를 받지 않음",
    replaces: ["start-redis"],
  },
  "create-consumer-group": {
    en: "Create the stream and its consumer group (XGROUP CREATE … MKSTREAM), or correct their names",
    ko: "스트림과 컨슈머 그룹을 만들거나 (XGROUP CREATE … MKSTREAM) 이름 수정",
    replaces: ["start-redis"],
  },
  "open-redis": {
    en: "Check that Redis runs, and that its host and port can be reached from the worker",
    ko: "Redis가 실행 중인지, 워커에서 그 호스트와 포트에 닿는지 확인",
    replaces: ["start-redis"],
  },
  "open-database": {
    en: "Check that the database runs, and that its host and port can be reached from the worker",
    ko: "데이터베이스가 실행 중인지, 워커에서 그 호스트와 포트에 닿는지 확인",
    replaces: ["check-database"],
  },
  "correct-database-login": {
    en: "Correct the database's user or password in the worker's environment",
    ko: "워커 환경의 데이터베이스 사용자나 비밀번호 수정",
    replaces: ["check-database"],
  },
  "free-connections": {
    en: "Free database connections: close idle ones, use a pooler, or raise the limit",
    ko: "데이터베이스 연결 확보: 유휴 연결 종료, 풀러 사용, 또는 한도 늘리기",
    replaces: ["check-database"],
  },
} satisfies Record<string, KnownFix>;
