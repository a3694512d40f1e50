import type { Answer } from "../answers/answer";
import type { Evidence } from "../evidence";
import { type Excerpt, type Line, excerptAt, excerptOfTold } from "../logLines";
import type { WordedSign } from "../logs/wordings/wordings";
import { lastTold } from "../signs";
import { QUEUE_VARIABLES, othersQueues, queueIn } from "./queueNames";

/** A value and its source. */
export interface Known {
  value: string;
  from: string;
  evidence: Excerpt;
}

export interface Sides {
  api?: Known;
  worker?: Known;
}

export interface Difference {
  variable: string;
  api: string;
  worker: string;
}

/**
 * Secrets that must be equal in both processes. Only fingerprints are collected: they show whether two secrets are
 * equal.
 */
const SHARED_SECRETS =
  "SOLAPI_API_KEY SOLAPI_API_SECRET AWS_ACCESS_KEY_ID MESSAGING_TENANT_BINDING_KEY DATABASE_URL".split(" ");
const FINGERPRINT = /^secret:[0-9a-f]{16}$/;

/** Other variables that must be equal in both processes. */
const SHARED = [
  ..."AWS_ENDPOINT_URL AWS_ENDPOINT_URL_SQS OWNER_TENANT_ID MESSAGING_TEST_WHITELIST MESSAGING_RECIPIENT_DENYLIST".split(
    " ",
  ),
  ..."DB_HOST DB_NAME DB_PORT DATABASE_HOST DATABASE_NAME POSTGRES_HOST POSTGRES_DB SOLAPI_SENDER SOLAPI_MOCK".split(
    " ",
  ),
];

export const isOn = (value: string | undefined) => /^(?:true|1|yes|on|y|t)$/i.test(value?.trim() ?? "");
/** A variable that was collected as empty or as not set. An absent variable is unknown. */
export const isUnset = (value: string | undefined) =>
  value !== undefined &&
  /^(?:|false|none|null|unset|not set|missing|\(unset\)|\(empty\)|\(not set\))$/i.test(value.trim());

const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION", "MESSAGING_SQS_REGION"];

export const regionIn = (url: string) =>
  /\bsqs[.-]([a-z]{2}(?:-[a-z]+)+-\d)\b|\b([a-z]{2}(?:-[a-z]+)+-\d)\.queue\b/.exec(url)?.slice(1).find(Boolean);

/**
 * The queue that each side uses. The most recent statement counts: the log before the variables. Lines about other
 * queues don't count.
 */
export function queueSides(evidence: Evidence, apiLines: readonly Line[], workerLines: readonly Line[]): Sides {
  const isOthers = othersQueues(evidence, apiLines, workerLines);
  const api = apiLines.filter((line) => !isOthers(line));
  const worker = workerLines.filter((line) => !isOthers(line));
  const apiQueue =
    said(api, "queue-traced", "queue") ??
    said(api, "queue-of-api-failed", "queue") ??
    variable("api.env", evidence.api?.env, QUEUE_VARIABLES, queueIn);
  const workerQueue =
    said(worker, "queue-of-messaging-start", "queue") ??
    said(worker, "queue-of-start", "queue") ??
    said(worker, "queue-of-worker-failed", "queue") ??
    variable("worker.env", evidence.worker?.env, QUEUE_VARIABLES, queueIn);
  return { ...(apiQueue && { api: apiQueue }), ...(workerQueue && { worker: workerQueue }) };
}

export function regionSides(evidence: Evidence, api: readonly Line[], worker: readonly Line[]): Sides {
  const apiRegion =
    said(api, "region-traced", "region") ??
    variable("api.env", evidence.api?.env, REGION_VARIABLES) ??
    said(api, "region-of-address", "region");
  const workerRegion =
    said(worker, "region-of-client", "region") ??
    variable("worker.env", evidence.worker?.env, REGION_VARIABLES) ??
    said(worker, "region-of-address", "region");
  return { ...(apiRegion && { api: apiRegion }), ...(workerRegion && { worker: workerRegion }) };
}

/** The inspected queue, if its counts show that the API filled it: then it is the API's queue. */
export function observedQueue({ queue }: Evidence, answer: Answer): Known | undefined {
  const name = queue?.name ?? (queue?.url && queueIn(queue.url));
  const grew = (queue?.after?.visible ?? 0) > (queue?.before?.visible ?? 0);
  if (!name || !grew || (answer.enqueued ?? 0) === 0) return undefined;
  return { value: name, from: "queue.name", evidence: excerptAt("queue.name", `name=${name}, visible grew`) };
}

export function differences({ api, worker }: Evidence): Difference[] {
  const [one, other] = [api?.env, worker?.env];
  if (!one || !other) return [];
  const plain = SHARED.flatMap((name) => {
    const [apiValue, workerValue] = [one[name], other[name]];
    if (apiValue === undefined || workerValue === undefined || apiValue.trim() === workerValue.trim()) return [];
    return [{ variable: name, api: apiValue, worker: workerValue }];
  });
  return [...plain, ...SHARED_SECRETS.flatMap((name) => secretDifference(name, one[name], other[name]))];
}

/**
 * Says that the values differ, or which side has none. Never shows a value or a fingerprint: a fingerprint helps
 * nobody.
 */
function secretDifference(variable: string, one: string | undefined, other: string | undefined): Difference[] {
  const isSet = (value: string | undefined) => value !== undefined && FINGERPRINT.test(value);
  if (isSet(one) && isSet(other)) return one === other ? [] : [{ variable, api: "(set)", worker: "(set, another)" }];
  if (isSet(one) && other === "") return [{ variable, api: "(set)", worker: "" }];
  return isSet(other) && one === "" ? [{ variable, api: "", worker: "(set)" }] : [];
}

const ENDPOINTS = ["AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL"];

/**
 * An SQS endpoint that one side sets and the other does not, although the other side's queue settings were collected.
 */
export function lonelyEndpoint({ api, worker }: Evidence): Known | undefined {
  const [one, other] = [variable("api.env", api?.env, ENDPOINTS), variable("worker.env", worker?.env, ENDPOINTS)];
  const isCollected = (env: Record<string, string> | undefined) =>
    Object.keys(env ?? {}).some((name) => QUEUE_VARIABLES.includes(name) || REGION_VARIABLES.includes(name));
  if (one && !other && isCollected(worker?.env)) return one;
  return other && !one && isCollected(api?.env) ? other : undefined;
}

function said(lines: readonly Line[], sign: WordedSign, name: "queue" | "region"): Known | undefined {
  const told = lastTold(lines, sign);
  const value = told?.values[name];
  return told && value ? { value, from: told.line.source, evidence: excerptOfTold(told) } : undefined;
}

function variable(
  source: string,
  env: Record<string, string> | undefined,
  names: readonly string[],
  read: (value: string) => string = (value) => value,
): Known | undefined {
  for (const name of names) {
    const value = env?.[name]?.trim();
    if (value && !isUnset(value)) {
      return {
        value: read(value),
        from: `${source}.${name}`,
        evidence: excerptAt(`${source}.${name}`, `${name}=${value}`),
      };
    }
  }
  return undefined;
}
