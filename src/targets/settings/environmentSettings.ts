import * as z from "zod";
import { isTimeZone } from "../../common/timeZone.ts";
import { hasUserInfo, isReadableOnTheWay, isRegion } from "./credentialHosts.ts";
import { secretVariables } from "./environmentSecretNames.ts";
import type { SecretName } from "./environmentSecretNames.ts";

/** The rules of settings that are more than a type. */
export type SettingsRule = "secureAddress" | "noUserInfo" | "region" | "timeZone";
const rule = (name: SettingsRule) => ({ params: { rule: name } });

/** Credentials and phone numbers go to these addresses. */
const address = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !isReadableOnTheWay(url), rule("secureAddress"))
  .refine((url) => !hasUserInfo(url), rule("noUserInfo"));

const region = z.string().min(1).refine(isRegion, rule("region"));

const api = z.strictObject({
  /** "https://api.example.kr", without the path. */
  url: address,
  /** Path of the token endpoint (simplejwt): `{username, password}` → `{access, refresh}`. */
  tokenPath: z.string().startsWith("/").default("/api/v1/token/"),
  /** Path of the refresh endpoint: `{refresh}` → `{access}`. */
  refreshPath: z.string().startsWith("/").default("/api/v1/token/refresh/"),
  /** The API's CloudWatch Logs group. */
  logGroup: z.string().optional(),
  /** The API's log file. */
  logFile: z.string().optional(),
  /** The API's container: source of its log and variables. */
  container: z.string().optional(),
});

const queue = z.strictObject({
  name: z.string().min(1).default("academy-messaging-jobs"),
  region: region.default("ap-northeast-2"),
  /** For an SQS other than AWS'. */
  endpoint: address.optional(),
  /** AWS profile: static keys, SSO or a role, as in ~/.aws/config. Without it the default chain. */
  profile: z.string().optional(),
});

const docker = z.strictObject({
  /** As DOCKER_HOST: unix:///…, tcp://…, ssh://user@host. Without it DOCKER_HOST, then the local socket. */
  host: z.string().optional(),
});

const worker = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("container"),
    /** Container name; a compose service's container is also found by its labels. */
    name: z.string().min(1).default("academy-messaging-worker"),
    docker: docker.optional(),
  }),
  z.strictObject({
    kind: z.literal("process"),
    logFile: z.string().min(1),
    /** File with the process id; shows whether the process runs. */
    pidFile: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal("cloudwatch"),
    logGroup: z.string().min(1),
    region: region.optional(),
    endpoint: address.optional(),
    profile: z.string().optional(),
    /** Shows lines some seconds earlier through CloudWatch's Live Tail, which AWS bills by the minute. */
    liveTail: z.boolean().default(false),
  }),
]);

const tenantData = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("django"),
    /** Folder of manage.py, relative to the workspace or (with `container`) inside the container. */
    project: z.string().default("."),
    /** Interpreter; without it "python3", and "python" on Windows. */
    python: z.string().optional(),
    settingsModule: z.string().optional(),
    /** Runs the helper in this container through `docker exec -i`. */
    container: z.string().optional(),
    docker: docker.optional(),
  }),
  /** The backend's own endpoints with the user's token: one tenant, no list. */
  z.strictObject({ kind: z.literal("http") }),
  /** Postgres by SQL: the address comes from the secret or from this environment variable. */
  z.strictObject({ kind: z.literal("sql"), urlVariable: z.string().default("DATABASE_URL") }),
]);

const provider = z.strictObject({
  /** For a sandbox in place of the real Solapi. */
  url: address.default("https://api.solapi.com"),
});

/**
 * One environment in `messaging.environments` of settings.json (or in a JSON file on the command line). It holds no
 * secrets: token and keys come from SecretStorage or from the variables named below. package.json repeats this as JSON
 * schema (scripts/writeManifest.mjs).
 */
export const environmentSettings = z.strictObject({
  production: z.boolean().default(false),
  /** Digits. Without them test sends are refused outside the local stack. */
  allowedRecipients: z.array(z.string().regex(/^0\d{8,10}$/)).default([]),
  tenantCode: z.string().min(1),
  /** Time zone of log times without one: an IANA name or an offset from UTC. */
  timeZone: z.string().refine(isTimeZone, rule("timeZone")).optional(),
  api: api.optional(),
  queue: queue.optional(),
  worker: worker.optional(),
  tenantData: tenantData.optional(),
  provider: provider.optional(),
});

/** Parsed, with defaults filled in. */
export type EnvironmentSettings = z.infer<typeof environmentSettings>;
/** As written. */
export type EnvironmentInput = z.input<typeof environmentSettings>;
export type DockerSettings = z.infer<typeof docker>;
export type WorkerTargetSettings = z.infer<typeof worker>;
export type TenantDataSettings = z.infer<typeof tenantData>;

export { secretVariables };
export type { SecretName };

/**
 * Where targets read secrets and store refreshed ones: SecretStorage in the editor, variables elsewhere. Gives a secret
 * only for the address that it belongs to.
 */
export interface SecretSource {
  get(name: SecretName): Promise<string | undefined>;
  set?(name: SecretName, value: string): Promise<void>;
}
