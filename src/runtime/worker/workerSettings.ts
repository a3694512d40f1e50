import { digitsOf } from "../../common/text/digits";
import * as z from "zod";
import { ExpectedError } from "../../common/errors";
import { DEFAULT_QUEUE_NAME, DEFAULT_REGION, VISIBILITY_TIMEOUT_SECONDS } from "../queue/payload";

/** The worker's settings from its variables: the backend's own variable names, and ours below them. */
export interface WorkerSettings {
  apiKey: string;
  apiSecret: string;
  /** The last of payload → tenant → SOLAPI_SENDER. */
  sender: string;
  queueName: string;
  region: string;
  waitSeconds: number;
  /** Without DJANGO_SETTINGS_MODULE, backend and worker look up no tenant and write no NotificationLog. */
  ormAvailable: boolean;
  kakaoPfId: string;
  kakaoTemplateId: string;
  /** SOLAPI_MOCK or DEBUG: nothing is really sent. */
  mock: boolean;
  databaseUrl: string;
  /** The address of SQS, for the log; the SDK reads the same variables. */
  sqsEndpoint: string;
  solapiBaseUrl: string;
  solapiTimeoutMs: number;
  visibilityTimeoutSeconds: number;
  /** Messages received and not yet finished. A crash hides up to this many until the visibility timeout expires. */
  maxInFlight: number;
}

const required = ["SOLAPI_API_KEY", "SOLAPI_API_SECRET", "SOLAPI_SENDER", "DATABASE_URL"] as const;

const flag = z
  .string()
  .default("")
  .transform((value) => ["1", "true", "yes", "on"].includes(value.trim().toLowerCase()));

const whole = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const address = z.url({ protocol: /^https?$/, error: "not an http(s) address" });

const schema = z.object({
  SOLAPI_API_KEY: z.string(),
  SOLAPI_API_SECRET: z.string(),
  SOLAPI_SENDER: z.string(),
  DATABASE_URL: z.string(),
  MESSAGING_SQS_QUEUE_NAME: z.string().default(DEFAULT_QUEUE_NAME),
  AWS_REGION: z.string().default(DEFAULT_REGION),
  MESSAGING_SQS_WAIT_SECONDS: whole(20, 0, 20),
  DJANGO_SETTINGS_MODULE: z.string().default(""),
  SOLAPI_KAKAO_PF_ID: z.string().default(""),
  SOLAPI_KAKAO_TEMPLATE_ID: z.string().default(""),
  SOLAPI_MOCK: flag,
  DEBUG: flag,
  SOLAPI_BASE_URL: address.default("https://api.solapi.com"),
  // The AWS SDK reads these itself, and its first call throws if one is invalid.
  AWS_ENDPOINT_URL: address.optional(),
  AWS_ENDPOINT_URL_SQS: address.optional(),
  SOLAPI_TIMEOUT_SECONDS: z.coerce.number().positive().max(300).default(15),
  MESSAGING_SQS_VISIBILITY_SECONDS: whole(VISIBILITY_TIMEOUT_SECONDS, 1, 43_200),
  MESSAGING_WORKER_MAX_IN_FLIGHT: whole(2_000, 1, 10_000),
});

/**
 * Reads the worker's settings. An empty variable counts as unset, as in the backend.
 * @throws ExpectedError `env-missing` (the backend's words) or `env-invalid`
 */
export function readSettings(env: NodeJS.ProcessEnv): WorkerSettings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const missing = required.filter((name) => !(name in set));
  if (missing.length > 0) {
    throw new ExpectedError("env-missing", `Missing required env: ${missing.join(", ")}`);
  }
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ExpectedError("env-invalid", `Invalid env ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { data } = parsed;
  return {
    apiKey: data.SOLAPI_API_KEY,
    apiSecret: data.SOLAPI_API_SECRET,
    sender: digitsOf(data.SOLAPI_SENDER),
    queueName: data.MESSAGING_SQS_QUEUE_NAME,
    region: data.AWS_REGION,
    waitSeconds: data.MESSAGING_SQS_WAIT_SECONDS,
    ormAvailable: data.DJANGO_SETTINGS_MODULE !== "",
    kakaoPfId: data.SOLAPI_KAKAO_PF_ID,
    kakaoTemplateId: data.SOLAPI_KAKAO_TEMPLATE_ID,
    mock: data.SOLAPI_MOCK || data.DEBUG,
    databaseUrl: data.DATABASE_URL,
    sqsEndpoint: data.AWS_ENDPOINT_URL_SQS ?? data.AWS_ENDPOINT_URL ?? `https://sqs.${data.AWS_REGION}.amazonaws.com/`,
    solapiBaseUrl: data.SOLAPI_BASE_URL.replace(/\/$/, ""),
    solapiTimeoutMs: data.SOLAPI_TIMEOUT_SECONDS * 1_000,
    visibilityTimeoutSeconds: data.MESSAGING_SQS_VISIBILITY_SECONDS,
    maxInFlight: data.MESSAGING_WORKER_MAX_IN_FLIGHT,
  };
}
