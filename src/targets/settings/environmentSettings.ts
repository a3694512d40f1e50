import * as z from "zod";
import { isTimeZone } from "../../common/timeZone.ts";
import { secretVariables } from "./environmentSecretNames.ts";
import type { SecretName } from "./environmentSecretNames.ts";

const address = z.url({ protocol: /^https?$/ });

const api = z.strictObject({
  /** "https://api.example.kr", without the path. */
  url: address,
  /** Path of the token endpoint (simplejwt): `{username, password}` → `{access, refresh}`. */
  tokenPath: z.string().startsWith("/").default("/api/v1/token/"),
  /** Where `{refresh}` → `{access}`. */
  refreshPath: z.string().startsWith("/").default("/api/v1/token/refresh/"),
  /** CloudWatch Logs group of the API. */
  logGroup: z.string().optional(),
  /** A file that the API's log goes to. */
  logFile: z.string().optional(),
  /** A container of the API: its log and environment. */
  container: z.string().optional(),
});

const queue = z.strictObject({
  name: z.string().min(1).default("academy-messaging-jobs"),
  region: z.string().min(1).default("ap-northeast-2"),
  /** Of another SQS than AWS'. */
  endpoint: address.optional(),
  /** AWS profile: static keys, SSO or a role, as ~/.aws/config says. Without it the default chain. */
  profile: z.string().optional(),
});

const docker = z.strictObject({
  /** As DOCKER_HOST: unix:///var/run/docker.sock, tcp://…, ssh://user@host. Without it DOCKER_HOST, then the local socket. */
  host: z.string().optional(),
});

const worker = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("container"),
    /** Container name; a compose service's container is found by its labels too. */
    name: z.string().min(1).default("academy-messaging-worker"),
    docker: docker.optional(),
  }),
  z.strictObject({
    kind: z.literal("process"),
    logFile: z.string().min(1),
    /** File with the process id, to tell whether it runs. */
    pidFile: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal("cloudwatch"),
    logGroup: z.string().min(1),
    region: z.string().optional(),
    endpoint: address.optional(),
    profile: z.string().optional(),
    /** Lines some seconds earlier by CloudWatch's Live Tail, which AWS bills by the minute. */
    liveTail: z.boolean().default(false),
  }),
]);

const tenantData = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("django"),
    /** Folder of manage.py, relative to the workspace or (with `container`) inside of the container. */
    project: z.string().default("."),
    /** Interpreter; without it "python3", and "python" on Windows. */
    python: z.string().optional(),
    settingsModule: z.string().optional(),
    /** Runs the helper there, by `docker exec -i`. */
    container: z.string().optional(),
    docker: docker.optional(),
  }),
  /** The backend's own endpoints with the user's token: one tenant, no list. */
  z.strictObject({ kind: z.literal("http") }),
  /** Postgres by SQL: the address comes from the secret or from this environment variable. */
  z.strictObject({ kind: z.literal("sql"), urlVariable: z.string().default("DATABASE_URL") }),
]);

const provider = z.strictObject({
  /** Another Solapi than the real one: a sandbox. */
  url: address.default("https://api.solapi.com"),
});

/**
 * One environment as `messaging.environments` in settings.json (or a JSON file on the command line) describes it. No
 * secret stands here: token and keys come from SecretStorage or from the variables named below. package.json holds the
 * same as JSON schema (scripts/writeManifest.mjs).
 */
export const environmentSettings = z.strictObject({
  production: z.boolean().default(false),
  /** Digits. Without them test sends are refused outside of the local stack. */
  allowedRecipients: z.array(z.string().regex(/^0\d{8,10}$/)).default([]),
  tenantCode: z.string().min(1),
  /** Of log times that name none: an IANA name or an offset from UTC. */
  timeZone: z.string().refine(isTimeZone).optional(),
  api: api.optional(),
  queue: queue.optional(),
  worker: worker.optional(),
  tenantData: tenantData.optional(),
  provider: provider.optional(),
});

/** As read, defaults filled in. */
export type EnvironmentSettings = z.infer<typeof environmentSettings>;
/** As written. */
export type EnvironmentInput = z.input<typeof environmentSettings>;
export type DockerSettings = z.infer<typeof docker>;
export type WorkerTargetSettings = z.infer<typeof worker>;
export type TenantDataSettings = z.infer<typeof tenantData>;

export { secretVariables };
export type { SecretName };

/** Where targets get (and, after a refresh, put) secrets: SecretStorage in the editor, the environment elsewhere. */
export interface SecretSource {
  get(name: SecretName): Promise<string | undefined>;
  set?(name: SecretName, value: string): Promise<void>;
}
