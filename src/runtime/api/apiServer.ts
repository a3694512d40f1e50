import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Clock } from "../../common/clock";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { maskText } from "../../common/masking";
import type { EmitMessageEvent } from "../message/messageEvents";
import { listen } from "../server/listen";
import { requestLimits } from "../server/requestLimits";
import { RequestGate } from "../server/requestGate";
import type { Store } from "../store/store";
import type { Tenant } from "../store/tenantStore";
import { AccessTokens, type AccessToken } from "./accessTokens";
import { noApiFaults, playApiFaults, type ApiFaults } from "./injectedApiFaults";
import type { EndpointAnswer, ApiContext, ApiEndpoint, ApiHolds, ApiMethod, SenderNumber } from "./apiEndpoint";
import { ApiLog, type ApiLogSink } from "./apiLog";
import { ApiRejection, methodNotAllowed, rejectWith } from "./apiRejection";
import { words } from "./drf/drfWords";
import { infoEndpoint } from "./endpoints/infoEndpoint";
import { logEndpoint } from "./endpoints/logEndpoint";
import { MessageProducer, type ProducerOptions } from "./endpoints/messageProducer";
import { parseBody } from "./requestBody";
import { SEND_PATH, sendEndpoint } from "./endpoints/sendEndpoint";
import { verifySenderEndpoint } from "./endpoints/verifySenderEndpoint";

const HOST = "127.0.0.1";
const MAX_BODY_BYTES = 1_048_576;
const REQUEST_TIMEOUT_MS = 30_000;
const NOT_FOUND: EndpointAnswer = { status: 404, body: { detail: words.notFound } };

export interface ApiServerOptions {
  /** The preferred port; the server picks another if it is in use. 0: any. */
  port: number;
  store: Store;
  sqs: Omit<ProducerOptions, "log">;
  tokens: readonly AccessToken[];
  emit: EmitMessageEvent;
  /** The stack's own log, for messages about the server itself. */
  log: Logger;
  /** Receives the API's log lines, in the backend's format. */
  logSink: ApiLogSink;
  clock: Clock;
  /** Replaces `#{site_link}`. */
  siteUrl: string;
  /** Whether a message already has this id: a caller's request id must not collide with it. */
  isKnown?: (traceId: string) => boolean;
  /** A message that was accepted, before it is put on the queue. */
  accepted?: (message: { traceId: string; sentAt: number; body: string }) => void;
  /** Whom to ask whether a debugger holds a message. */
  holds?: ApiHolds;
  /** The provider's list. Without it verify-sender/ answers 503, as the backend does without Solapi keys. */
  senderNumbers?: () => Promise<readonly SenderNumber[]>;
}

export interface ApiServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  baseUrl: string;
  port: number;
  readonly faults: ApiFaults;
  /** The number of requests from web pages, or without a token of this stack; these are never traced. */
  refused(): number;
  setTokens(tokens: readonly AccessToken[]): void;
  /** Closes the port, or reopens the same one. */
  setListening(listening: boolean): Promise<void>;
  /** Answers the requests in flight, then stops. May be called twice. */
  stop(): Promise<void>;
}

/** What the checks before the body pass on to the handler. */
interface RequestState {
  startedAt: number;
  tenant?: Tenant;
}

/** Layer 1: the backend's messaging endpoints, listening on 127.0.0.1 when the promise resolves. */
export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const log = new ApiLog(options.logSink, options.clock);
  const producer = new MessageProducer({ ...options.sqs, log: options.log }, log);
  const { store, emit, clock, siteUrl, senderNumbers } = options;
  const { accepted, holds } = options;
  const context: ApiContext = {
    store,
    producer,
    emit,
    clock,
    log,
    siteUrl,
    senderNumbers,
    ...(accepted && { accepted }),
    ...(holds && { holds }),
  };
  const tokens = new AccessTokens(options.tokens);
  const faults = noApiFaults();
  const gate = new RequestGate("api", options.log);
  const refusals = { gate, strangers: 0 };
  const app = buildApp(context, tokens, faults, refusals, options.isKnown ?? (() => false));
  try {
    const baseUrl = await listen(app, { port: options.port, name: "send API", log: options.log });
    const port = Number(new URL(baseUrl).port);
    const stop = async () => {
      await app.close();
      producer.destroy();
    };
    return {
      baseUrl,
      port,
      faults,
      refused: () => gate.refused + refusals.strangers,
      setTokens: (changed) => tokens.replace(changed),
      setListening: (listening) => setListening(app.server, port, listening),
      stop,
    };
  } catch (error) {
    producer.destroy();
    throw error;
  }
}

