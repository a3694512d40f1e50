import type { Wording } from "./wording";

/** What the database refuses, and what could not be read or written for it. One entry per line. */
// prettier-ignore
export const storeWordings = {
  "database-failed": {
    pattern:
      /connection slots|too many (?:connections|clients)|password authentication failed|could not connect to server|connection to server at .{0,80} failed|server closed the connection|terminating connection|could not translate host name|OperationalError|InterfaceError|database .{0,40}does not exist|no pg_hba\.conf|the database system is (?:starting|shutting)|database is locked|SSL connection has been closed|connection already closed|django\.db\.utils\.\w+|psycopg\w*(?:\.\w+)*\.[A-Z]\w+|asyncpg\.exceptions|(?:MySQLdb|pymysql)\.\w+\.[A-Z]\w+|sqlalchemy\.exc\.[A-Z]\w+|deadlock detected/i,
    unless: /kombu\.exceptions\.OperationalError(?![\s\S]{0,4000}(?:psycopg|postgres|django\.db))|Error \d{1,5} (?:connecting to|while writing to|while reading from) (?:redis\b|\S{1,80}:6379)/,
    row: /connection slots|too many (?:connections|clients)|password authentication failed|could not connect to server|connection to server at .{0,80} failed|server closed the connection|terminating connection|could not translate host name|OperationalError|InterfaceError|database .{0,40}does not exist|no pg_hba\.conf|the database system is (?:starting|shutting)|database is locked|SSL connection has been closed|connection already closed|django\.db\.utils\.\w+|deduct_credits/i,
  },
  "database-unreached": { isDetail: true, pattern: /can(?:no|')t (?:connect|reach)|could not (?:connect|translate host name)|unable to (?:connect|reach)|connection (?:to server at .{0,80} failed: (?!FATAL)|refused|timed out)|ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|name resolution|no route to host|timeout expired/i },
  "database-lost": { isDetail: true, pattern: /connection (?:is |was |has been |already )?(?:lost|closed)|server closed the connection|terminating connection|gone away|Lost connection|connection has been closed/i },
  "database-incomplete": { isDetail: true, pattern: /(?:relation|table|column) .{0,80}(?:does not exist|doesn't exist)|no such (?:table|column)|Unknown column/i },
  "redis-full": { isDetail: true, pattern: /OOM command|maxmemory|MISCONF|No space left/i },
  "redis-login-refused": { isDetail: true, pattern: /NOAUTH|WRONGPASS|invalid (?:username-)?password|AUTH (?:failed|called without)|NOPERM/i },
  "redis-group-missing": { isDetail: true, pattern: /\bNOGROUP\b/ },
  "redis-read-only": { isDetail: true, pattern: /READONLY|read only replica/i },
  "redis-unnamed": { isDetail: true, pattern: /name resolution|Name or service not known|getaddrinfo|ENOTFOUND|EAI_AGAIN|nodename nor servname|no such host/i },
  "redis-unreached": { isDetail: true, pattern: /refused|timed? ?out|ETIMEDOUT|EHOSTUNREACH|no route|Cannot connect|Connect call failed|reset by peer/i },
  "lock-demanded": { isDetail: true, pattern: /REJECT|leaving/ },
  "database-login-refused": { isDetail: true, pattern: /password authentication failed|Access denied for user|no pg_hba\.conf|role .{0,60} does not exist|28P01|28000/i },
  "database-full": { isDetail: true, pattern: /connection slots|too many (?:connections|clients)|QueuePool limit|pool (?:is )?exhausted|53300|remaining connection|timed? ?out (?:fetching|waiting for|acquiring) a (?:new )?connection/i },
  "step-failed-by-database": { pattern: /deduct_credits failed|DB connection failed at startup|tenant context unavailable|tenant\/provider resolution failed|Business claim failed|Provider send boundary claim (?:failed|errored)|policy check failed for business_tenant_id/i },
  "tenant-lookup-failed": { pattern: /get_tenant_messaging_info failed/i },
  "tenant-lookup-cut": { pattern: /get_tenant_messaging_info failed:? ?.*(?:ECONNREFUSED|ECONNRESET|Connection terminated)/i },
  "row-unwritten": { pattern: /NotificationLog\/rollback failed|create_notification_log failed|Send result persistence failed|rollback_credits failed|log creation failed/i },
} as const satisfies Record<string, Wording>;
