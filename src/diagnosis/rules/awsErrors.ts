import type { CauseId } from "../causes";
import type { Facts } from "../facts";
import { queueNamedIn } from "../facts/queueNames";
import { isComplaint } from "../logs/complaints";
import { type Excerpt, type Line, allMatches, clip, excerptAt, excerptOfLine, timesOf } from "../logLines";
import { type NoteId, type Values, word } from "../texts/text";
import type { Rule, RuleHit } from "./rule";
import { isEnqueuedAfterAll, isOthersQueue } from "./sendFailures";

type Side = "api" | "worker" | "probe";

interface AwsError {
  cause: (side: Side, operation: string, facts: Facts) => CauseId;
  pattern: RegExp;
  unless?: RegExp;
}

const KMS =
  /KMS\.?(?:AccessDenied|Disabled|InvalidState|NotFound|OptInRequired|InvalidKeyUsage)|KmsAccessDenied|KmsDisabled|kms:(?:Decrypt|GenerateDataKey|\w+)|\bKMS\b.{0,40}(?:denied|disabled)|Service: AWSKMS|customer master key/i;
/** The key's own service throttles SQS. Access is not denied. */
const KMS_THROTTLED = /KMS\.?Throttl|KmsThrottled/i;
const KMS_UNUSABLE = /KMS\.?(?:Disabled|InvalidState)|is disabled|pending (?:deletion|import)/i;
const SKEWED = /Signature expired|Signature not yet current|RequestTimeTooSkewed/i;
const EXPIRED =
  /ExpiredToken|RequestExpired|token included in the request is expired|token has expired|SSO session.{0,40}expired|TokenRefreshRequired|credentials? (?:have |has )?expired/i;

const notFound: AwsError = {
  cause: () => "queue.not-found",
  pattern: /NonExistentQueue|QueueDoesNotExist|queue does not exist|QueueDeletedRecently|no such queue/i,
};

/** Errors of SQS and botocore, most specific first. `isAboutSqs` excludes the same words from Solapi or Postgres. */
// prettier-ignore
const errors: readonly AwsError[] = [
  { cause: () => "queue.throttled", pattern: KMS_THROTTLED },
  { cause: () => "queue.kms-denied", pattern: KMS },
  { cause: () => "queue.clock-skew", pattern: SKEWED },
  { cause: () => "queue.credentials-expired", pattern: EXPIRED, unless: SKEWED },
  notFound,
  { cause: () => "queue.region-mismatch", pattern: /\(InvalidAddress\)|address \S+ is not valid for this endpoint|Credential should be scoped to a valid region|must specify a region|NoRegionError/i },
  { cause: () => "queue.credentials-missing", pattern: /Unable to (?:locate|load)(?: AWS)? credentials|NoCredentials|CredentialsProviderError|Could not load credentials|Partial ?Credentials|partial credentials|MissingAuthenticationToken|Missing credentials|Error when retrieving credentials|credential.{0,20}not (?:found|configured)|config profile \(.+?\) could not be found|Error loading SSO Token|SSOTokenLoadError|SSO token.{0,40}not (?:found|exist)/i, unless: EXPIRED },
  { cause: () => "queue.credentials-invalid", pattern: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|InvalidAccessKeyId|AuthFailure|IncompleteSignature|token included in the request is invalid|AWS credentials invalid|InvalidIdentityToken|IDPRejectedClaim|AssumeRoleWithWebIdentity|OptInRequired/i, unless: new RegExp(`${EXPIRED.source}|${SKEWED.source}`, "i") },
  { cause: (side, operation, facts) => (isReceiving(side, operation, facts) ? "queue.access-denied-receive" : "queue.access-denied-send"), pattern: /Access ?Denied|not authorized to perform|is not authorized|UnauthorizedOperation|Access to the resource .{0,80}denied/i, unless: KMS },
  { cause: () => "queue.throttled", pattern: /RequestThrottled|Throttling(?:Exception)?|OverLimit|Rate exceeded/ },
  { cause: () => "queue.endpoint-unreachable", pattern: /Could not connect to the endpoint|EndpointConnection|Connect ?timeout on endpoint|ConnectTimeoutError|Read timeout on endpoint|ReadTimeoutError|ConnectionClosed|Connection was closed before|ProxyConnection|Failed to connect to proxy|SSL validation failed|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|Name or service not known|name resolution|Connection refused|timed? ?out|SQSError: 599|Empty reply from server|Unable to execute HTTP request/i },
];

