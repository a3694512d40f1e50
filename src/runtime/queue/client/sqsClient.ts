import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSchemaSerdePlugin } from "@smithy/core/schema";
import { UndiciHttpHandler } from "@smithy/undici-http-handler";
import { Agent } from "undici";
import { messageOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { Sha256 } from "./sha256";
import { checkFastClient } from "./sqsClientCheck";
import type { Receive, OpenedSqs } from "./openedSqs";

export interface SqsClientOptions {
  userAgent: string;
  config: SQSClientConfig;
  log: Logger;
  /** How long an attempt may take, in milliseconds, to connect and then to begin its answer; default: undici's. */
  timeouts?: { connect: number; answer: number };
  /** Makes the SDK's client; a test makes one with unexpected internals. */
  make?: (config: SQSClientConfig) => SQSClient;
}

/**
 * Opens the fast client if the SDK's internals match, else the SDK's default one with a log line. Both behave alike.
 */
export async function openSqsClient(options: SqsClientOptions): Promise<OpenedSqs> {
  try {
    await checkFastClient(options.userAgent, (config) => fastClient({ ...options, config }));
    return fastClient({ ...options, config: { ...options.config, requestHandler: fastHandler(options) } });
  } catch (error) {
    const why = messageOf(error);
    options.log.warning(`The AWS SDK's inside is not as expected (${why}): its default client is used, at more CPU`);
    return defaultClient(options);
  }
}

function defaultClient({ userAgent, config, timeouts, make = makeClient }: SqsClientOptions): OpenedSqs {
  const client = make({
    ...config,
    customUserAgent: userAgent,
    useQueueUrlAsEndpoint: false,
    ...(timeouts && {
      requestHandler: {
        connectionTimeout: timeouts.connect,
        requestTimeout: timeouts.answer,
        // Without this the SDK only warns and keeps waiting.
        throwOnRequestTimeout: true,
      },
    }),
  });
  return {
    client,
    receiverUntil: (abortSignal) => (input) => client.send(new ReceiveMessageCommand(input), { abortSignal }),
  };
}

const makeClient = (config: SQSClientConfig): SQSClient => new SQSClient(config);

/** Middleware that logs nothing here (no logger is set), checks for Lambda's recursion, or rebuilds the same text. */
const UNNEEDED = ["loggerMiddleware", "recursionDetectionMiddleware", "getUserAgentMiddleware"];

/**
 * The SDK's own client without what thousands of calls a second can do without: two fifths less CPU per message
 * (bench/RESULTS.md). Each command's middleware is resolved once, so none may be added later. The MD5 of bodies is not
 * checked: TLS, or loopback, keeps them intact.
 */
function fastClient({ userAgent, config, make = makeClient }: SqsClientOptions): OpenedSqs {
  const client = make({
    ...config,
    cacheMiddleware: true,
    md5: false,
    sha256: Sha256,
    // As in boto3, a queue's URL only names it, and calls go to the endpoint.
    useQueueUrlAsEndpoint: false,
  });
  for (const name of UNNEEDED) {
    if (!client.middlewareStack.remove(name)) throw new Error(`it has no ${name}`);
  }
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers["user-agent"] = userAgent;
      return next(args);
    },
    { step: "build", name: "constantUserAgent" },
  );
  signWithOne(client);
  copyFast(client);
  return { client, receiverUntil: (signal) => receiverOf(client, signal) };
}

/** The SDK makes an identical signer per request: this one is reused and resolves only the credentials anew. */
function signWithOne({ config }: SQSClient): void {
  const { signer: makeSigner } = config;
  if (typeof makeSigner !== "function") throw new Error("its configuration makes no signer");
  let signer: ReturnType<typeof makeSigner> | undefined;
  config.signer = (scheme) => (signer ??= makeSigner(scheme));
}

/**
 * Each call copies the configuration three times. The SDK's own object has an accessor, so V8 copies it key by key (20
 * µs); an object without accessors is copied at once (0.3 µs).
 */
function copyFast(client: SQSClient): void {
  const config = { ...client.config };
  client.middlewareStack.use(getSchemaSerdePlugin(config));
  Object.assign(client, { config });
}

/**
 * With a signal, `client.send` resolves the command's middleware anew for each call and drops everything that the
 * client cached (`cacheMiddleware`); here that happens once for all receives.
 */
function receiverOf(client: SQSClient, abortSignal: AbortSignal): Receive {
  const handler = new ReceiveMessageCommand({ QueueUrl: undefined }).resolveMiddleware(
    client.middlewareStack,
    client.config,
    { abortSignal },
  );
  return async (input) => (await handler({ input })).output;
}

const fastHandler = ({ timeouts }: SqsClientOptions) =>
  new WholeBodyHandler(new Agent(timeouts && { connect: { timeout: timeouts.connect } }), timeouts?.answer);

/** Hands bodies over in one piece: SQS answers with 1 MB at most, and the SDK's own collector adds a stream. */
class WholeBodyHandler extends UndiciHttpHandler {
  readonly #requestTimeout: { requestTimeout: number } | undefined;

  constructor(dispatcher: Agent, answerWithinMs: number | undefined) {
    super({ dispatcher });
    this.#requestTimeout = answerWithinMs === undefined ? undefined : { requestTimeout: answerWithinMs };
  }

  override async handle(...[request, options]: Parameters<UndiciHttpHandler["handle"]>) {
    const result = await super.handle(request, { ...options, ...this.#requestTimeout });
    const { response } = result;
    response.body = await (response.body as { bytes(): Promise<Uint8Array> }).bytes();
    return result;
  }
}
