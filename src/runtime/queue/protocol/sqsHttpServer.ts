import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { messageActions } from "./messageActions";
import { queueActions } from "./queueActions";
import type { QueueFaults } from "../injectedErrors";
import { jsonProtocol, queryProtocol, type WireProtocol } from "./wireProtocols";
import { framesIn } from "../../server/callFrames";
import { RequestGate } from "../../server/requestGate";
import { SqsAccess } from "./sqsAccess";
import type { SqsAction, SqsContext } from "./sqsAction";
import type { SqsCall, SqsClient } from "./sqsCall";
import { SqsError } from "./sqsError";
import type { RequestFields } from "./requestFields";

export interface SqsHttpOptions {
  context: SqsContext;
  faults: QueueFaults;
  /** The only access key id that is accepted; undefined: any. */
  accessKeyId?: string;
  /** The region of unsigned requests. */
  region: string;
  log: Logger;
}

const HOST = "127.0.0.1";
/** Fits a message of the maximum size with every character escaped. */
const MAX_REQUEST_BYTES = 8 * 1_048_576;
/** Outlasts a long poll and the SDKs' idle time: the server never closes a connection that is about to be reused. */
const KEEP_ALIVE_MS = 75_000;
/** The time limit for receiving a whole request. */
const REQUEST_TIMEOUT_MS = 30_000;

const NO_SUCH_QUEUE = "AWS.SimpleQueueService.NonExistentQueue";
/** A consumer meets a missing queue here; a producer's look-up is the same call. */
const ASKS_FOR_QUEUE: ReadonlySet<string> = new Set(["GetQueueUrl", "ReceiveMessage"]);

const actions = new Map<string, SqsAction>(Object.entries({ ...queueActions, ...messageActions }));

/** Serves SQS over HTTP on the loopback interface, with the JSON and the Query protocol on one port. */
export class SqsHttpServer {
  readonly #server: http.Server;
  readonly #gate: RequestGate;
  readonly #access: SqsAccess | undefined;
  #baseUrl = "";

  constructor(private readonly options: SqsHttpOptions) {
    const { log, accessKeyId } = options;
    this.#gate = new RequestGate("sqs", log);
    this.#access = accessKeyId === undefined ? undefined : new SqsAccess(accessKeyId, log);
    const limits = { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_TIMEOUT_MS };
    this.#server = http.createServer(limits, (request, response) => this.#read(request, response));
  }

  get baseUrl(): string {
    return this.#baseUrl;
  }

  /** Resolves to the port; rejects if it is in use. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, HOST, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
    const { port: actual } = this.#server.address() as AddressInfo;
    this.#baseUrl = `http://${HOST}:${actual}`;
    return actual;
  }

  /** Sends the answers that are ready, then closes all connections. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await new Promise((resolve) => setImmediate(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #read(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
      else if (!response.headersSent) this.#refuseTooLarge(request, response);
    });
    request.on("end", () => {
      if (size <= MAX_REQUEST_BYTES) this.#handle(request, response, Buffer.concat(chunks).toString("utf8"));
    });
  }

  #handle(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
    const requestId = randomUUID();
    const protocol = protocolOf(request);
    let action = "";
    const succeed = (result: object): void => {
      const { contentType, payload } = protocol.success(action, result, requestId);
      this.#send(response, 200, contentType, payload, requestId);
    };
    let input: RequestFields = {};
    const fail = (error: unknown): void => {
      if (error instanceof SqsError) this.#noteRefusal(request, action, input, error);
      this.#fail(response, protocol, error, requestId);
    };
    try {
      const refusal = this.#gate.refusalOf(request.headers);
      if (refusal !== undefined) throw new SqsError("AccessDenied", refusal);
      const call = this.#callOf(request, response);
      this.#access?.check(call.client);
      const decoded = protocol.decode(request, body);
      ({ action, input } = decoded);
      const run = actions.get(action);
      if (!run) throw protocol.unknownAction(action);
      const fault = this.options.faults.any && this.options.faults.errorFor(action, call.client);
      if (fault) throw fault;
      const result = run(this.options.context, input, call);
      if (result instanceof Promise) result.then(succeed).catch(fail);
      else succeed(result);
    } catch (error) {
      fail(error);
    }
  }

  #callOf(request: http.IncomingMessage, response: http.ServerResponse): SqsCall {
    return {
      client: clientOf(request),
      region: credentialScope(request.headers.authorization).region || this.options.region,
      baseUrl: this.#baseUrl,
      onGone: (callback) => {
        response.once("close", callback);
        return () => response.off("close", callback);
      },
    };
  }

  #send(response: http.ServerResponse, status: number, contentType: string, payload: string, requestId: string): void {
    response.writeHead(status, {
      "content-type": contentType,
      "content-length": Buffer.byteLength(payload),
      "x-amzn-requestid": requestId,
    });
    response.end(payload);
  }

  #fail(response: http.ServerResponse, protocol: WireProtocol, error: unknown, requestId: string): void {
    const answer =
      error instanceof SqsError
        ? error
        : new SqsError("InternalFailure", "The request failed because of an internal error.");
    if (answer !== error) this.options.log.error(`SQS request failed: ${messageOf(error)}`);
    const { contentType, payload } = protocol.failure(answer, requestId);
    if (!response.headersSent) response.setHeader("x-amzn-query-error", `${answer.queryCode};${answer.fault}`);
    this.#send(response, answer.status, contentType, payload, requestId);
  }

  /** Records a consumer's refusal, so that its status light turns red at once. */
  #noteRefusal(request: http.IncomingMessage, operation: string, input: RequestFields, error: SqsError): void {
    const { QueueUrl, QueueName } = input;
    const queue = typeof QueueUrl === "string" ? QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1) : QueueName;
    const { queryCode: code, message } = error;
    const { pollers } = this.options.context;
    const name = String(queue ?? "");
    pollers.refused(clientOf(request), name, { operation, code, message });
    if (code !== NO_SUCH_QUEUE || !ASKS_FOR_QUEUE.has(operation)) return;
    const { region } = credentialScope(request.headers.authorization);
    pollers.strayed(clientOf(request), name, region || this.options.region);
  }

  #refuseTooLarge(request: http.IncomingMessage, response: http.ServerResponse): void {
    response.setHeader("connection", "close");
    const error = new SqsError(
      "RequestEntityTooLarge",
      `Requests cannot be longer than ${MAX_REQUEST_BYTES} bytes.`,
      413,
    );
    this.#fail(response, protocolOf(request), error, randomUUID());
  }
}

const protocolOf = ({ headers }: http.IncomingMessage): WireProtocol =>
  headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ? queryProtocol : jsonProtocol;

const clientOf = ({ socket, headers }: http.IncomingMessage): SqsClient => ({
  address: socket.remoteAddress ?? "",
  userAgent: headers["user-agent"] ?? "",
  accessKeyId: credentialScope(headers.authorization).accessKeyId,
  frames: framesIn(headers),
});

/** Parses `AWS4-HMAC-SHA256 Credential=<key id>/<date>/<region>/sqs/aws4_request, …`. Ignores the signature. */
function credentialScope(authorization = ""): { accessKeyId: string; region: string } {
  const start = authorization.indexOf("Credential=");
  if (start < 0) return { accessKeyId: "", region: "" };
  const [accessKeyId = "", , region = ""] = authorization.slice(start + "Credential=".length).split("/", 3);
  return { accessKeyId, region };
}