const NO_REGION = /must specify a region|NoRegionError/i;

const ABOUT_SQS =
  /\bSQS\b|sqs[.:]|amazonaws|botocore|boto3|endpoint URL|when calling the \w+ operation|Failed to (?:receive|send|delete|change|get queue)|SQSQueueClient|queue|credentials|Error (?:enqueuing|receiving|deleting)/i;
const NOT_ABOUT_SQS =
  /solapi|alimtalk|send_sms|send failed|NotificationLog|get_tenant_messaging_info|deduct_credits|Redis|ssm:|GetParameter|\bs3\b|PutObject|postgres|psycopg|OperationalError|HTTP Request:|DB connection/i;

/** Calls of other AWS services, and errors from other systems: a database, a secret, a table. */
const OTHERS =
  /when calling the (?!(?:Send|Receive|Delete|ChangeMessage|GetQueue|ListQueue|Purge|SetQueue|CreateQueue|AssumeRole|GetCallerIdentity|GetRoleCredentials|CreateToken|Decrypt|GenerateDataKey)\w*)\w+ operation|https?:\/\/(?:[\w-]+\.)*(?:dynamodb|secretsmanager|iam|ssm|logs|monitoring|sns|s3|lambda|ecr)[.-][\w.-]*amazonaws|QueuePool|sqlalchemy|pg-boss|:(?:5432|5433|3306|6379)\b/i;

function isAboutSqs({ all, text, record }: Line): boolean {
  const said = `${text}\n${record.exception?.type ?? ""}: ${record.exception?.message ?? ""}`;
  const isAws = ABOUT_SQS.test(all) || record.mentions.some((id) => id.startsWith("aws-"));
  return isAws && !NOT_ABOUT_SQS.test(text) && !OTHERS.test(said) && !/solapi|psycopg/i.test(all);
}
/**
 * A probe has the identity of neither side. If the API could enqueue, the probe's error points to the worker's side.
 */
const isReceiving = (side: Side, operation: string, { answer, queue }: Facts) =>
  side === "worker" ||
  (side === "probe" &&
    (/Receive|Delete|ChangeMessage/i.test(operation) || (answer.enqueued ?? 0) > 0 || (queue.growth ?? 0) > 0));

interface Found {
  error: AwsError;
  side: Side;
  evidence: Excerpt[];
  said: string;
  count: number;
  at?: number;
  /** The last line with this error, if it is from a log. */
  last?: Line;
  isProbe: boolean;
  /** The dead-letter queue, if the error is about it. */
  deadQueue?: string;
}

/** The first matching error of the table: a text has one cause. */
const errorOf = (said: string) => errors.find(({ pattern, unless }) => pattern.test(said) && !unless?.test(said));

/** Caches the list, because thirty rules ask for it. */
const known = new WeakMap<Facts, Found[]>();

function found(facts: Facts): Found[] {
  const before = known.get(facts);
  if (before) return before;
  const all = [...inLines(facts, "api"), ...inBody(facts), ...inLines(facts, "worker"), ...inProbe(facts)];
  known.set(facts, all);
  return all;
}

function inLines(facts: Facts, side: "api" | "worker"): Found[] {
  const about = (facts[side] ?? []).filter(
    (line) =>
      isAboutSqs(line) &&
      !isOthersQueue(facts, line) &&
      /error|warn|crit|except|fatal/i.test(line.record.level ?? "error"),
  );
  return errors.flatMap((error) => {
    const own = allMatches(about, error.pattern, error.unless).filter(({ line }) => errorOf(line.all) === error);
    const [first] = own;
    const last = own.at(-1);
    if (!first || !last) return [];
    const until = last.line.record.repeats?.until ?? last.line.at;
    const evidence = [excerptOfLine(first.line, first.groups)];
    return [
      {
        error,
        side,
        evidence,
        said: first.line.all,
        count: timesOf(own),
        ...(until !== undefined && { at: until }),
        last: last.line,
        isProbe: false,
      },
    ];
  });
}

