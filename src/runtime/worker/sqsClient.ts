import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { SQSClient } from "@aws-sdk/client-sqs";
import { createHmac, hash } from "node:crypto";
import http from "node:http";
import https from "node:https";

type HttpHandler = Extract<NonNullable<SQSClientConfig["requestHandler"]>, { handle: unknown }>;
type HttpRequest = Parameters<HttpHandler["handle"]>[0];
type HandlerOptions = NonNullable<Parameters<HttpHandler["handle"]>[1]>;
type HttpResponse = Awaited<ReturnType<HttpHandler["handle"]>>["response"];

/** A long poll is silent for 20 s; longer than this is a connection that is gone without a word. */
const SILENCE_MS = 60_000;

/** Every poll and every batch of deletes under load may be on its way at once. */
const MAX_SOCKETS = 100;

/**
 * The SDK's own client, at its public extension points set up for thousands of calls a second: it keeps signing,
 * endpoints, retries and parsing; the transport, the hashes and the constant user agent below are cheaper than its own
 * (figures in bench/RESULTS.md).
 */
export function createSqsClient(userAgent: string, config: SQSClientConfig): SQSClient {
  const client = new SQSClient({ ...config, requestHandler: new KeptConnections(), sha256: Sha256, md5: Md5 });
  // The default writes the same text anew for each call.
  client.middlewareStack.remove("getUserAgentMiddleware");
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as HttpRequest).headers["user-agent"] = userAgent;
      return next(args);
    },
    { step: "build", name: "constantUserAgent" },
  );
  return client;
}

/**
 * Node's own HTTP over kept connections. The SDK's default handler sets five timers and streams each body; answers of SQS
 * are small (256 KB at most a message) and are needed whole.
 */
class KeptConnections {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: SILENCE_MS };
  readonly #http = new http.Agent(this.#options);
  readonly #https = new https.Agent(this.#options);

  handle(request: HttpRequest, { abortSignal }: HandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const { protocol, hostname, port, method, path, headers, body } = request;
    const host = hostname.replace(/^\[(.*)\]$/, "$1"); // an IPv6 address
    const secure = protocol === "https:";
    const options = { host, port: port ?? null, method, path, headers, agent: secure ? this.#https : this.#http };
    return new Promise((resolve, reject) => {
      const signal = abortSignal as AbortSignal | undefined;
      const abort = () => call.destroy(failure("AbortError", "Request aborted"));
      const settled = () => signal?.removeEventListener("abort", abort);
      const failed = (error: Error) => {
        settled();
        reject(error);
      };
      const call = (secure ? https : http).request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", failed);
        answer.on("end", () => {
          settled();
          const whole = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
          const { statusCode = 0, headers } = answer;
          resolve({ response: { statusCode, headers: headers as Record<string, string>, body: whole } });
        });
      });
      call.on("error", failed);
      call.on("timeout", () => call.destroy(failure("TimeoutError", `no answer within ${SILENCE_MS} ms`)));
      if (signal?.aborted) abort();
      else signal?.addEventListener("abort", abort);
      call.end(body);
    });
  }

  destroy(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  updateHttpClientConfig(): void {} // none of the SDK's own options is one of this handler

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

/** Named as the SDK names them: it retries a TimeoutError and hands an AbortError on. */
const failure = (name: string, message: string) => Object.assign(new Error(message), { name });

type Data = string | ArrayBuffer | ArrayBufferView;

/** A hash over what is mostly a single piece: computed in one call, without a stream of its own. */
class OneShot {
  #pieces: Buffer[] = [];

  update(data: Data): void {
    this.#pieces.push(bufferOf(data));
  }

  reset(): void {
    this.#pieces = [];
  }

  protected whole(): Buffer {
    return this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
  }
}

class Sha256 extends OneShot {
  readonly #secret: Buffer | undefined;

  constructor(secret?: Data) {
    super();
    this.#secret = secret === undefined ? undefined : bufferOf(secret);
  }

  digest(): Promise<Uint8Array> {
    const data = this.whole();
    if (this.#secret) return Promise.resolve(createHmac("sha256", this.#secret).update(data).digest());
    return Promise.resolve(hash("sha256", data, "buffer"));
  }
}

class Md5 extends OneShot {
  digest(): Promise<Uint8Array> {
    return Promise.resolve(hash("md5", this.whole(), "buffer"));
  }
}

function bufferOf(data: Data): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
