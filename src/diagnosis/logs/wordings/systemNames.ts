/** The names by which a person knows a system, and the words by which its lines name it. */
type Named = readonly (readonly [string, RegExp])[];

/** Providers of text messages, the product's own first. */
const providers: Named = [
  ["Solapi", /solapi|coolsms|nurigo|솔라피|쿨에스엠에스/i],
  ["Ppurio", /ppurio|뿌리오/i],
  ["Twilio", /twilio/i],
  ["Vonage", /vonage|nexmo/i],
  [
    "Amazon SNS",
    /\bSNS\b|AmazonSNS|\bsns\.[\w-]+\.amazonaws|when calling the Publish(?:Batch)? operation|sns:Publish/i,
  ],
  ["MessageBird", /messagebird/i],
  ["Infobip", /infobip/i],
  ["Plivo", /plivo/i],
  ["Clickatell", /clickatell/i],
  ["Sinch", /\bsinch\b/i],
  ["Telnyx", /telnyx/i],
  ["Telesign", /telesign/i],
  ["BulkSMS", /bulksms/i],
  ["ClickSend", /clicksend/i],
  ["MSG91", /msg91/i],
  ["Africa's Talking", /africa'?s?talking/i],
  ["OneSignal", /onesignal/i],
  ["Firebase", /\bFCM\b|firebase/i],
  ["NHN Cloud", /nhn ?cloud|toast\.com/i],
  ["Naver Cloud SENS", /\bSENS\b|\bsens:|ntruss\.com/],
  ["Aligo", /aligo|알리고/i],
  ["Cafe24", /cafe24/i],
  ["BizM", /\bbizm\b|비즈엠/i],
  ["Popbill", /popbill|팝빌/i],
  ["Alibaba Cloud SMS", /dysmsapi/i],
  ["the SMPP carrier", /\b(?:j|open)?smpp|\bESME_R/i],
];

const SQS = /\bSQS\b|amazonaws|botocore|boto3|elasticmq|localstack/i;

/** Brokers that are not SQS. */
const brokers: Named = [
  ["RabbitMQ", /amqp|rabbit|PRECONDITION_FAILED|acknowledgement on channel|\bpika\b|:567[12]\b|', 567[12]\)/i],
  ["Kafka", /kafka/i],
  ["Google Pub/Sub", /pub\/?sub\b/i],
  ["Azure Service Bus", /service ?bus/i],
  ["NATS", /\bnats\b/i],
  ["ActiveMQ", /activemq|\bstomp\b/i],
  ["Alibaba Cloud MQ", /\bmqrest\b|aliyunmq/i],
];

const CALLED =
  /HTTP Request: [A-Z]+ https?:\/\/([^\s/"]{1,120})|HTTPS?ConnectionPool\(host='([^']{1,120})'|\bfor url: https?:\/\/([^\s/"]{1,120})/;
const LOOPBACK = /^(?:127\.|localhost\b|\[::1\]|host\.docker\.internal\b)/i;

/** The host and port that an HTTP client's line or error names. */
export const calledHostIn = (text: string): string | undefined => CALLED.exec(text)?.slice(1).find(Boolean);
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** A variable's name is no provider's: `SOLAPI_API_KEY`. */
const VARIABLE = /\b[A-Z]{3,12}_(?:API|AUTH|ACCOUNT|ACCESS|SENDER|SECRET|KEY|TOKEN|SERVICE|MOCK|FROM|PF)\w{0,40}/g;

const nameIn = (names: Named, text: string) => names.find(([, words]) => words.test(text))?.[0];

/** Whether a text names a provider other than the product's own, whose codes mean something else. */
export const namesOtherProvider = (text: string): boolean =>
  ![undefined, providers[0]?.[0]].includes(providerNamedIn(text));

/** The provider that a text names. */
export const providerNamedIn = (text: string): string | undefined => nameIn(providers, text.replace(VARIABLE, ""));

/** The broker that a text names. Undefined for SQS. */
export const brokerNamedIn = (text: string): string | undefined => (SQS.test(text) ? undefined : nameIn(brokers, text));

/** The systems that a worker needs. */
export type System = "queue" | "redis" | "database" | "provider";

const systems: readonly (readonly [System, RegExp])[] = [
  ["redis", /redis|\bREADONLY\b|:63(?:79|80)\b|', 6379\)/i],
  [
    "database",
    /postgres|psycopg|mysql|mariadb|mongo|sqlalchemy|database|hikari|jdbc|django\.db|\bDB\b|:(?:5432|3306|27017)\b|', (?:5432|3306)\)/i,
  ],
  [
    "queue",
    /sqs|amqp|rabbit|kombu|kafka|broker|queue|endpoint URL|credential|ReceiveMessage|pub\/?sub\b|service ?bus|\bnats\b|\breceive failed|failed to receive/i,
  ],
];

/** Every system that a text names. */
export function systemsIn(text: string): ReadonlySet<System> {
  const named = systems.filter(([, words]) => words.test(text)).map(([system]) => system);
  return new Set<System>(providerNamedIn(text) ? [...named, "provider"] : named);
}