/** An exception in the API's answer, on a debug page or in a detail. */
function inBody({ answer }: Facts): Found[] {
  const said = `${answer.detail}\n${answer.text}`;
  const isAbout =
    (answer.status ?? 0) >= 500 &&
    /botocore|boto3|\bSQS\b|sqs\.|Queue|when calling the|Unable to locate credentials|NoCredentials/i.test(said);
  const error = isAbout ? errorOf(said) : undefined;
  if (!error) return [];
  return [
    { error, side: "api", evidence: [excerptAt("api", clip(answer.detail || said))], said, count: 1, isProbe: false },
  ];
}

function inProbe({ evidence }: Facts): Found[] {
  const said = `${evidence.queue?.error?.code ?? ""} ${evidence.queue?.error?.message ?? ""}`.trim();
  const error = said ? errorOf(said) : undefined;
  if (!error) return [];
  const probed: Found = {
    error,
    side: "probe",
    evidence: [excerptAt("queue.error", said)],
    said,
    count: 1,
    isProbe: true,
  };
  const { after, redrive } = evidence.queue ?? {};
  if (error !== notFound) return [probed];
  const deadQueue = redrive?.deadLetterQueue;
  if (deadQueue && said.includes(deadQueue)) return [{ ...probed, deadQueue }];
  // A queue whose messages were counted exists.
  return after?.visible === undefined ? [probed] : [];
}

function valuesOf(facts: Facts, { said, side, deadQueue }: Found): Values {
  const [, code, operation] = /\(([\w.]+)\) when calling the (\w+) operation/.exec(said) ?? [];
  const named =
    /([A-Z][\w.]{5,60}(?:Queue|Denied\w*|Exception|Error|TokenId|Match|Expired|Token|Credentials|Throttled|Limit|Address))\b/.exec(
      said,
    )?.[1];
  const line = said.split("\n").find((one) => /error|could not|unable|timeout|expired|denied/i.test(one)) ?? said;
  const message = line.replace(/^.*?(?:: (?=An error|Could|Unable|Connect|Read|Signature))/, "");
  const queue = deadQueue ?? queueNamedIn(said);
  const sides = side === "worker" ? facts.queues.worker : facts.queues.api;
  const regions = side === "worker" ? facts.regions.worker : facts.regions.api;
  return {
    code: code ?? named ?? clip(message, 100),
    operation: operation ?? /sqs:(\w+)/i.exec(said)?.[1] ?? operationOf(said, side),
    queue: queue ?? sides?.value ?? facts.evidence.queue?.name,
    region: regions?.value ?? facts.evidence.queue?.region,
    message: clip(message, 160),
    endpoint: /(?:endpoint|proxy) URL: "?([^"\s]+)/.exec(said)?.[1],
    side: word(side),
  };
}

const operationOf = (said: string, side: Side) => {
  if (/Failed to get queue URL/.test(said)) return "GetQueueUrl";
  if (/Failed to delete|Error deleting|\bdelete ?messages?\b/i.test(said)) return "DeleteMessage";
  return side === "api" ? "SendMessage" : side === "worker" ? "ReceiveMessage" : "GetQueueAttributes";
};

/** Listed, but never a verdict. */
const ASIDE = 0.45;

/** How well an error on this side explains the message. */
function weigh(
  facts: Facts,
  { side, isProbe, last, deadQueue }: Found,
  cause: CauseId,
): Pick<RuleHit, "confidence" | "basis" | "notes" | "outcome"> {
  const isNotEnqueued = facts.stoppedAt === "queue" || ((facts.answer.status ?? 0) >= 500 && facts.reach === "api");
  if (side === "api") {
    const isSlowed = cause === "queue.throttled";
    if (last && !isSlowed && isEnqueuedAfterAll(facts, last))
      return { confidence: ASIDE, basis: "hint", notes: ["superseded"], outcome: "degraded" };
    const isLost = isSlowed && facts.stoppedAt === "queue";
    return { confidence: 0.95, basis: "message", notes: [], ...(isLost && { outcome: "blocked" }) };
  }
  if (side === "worker") {
    const isSentLater = facts.accepted !== undefined && facts.sent.some(({ line }) => line.line > (last?.line ?? 0));
    // A slow send that succeeded is fine.
    if (cause === "queue.throttled" && isSentLater)
      return { confidence: ASIDE, basis: "hint", notes: ["superseded"], outcome: "degraded" };
    if (!isNotEnqueued) return { confidence: 0.95, basis: "message", notes: [] };
    const isOwn = cause === "queue.access-denied-receive";
    return { confidence: isOwn ? 0.4 : 0.78, basis: "message", notes: ["seen-at-worker"] };
  }
  const notes: NoteId[] = isProbe ? ["seen-at-probe"] : [];
  if (deadQueue) return { confidence: ASIDE, basis: "hint", notes, outcome: "degraded" };
  // A queue that accepted the API's message exists: the probe used another name, region or account.
  const isUsed = (facts.answer.enqueued ?? 0) > 0;
  if (cause === "queue.not-found") return { confidence: isUsed ? 0.65 : 0.85, basis: "state", notes };
  if (isNotEnqueued) return { confidence: 0.7, basis: "state", notes };
  const isPersonal = /access-denied|credentials|endpoint|kms|clock/.test(cause);
  if (!isPersonal) return { confidence: 0.7, basis: "hint", notes };
  // The probe mostly runs with a person's own permissions. Once a message is in the queue, they explain nothing.
  return { confidence: facts.reach === undefined ? 0.55 : ASIDE, basis: "hint", notes };
}

