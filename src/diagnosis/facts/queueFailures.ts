import { type Line, clip, clipAround } from "../logLines";
import { type ConnectionStep, brokenStepIn } from "./connection";
import { namesTextMessage } from "../logs/wordings/topics";
import { queueNamedIn } from "./queueNames";

/** What AWS, or the way to it, refused. */
export type QueueFailureKind =
  | "key-throttled"
  | "key-denied"
  | "clock-skewed"
  | "credentials-expired"
  | "queue-missing"
  | "region-wrong"
  | "credentials-missing"
  | "credentials-invalid"
  | "access-denied"
  | "throttled"
  | "unreachable";

/** One failure of AWS as a text tells it. */
export interface QueueFailure {
  kind: QueueFailureKind;
  /** Where the deciding words begin in the text. */
  index: number;
  /** The error's code, or the words that stand for it. */
  code: string;
  /** The call that failed, such as ReceiveMessage. */
  operation?: string;
  /** The sentence without what the logger put before it. */
  message: string;
  queue?: string;
  /** The address that did not answer. */
  endpoint?: string;
  /** The action that is not allowed, such as kms:Decrypt. */
  permission?: string;
  /** What it is not allowed on, and to whom. */
  resource?: string;
  identity?: string;
  /** The policy that does not allow it, or that denies it, as AWS names it: `no identity-based policy allows it`. */
  policy?: string;
  /** A policy denies it, so that allowing it elsewhere does not help. */
  isDenied: boolean;
  /** Which source of credentials failed, as botocore names it. */
  source?: string;
  /** Where the connection broke, of an endpoint that cannot be reached. */
  step?: ConnectionStep;
  /** The source of credentials refused because its own token ran out: a new process gets a new one. */
  isTokenExpired: boolean;
  /** The role that the credentials are for refuses whoever asks. */
  isRoleRefused: boolean;
  /** The session of a person's single sign-on ended. */
  isSignedOut: boolean;
  /** Signed for a region that is none or not the queue's. */
  isScopeWrong: boolean;
  /** The key exists and is allowed, but disabled or about to be deleted. */
  isKeyUnusable: boolean;
  /** No region is set at all. */
  isRegionUnset: boolean;
}

const KMS =
  /KMS\.?(?:AccessDenied|Disabled|InvalidState|NotFound|OptInRequired|InvalidKeyUsage)|KmsAccessDenied|KmsDisabled|kms:(?:Decrypt|GenerateDataKey|\w+)|\bKMS\b.{0,40}(?:denied|disabled)|Service: AWSKMS|customer master key/i;
const KMS_UNUSABLE = /KMS\.?(?:Disabled|InvalidState)|is disabled|pending (?:deletion|import)/i;
const SKEWED = /Signature expired|Signature not yet current|RequestTimeTooSkewed/i;
const EXPIRED =
  /ExpiredToken|RequestExpired|token included in the request is expired|token has expired|SSO session.{0,40}expired|TokenRefreshRequired|credentials? (?:have |has )?expired/i;
const NO_REGION = /must specify a region|NoRegionError|MissingRegionError|Region is missing|Missing region in config/i;