/** Counts refusals that leave no trace. */
interface Refusals {
  gate: RequestGate;
  /** Requests without a token that is or was valid here. */
  strangers: number;
}

function buildApp(
  context: ApiContext,
  tokens: AccessTokens,
  faults: ApiFaults,
  refusals: Refusals,
  isKnown: (traceId: string) => boolean,
): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    ...requestLimits(REQUEST_TIMEOUT_MS),
    genReqId: (request) => requestIdOf(request.headers["x-request-id"], isKnown),
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: (_error, _request, reply) => void send(reply as FastifyReply, NOT_FOUND),
  });
  // Bodies are parsed only after the checks before them: DRF, too, parses when the view asks for the data.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  const states = new WeakMap<FastifyRequest, RequestState>();
  const stateOf = (request: FastifyRequest): RequestState => {
    const state = states.get(request) ?? { startedAt: context.clock.now() };
    states.set(request, state);
    return state;
  };
  app.addHook("onRequest", async (request, reply) => {
    const refusal = refusals.gate.refusalOf(request.headers);
    if (refusal !== undefined) return send(reply, { status: 403, body: { detail: refusal } });
    stateOf(request);
    reply.header("X-Request-Id", request.id);
    return undefined;
  });
  playApiFaults(app, faults);
  for (const endpoint of [
    sendEndpoint(context),
    infoEndpoint(context),
    logEndpoint(context),
    verifySenderEndpoint(context),
  ]) {
    app.all(
      endpoint.path,
      {
        // Before the body is read: an unknown caller cannot make the server read a megabyte.
        onRequest: async (request) => {
          stateOf(request).tenant = admit(request, endpoint, tokens, context.store);
        },
      },
      async (request, reply) => {
        const { tenant, startedAt } = stateOf(request);
        const handle = endpoint.methods[request.method as ApiMethod];
        if (!tenant || !handle) throw new Error("a request passed its checks without a tenant or a handler");
        const answer = await handle({
          requestId: request.id,
          startedAt,
          tenant,
          query: queryOf(request),
          readBody: () => parseBody(request.headers["content-type"], request.body as Buffer | undefined),
        });
        return send(reply, answer);
      },
    );
  }
  app.setNotFoundHandler((_request, reply) => send(reply, NOT_FOUND));
  app.setErrorHandler(async (error, request, reply) => {
    const rejection = rejectionOf(error);
    const isKnown = tokens.wasIssued(request.headers.authorization);
    if (!isKnown) refusals.strangers++;
    logRefusal(context, request, rejection, error);
    if (isKnown && pathOf(request) === SEND_PATH) {
      tell(context, request, rejection, stateOf(request).startedAt);
      await holdRefusal(context, request, rejection);
    }
    return send(reply, rejection);
  });
  return app;
}

/** The checks before the body, in the backend's order: token, tenant, role, method. */
function admit(request: FastifyRequest, endpoint: ApiEndpoint, tokens: AccessTokens, store: Store): Tenant {
  const token = tokens.authenticate(request.headers.authorization);
  const code = tenantCodeOf(request);
  const tenant = store.tenants.byCode(code);
  if (!tenant) throw rejectWith(404, `Tenant '${code}' not found`, "tenant_invalid");
  if (!tenant.isActive) throw rejectWith(403, `Tenant '${code}' is inactive`, "tenant_inactive");
  if (!token.isStaff) throw rejectWith(403, "Staff membership required.");
  if (!Object.hasOwn(endpoint.methods, request.method)) {
    throw methodNotAllowed(request.method, Object.keys(endpoint.methods));
  }
  return tenant;
}

