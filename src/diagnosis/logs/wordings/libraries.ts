/** The system that a library talks to. */
export type LibrarySystem = "database" | "redis" | "queue" | "provider";

/** By the first word of a package's name, as an import, a path of an installed package, or a Java package has it. */
const libraries: readonly (readonly [LibrarySystem, RegExp])[] = [
  ["redis", /^(?:a?redis|aioredis|redlock|django_redis|ioredis|node-redis|bullmq?|lettuce|jedis|redisson)/i],
  [
    "database",
    /^(?:psycopg|asyncpg|pg8000|mysqldb|pymysql|mysqlclient|aiomysql|sqlalchemy|peewee|tortoise|pymongo|sqlite3|pg$|pg-pool|pg-promise|mysql2?$|typeorm|sequelize|knex|prisma|mongoose|hikari|postgresql|dbconnection|ecto|postgrex|myxql)/i,
  ],
  [
    "queue",
    /^(?:botocore|boto3?$|aiobotocore|aioboto3|kombu|amqp|pika|aio_pika|amqplib|sqs|sqs-consumer|nestjs-sqs|kafka|confluent_kafka|nats|pubsub|service-?bus)/i,
  ],
  [
    "provider",
    /^(?:solapi|coolsms|nurigo|twilio|vonage|nexmo|messagebird|plivo|infobip|sinch|telnyx|clicksend|\w{0,20}sms(?!c)\w{0,20})/i,
  ],
];

const systemOf = (name: string): LibrarySystem | undefined => libraries.find(([, names]) => names.test(name))?.[0];

/** The system that an exception's module belongs to: `psycopg_pool.PoolTimeout`, `redis.exceptions.ReadOnlyError`. */
export function systemOfType(type: string): LibrarySystem | undefined {
  const parts = type.split(/\.|::|\\/);
  return parts.length < 2 ? undefined : systemOf(parts[0] ?? "");
}

const INSTALLED = /(?:site-packages|dist-packages|node_modules)[/\\](?:@[\w-]{1,40}[/\\])?([\w-]{1,60})/g;
/** Packages that only pass calls on. */
const BETWEEN =
  /^(?:celery|billiard|requests|urllib3|httpx|httpcore|aiohttp|axios|follow-redirects|django|rq|dramatiq|sentry_sdk|ddtrace|opentelemetry\w*|anyio|starlette|uvicorn|gevent|eventlet|tenacity|backoff|undici|got)$/i;

/** The system of the innermost frame in an installed library, of a traceback whose innermost frame comes last. */
export function systemOfFrames(traceback: string): LibrarySystem | undefined {
  const names = [...traceback.matchAll(INSTALLED)].map(([, name = ""]) => name).filter((name) => !BETWEEN.test(name));
  return systemOf(names.at(-1) ?? "");
}