/** Most specific first: a text has one kind. */
// prettier-ignore
const kinds: readonly { kind: QueueFailureKind; pattern: RegExp; unless?: RegExp }[] = [
  // The key's own service throttles SQS. Access is not denied.
  { kind: "key-throttled", pattern: /KMS\.?Throttl|KmsThrottled/i },
  { kind: "key-denied", pattern: KMS },
  { kind: "clock-skewed", pattern: SKEWED },
  { kind: "credentials-expired", pattern: EXPIRED, unless: SKEWED },
  { kind: "queue-missing", pattern: /NonExistentQueue|QueueDoesNotExist|queue does not exist|UndefinedQueueException|queues?(?:\(s\))? \S{1,80} do(?:es)? not exist|QueueDeletedRecently|no such queue|NOT_FOUND - no queue/i },
  { kind: "region-wrong", pattern: /\(InvalidAddress\)|address \S+ is not valid for this endpoint|Credential should be scoped to a valid region|must specify a region|NoRegionError|MissingRegionError|Region is missing|Missing region in config|InvalidRegionError|Provided region_name/i },
  { kind: "credentials-missing", pattern: /Unable to (?:locate|load)(?: AWS)? credentials|NoCredential|no (?:valid )?providers in chain|unable to sign request without credentials|MissingCredentialsError|Unable to get IAM security credentials|no EC2 IMDS role found|operation error ec2imds|failed to refresh cached credentials|CredentialsProviderError|Could not load credentials|Partial ?Credentials|partial credentials|MissingAuthenticationToken|Missing credentials|Error when retrieving credentials|(?<![\w"'-])credential.{0,20}not (?:found|configured)|config profile \(.+?\) could not be found|Error loading SSO Token|SSOTokenLoadError|MetadataRetrievalError|Error retrieving metadata|roleName request returned error|SSO token.{0,40}not (?:found|exist)/i, unless: EXPIRED },
  { kind: "credentials-invalid", pattern: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|InvalidAccessKeyId|AuthFailure|IncompleteSignature|token included in the request is invalid|AWS credentials invalid|InvalidIdentityToken|IDPRejectedClaim|AssumeRoleWithWebIdentity|calling the AssumeRole|sts:AssumeRole|OptInRequired/i, unless: new RegExp(`${EXPIRED.source}|${SKEWED.source}`, "i") },
  { kind: "access-denied", pattern: /Access ?Denied|not authorized to perform|is not authorized|UnauthorizedOperation|Access to the resource .{0,80}denied/i, unless: KMS },
  { kind: "throttled", pattern: /RequestThrottled|Throttling(?:Exception)?|OverLimit|Rate exceeded/ },
  { kind: "unreachable", pattern: /Could not connect to the endpoint|EndpointConnection|Connect ?timeout on endpoint|ConnectTimeoutError|Read timeout on endpoint|ReadTimeoutError|ConnectionClosed|Connection was closed before|ProxyConnection|Failed to connect to proxy|SSL validation failed|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|Name or service not known|name resolution|Connection refused|timed? ?out|SQSError: 599|Inaccessible host|no such host|ConnectionRefused|i\/o timeout|cURL error \d+|Connection reset by peer|socket hang up|Failed to enable crypto|crypto enabling timeout|UnknownHostException|Empty reply from server|Unable to execute HTTP request|Invalid endpoint: |consumer: Cannot connect to|AMQPConnectionError|ACCESS_REFUSED|NoBrokersAvailable|Connect call failed|\((?:ServiceUnavailable|Internal(?:Error|Failure|ServerError)|50[0234])\) when calling|<Code>(?:ServiceUnavailable|Internal(?:Error|Failure))<|Connection to broker lost|NetworkingError\b|execution expired|Request HTTP Error {1,3}HTTP 5\d\d|: server misbehaving|Resource temporarily unavailable \(/i },
];
export const queueFailureKinds: readonly QueueFailureKind[] = kinds.map(({ kind }) => kind);

const CODED = /\(([\w.]+)\) when calling the (\w+) operation/;
const CODE_WORDS =
  /\b[A-Z][\w.]{5,60}(?:Queue|Denied\w*|Exception|Error|TokenId|Match|Expired|Token|Credentials|Throttled|Limit|Address|NotExist)\b/g;
/** Names that say only that AWS or the client failed. */
const GENERIC =
  /^(?:\w+\.)*(?:Sqs|AmazonSQS|AmazonService|AmazonClient|SdkClient|AwsService|Client|Service|Request|Application\w*|Completion|Execution|Runtime|BeanCreation|Dispatch|Connector)(?:Exception|Error)$/;
const LOGGERS_WORDS = /^.*?(?:: (?=An error|Could|Unable|Connect|Read|Signature))/;
const PERMISSION =
  /(?:User: (\S+) )?is not authorized to perform: (\w+:\w+)(?: on resource: ([^\s"']+?))?(?=[\s"',.;]|$)/;

/** Which policy decides, at the end of AWS's sentence. */
const POLICY =
  /because (no [\w -]{1,40}(?:policy|boundary)) allows|with an (explicit deny in an? [\w -]{1,40}(?:policy|boundary))/i;

const SOURCE =
  /retrieving credentials from ([\w-]+)|config (profile \([^)]{1,60}\))|(SSO) (?:session|token)|(169\.254\.(?:170\.2|169\.254))|Load(?:ed|ing) credentials from ([\w-]+)/i;

/** The failure of AWS that a text tells, if it tells one. */
export function queueFailureIn(said: string): QueueFailure | undefined {
  for (const { kind, pattern, unless } of kinds) {
    const found = pattern.exec(said);
    if (found && !unless?.test(said)) return failureOf(kind, spokenIndex(pattern, found.index, said), said);
  }
  return undefined;
}

/** A statement of a traceback only repeats what its last line says. */
function spokenIndex(pattern: RegExp, index: number, said: string): number {
  if (!/^\s*(?:raise|throw) /.test(lineAt(said, index))) return index;
  const next = said.indexOf("\n", index);
  const later = next < 0 ? undefined : pattern.exec(said.slice(next));
  return later ? next + later.index : index;
}

function failureOf(kind: QueueFailureKind, index: number, said: string): QueueFailure {
  const [, code, called] = CODED.exec(said) ?? [];
  const line = xmlMessageIn(said) ?? lineAt(said, index);
  const message = line.replace(LOGGERS_WORDS, "");
  const { identity, permission, resource } = permissionIn(said) ?? {};
  const source = SOURCE.exec(said)?.slice(1).find(Boolean);
  const step = kind === "unreachable" ? brokenStepIn(said) : undefined;
  const policy = POLICY.exec(said)?.slice(1).find(Boolean);
  const operation = asWritten(called ?? /sqs:(\w+)/i.exec(said)?.[1] ?? operationIn(said));
  const queue = queueNamedIn(said) ?? /:sqs:[\w-]*:\d*:([\w.-]+)/.exec(resource ?? "")?.[1];
  const endpoint = /(?:endpoint|proxy) URL: "?([^"\s]+)|(amqps?:\/\/[^\s,]+?):? /.exec(said)?.slice(1).find(Boolean);
  return {
    kind,
    index,
    code: code ?? /<Code>([\w.]{1,80})<\/Code>/.exec(said)?.[1] ?? codeWordIn(said, index) ?? clip(message, 100),
    message: clipAround(message, said.slice(index).split("\n")[0], 160),
    ...(operation && { operation }),
    ...(queue && { queue }),
    ...(endpoint && { endpoint }),
    ...(permission && { permission }),
    ...(resource && { resource }),
    ...(identity && { identity }),
    ...(policy && { policy }),
    ...(source && kind === "credentials-missing" && { source }),
    ...(step && { step }),
    isDenied: /explicit deny/i.test(said),
    isTokenExpired: source !== undefined && /token\b.{0,20}\bexpired/i.test(said),
    isRoleRefused: kind === "credentials-invalid" && /AssumeRole|InvalidIdentityToken|IDPRejectedClaim/.test(said),
    isSignedOut: /\bsso\b/i.test(said) && /expired|not (?:found|exist)|invalid/i.test(said),
    isScopeWrong: /scoped to a valid region/i.test(said),
    isKeyUnusable: kind === "key-denied" && KMS_UNUSABLE.test(said),
    isRegionUnset: kind === "region-wrong" && NO_REGION.test(said),
  };
}

const OPERATIONS = [
  ...["SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch"],
  ...["ChangeMessageVisibility", "GetQueueUrl", "GetQueueAttributes", "ListQueues", "CreateQueue"],
];
/** AWS prints the names of some actions in small letters. */
const asWritten = (operation: string | undefined) =>
  OPERATIONS.find((one) => one.toLowerCase() === operation?.toLowerCase()) ?? operation;

/** The permission that AWS names as missing: the action, on what, and to whom. */
export function permissionIn(said: string): { permission: string; resource?: string; identity?: string } | undefined {
  const [, identity, permission, resource] = PERMISSION.exec(said) ?? [];
  return permission ? { permission, ...(resource && { resource }), ...(identity && { identity }) } : undefined;
}

/** AWS's sentence in an answer in XML. */
const xmlMessageIn = (said: string) =>
  /<(?:\w{1,40}:)?(?:Message|Detail|Description|Reason|faultstring)>([^<]{1,600})</i
    .exec(said)?.[1]
    ?.replace(/\\'/g, "'")
    .trim();

const lineAt = (said: string, index: number) => said.slice(said.lastIndexOf("\n", index) + 1).split("\n")[0] ?? "";

/** The word of the deciding line that stands for the error; of other lines only where that line has none. */
function codeWordIn(said: string, index: number): string | undefined {
  const words = [...lineAt(said, index).matchAll(CODE_WORDS)]
    .map(([word]) => word)
    .filter((word) => !GENERIC.test(word));
  return words[0] ?? [...said.matchAll(CODE_WORDS)].map(([word]) => word).find((word) => !GENERIC.test(word));
}

const operationIn = (said: string) => {
  if (/Failed to get queue URL/.test(said)) return "GetQueueUrl";
  return /Failed to delete|Error deleting|\bdelete ?messages?\b/i.test(said) ? "DeleteMessage" : undefined;
};

/** Words that show on their own that a failure is the queue's. */
const ABOUT_QUEUE =
  /\bSQS\b|Aws::|Region is missing|Missing region in config|IAM security credentials|\bpika\b|\bkafka\b|:567[12]\b|', 567[12]\)|:9324\b|\/\d{12}\/[\w.-]{3,80}|amqps?:\/\/|\bamqp(?:lib)?\b|rabbitmq|\bkombu\b|sqs[.:]|amazonaws|botocore|boto3|endpoint URL|when calling the \w+ operation|Failed to (?:receive|send|delete|change|get queue)|SQSQueueClient|\b(?:receive|delete)Message(?:Batch)?\b|changeMessageVisibility|Error (?:enqueuing|receiving|deleting)/i;
/** Words that show it only on the line of the failure: a job's fields may name a queue. */
const MAYBE_ABOUT_QUEUE = /queue|credential|\bbroker\b/i;
const NOT_ABOUT_QUEUE =
  /solapi|alimtalk|send_sms|(?<!request )send failed|NotificationLog|get_tenant_messaging_info|deduct_credits|Redis|ssm:|GetParameter|\bs3\b|PutObject|postgres|psycopg|(?<!kombu\.exceptions\.)OperationalError|HTTP Request: [A-Z]+ http|DB connection/i;
/** Calls of other AWS services, and errors from other systems: a database, a secret, a table. */
const OTHERS =
  /when calling the (?!(?:Send|Receive|Delete|ChangeMessage|GetQueue|ListQueue|Purge|SetQueue|CreateQueue|AssumeRole|GetCallerIdentity|GetRoleCredentials|CreateToken|Decrypt|GenerateDataKey)\w*)\w+ operation|https?:\/\/(?:[\w-]+\.)*(?:dynamodb|secretsmanager|iam|ssm|logs|monitoring|sns|s3|lambda|ecr)[.-][\w.-]*amazonaws|QueuePool|sqlalchemy|pg-boss|:(?:5432|5433|3306|6379|27017)\b|', (?:5432|3306|6379|27017)\)/i;
const OF_QUEUE = /^(?:sqs|queue|sts|kms|vpce|[\w-]{0,60}queue)$/i;

/** The service of AWS that refused, as Java and Go name it, or whose action is not allowed. */
const SERVICE = /\(Service: (?:Amazon|AWS)?(\w{2,40})[;,]|operation error (\w{2,40}):|to perform: (\w{2,40}):/g;
const SERVICES_OF_QUEUE = /^(?:sqs|kms|sts|SecurityTokenService|ec2imds)$/i;

function namesOtherService(said: string): boolean {
  const services = [...said.matchAll(SERVICE)].map((found) => found.slice(1).find(Boolean) ?? "");
  return services.length > 0 && !services.some((service) => SERVICES_OF_QUEUE.test(service));
}

/** Every host of AWS that a text names is another service's, and the text does not speak of SQS. */
function namesOtherHosts(said: string): boolean {
  const hosts = said.split(/[^\w.-]+/).filter((word) => word.includes(".amazonaws.com"));
  const isQueues = (host: string) => host.split(".").some((label) => OF_QUEUE.test(label));
  return hosts.length > 0 && !hosts.some(isQueues) && !/sqs|queue|message/i.test(said);
}

const LINES_JUDGED = 40;
const COMPLAINTS = /error|warn|crit|except|fatal/i;

/** Codes that Solapi has too, on a line that speaks of a text message and names nothing of AWS. */
const isOfTextMessage = (all: string) => SHARED_CODES.test(all) && namesTextMessage(all) && !OF_AWS.test(all);
const SHARED_CODES = /SignatureDoesNotMatch|RequestTimeTooSkewed|InvalidAPIKey/;
const OF_AWS = /\bAWS|amazon|\bSQS\b|boto|queue|credential|when calling the/i;

/** Whether a line complains about the queue or its broker. The same words may come from Solapi, a database or another service. */
export function isAboutQueue({ all, text, record }: Line): boolean {
  const said = `${text}\n${record.exception?.type ?? ""}: ${record.exception?.message ?? ""}`;
  const isAws =
    ABOUT_QUEUE.test(`${record.logger ?? ""} ${all}`) ||
    all.split("\n", LINES_JUDGED).some((one) => MAYBE_ABOUT_QUEUE.test(one) && queueFailureIn(one)) ||
    record.mentions.some((id) => id.startsWith("aws-"));
  const isComplaint = COMPLAINTS.test(record.level ?? "error") || record.exception !== undefined;
  return (
    isComplaint &&
    isAws &&
    !NOT_ABOUT_QUEUE.test(text) &&
    !OTHERS.test(said) &&
    !namesOtherService(all) &&
    !namesOtherHosts(all) &&
    !isOfTextMessage(all) &&
    !/solapi|psycopg/i.test(all)
  );
}