function rejectionOf(error: unknown): ApiRejection {
  if (error instanceof ApiRejection) return error;
  const status = (error as { statusCode?: unknown }).statusCode;
  if (status === 413) return rejectWith(413, `Request body is larger than ${MAX_BODY_BYTES} bytes.`);
  if (typeof status === "number" && status >= 400 && status < 500) return rejectWith(status, words.malformedRequest);
  return rejectWith(500, words.serverError);
}

/** In Django's words. */
function logRefusal({ log }: ApiContext, request: FastifyRequest, { status }: ApiRejection, error: unknown): void {
  const path = pathOf(request);
  if (status >= 500) {
    const text = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
    log.write("ERROR", `Internal Server Error: ${path}: ${maskText(text)}`, "django.request");
  } else {
    log.write("WARNING", `${reasonPhrase[status] ?? "Bad Request"}: ${maskText(path)}`, "django.request");
  }
}

/** A refused send is a message, too. */
function tell(context: ApiContext, request: FastifyRequest, { status, message }: ApiRejection, since: number): void {
  const at = context.clock.now();
  const detail = maskText(message).slice(0, 500);
  const details = {
    requestId: request.id,
    status,
    elapsedMs: at - since,
    tenantCode: tenantCodeOf(request),
    detail,
    ...studentsIn(request.body),
  };
  context.emit({ type: "api.rejected", at, traceId: request.id, details });
}

/** A debugger may hold the answer to a refused request. */
async function holdRefusal({ holds }: ApiContext, request: FastifyRequest, { status, message }: ApiRejection) {
  if (!holds?.isArmed("refusal")) return;
  const body = Buffer.isBuffer(request.body) ? request.body.toString("utf8") : "";
  const of = { layer: "api", traceId: request.id, participant: "api", attempt: 0 } as const;
  await holds.reach({ ...of, point: "refusal", body, refusal: `${status} ${message}` });
}

const pathOf = (request: FastifyRequest): string => request.url.split("?", 1)[0] ?? "";

/** More students of one refused request are not told one by one. */
const MAX_REFUSED_STUDENTS = 1_000;

/** Whom a refused request was for; nothing if its body does not say. */
function studentsIn(body: unknown): { studentIds?: number[] } {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  try {
    const { student_ids: ids } = JSON.parse(body.toString("utf8")) as { student_ids?: unknown };
    if (!Array.isArray(ids)) return {};
    const known = [
      ...new Set(ids.filter((id) => typeof id === "number").filter((id) => Number.isSafeInteger(id) && id > 0)),
    ];
    return known.length > 0 ? { studentIds: known.slice(0, MAX_REFUSED_STUDENTS) } : {};
  } catch {
    return {};
  }
}

const reasonPhrase: Record<number, string> = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Request Entity Too Large",
  415: "Unsupported Media Type",
};

function tenantCodeOf(request: FastifyRequest): string {
  const header = request.headers["x-tenant-code"];
  return (Array.isArray(header) ? header[0] : header)?.trim().slice(0, 50) ?? "";
}

/** The last value of a repeated parameter counts, as in Django. */
function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  const query = request.query as Record<string, string | string[]>;
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, [value].flat().at(-1)]));
}

/** The caller's own request id if it is a plain one, so that both sides' logs can be joined. */
function requestIdOf(header: string | string[] | undefined, isKnown: (traceId: string) => boolean): string {
  const isUsable = typeof header === "string" && /^[\w.-]{1,64}$/.test(header) && !isKnown(header);
  return isUsable ? header : randomBytes(8).toString("hex");
}

function send(reply: FastifyReply, { status, body, headers }: EndpointAnswer): FastifyReply {
  return reply
    .code(status)
    .headers(headers ?? {})
    .send(body);
}

async function setListening(server: Server, port: number, listening: boolean): Promise<void> {
  if (server.listening === listening) return;
  if (listening) {
    server.listen(port, HOST);
    await once(server, "listening");
  } else {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }
}