function hit(facts: Facts, found: Found, cause: CauseId): RuleHit {
  const weight = weigh(facts, found, cause);
  const isDelete = /DeleteMessage/.test(String(valuesOf(facts, found).operation));
  const repeated: NoteId[] = found.count > 1 ? ["repeated"] : [];
  return {
    confidence: weight.confidence,
    basis: weight.basis,
    evidence: found.evidence,
    values: {
      ...regionValues(facts, found, cause),
      ...(cause === "queue.kms-denied" && KMS_UNUSABLE.test(found.said) && { key: word("key-unusable") }),
      ...valuesOf(facts, found),
      ...(found.count > 1 && { count: found.count }),
    },
    notes: [...(weight.notes ?? []), ...(isDelete ? (["not-removed"] as const) : []), ...repeated],
    ...(found.at !== undefined && { at: found.at }),
    ...(weight.outcome && { outcome: weight.outcome }),
    // The message itself was handled; only its deletion from the queue fails.
    ...(isDelete &&
      (facts.accepted || isAfterAnother(facts, found)) && { outcome: "degraded" as const, isLasting: true }),
  };
}

/** Whether the worker logged handling before it: a message is deleted after it is handled. */
const isAfterAnother = ({ worker }: Facts, { side, last }: Found) =>
  side === "worker" &&
  worker?.some(({ line, record }) => last !== undefined && line < last.line && !isComplaint(record)) === true;

function regionValues({ regions, evidence }: Facts, { said }: Found, cause: CauseId): Values {
  if (cause !== "queue.region-mismatch") return {};
  if (NO_REGION.test(said)) return { unset: "AWS_REGION" };
  const [one, other] = [regions.worker?.value, evidence.queue?.region ?? regions.api?.value];
  if (!one && !other) return {};
  return {
    one: "AWS_REGION",
    oneRegion: one ?? "?",
    other: word("the-endpoint"),
    otherRegion: other ?? "?",
  };
}

/** One rule per cause and side: the sides have different reasons and fixes. */
const sidesOf: readonly (readonly [CauseId, readonly Side[]])[] = [
  ["queue.kms-denied", ["api", "worker", "probe"]],
  ["queue.clock-skew", ["api", "worker", "probe"]],
  ["queue.credentials-expired", ["api", "worker", "probe"]],
  ["queue.not-found", ["api", "worker", "probe"]],
  ["queue.region-mismatch", ["api", "worker", "probe"]],
  ["queue.credentials-missing", ["api", "worker", "probe"]],
  ["queue.credentials-invalid", ["api", "worker", "probe"]],
  ["queue.access-denied-send", ["api", "probe"]],
  ["queue.access-denied-receive", ["worker", "probe"]],
  ["queue.throttled", ["api", "worker", "probe"]],
  ["queue.endpoint-unreachable", ["api", "worker", "probe"]],
];

export const awsErrorRules: readonly Rule[] = sidesOf.flatMap(([cause, sides]) =>
  sides.map((side): Rule => ({
    id: `${cause}/${side}`,
    cause,
    evaluate(facts) {
      const one = found(facts).find((candidate) => {
        if (candidate.side !== side) return false;
        return candidate.error.cause(side, String(valuesOf(facts, candidate).operation), facts) === cause;
      });
      return one && hit(facts, one, cause);
    },
  })),
);
