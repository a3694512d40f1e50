import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { messageOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { RequestGate } from "../../server/requestGate";
import { requestLimits } from "../../server/requestLimits";
import type { Account } from "./behaviour/account";
import { ApiError, apiErrors } from "./routes/apiError";
import type { Authorizer } from "./routes/authorization";
import type { ScenarioPlan } from "./behaviour/scenarioPlan";
import type { LoggedRequest, RequestLog } from "./routes/requestLog";
import { scenarioNamed, type Scenario, type ProviderStep } from "./behaviour/scenarios";

const MAX_BODY_BYTES = 15 * 1024 * 1024;

/** `messaging run` leads this host here (src/runtime/redirect); no page of another host can have the name. */
export const SOLAPI_HOST = "api.solapi.com";

/** A program's hook asks for it to prove that it has reached the sandbox; it counts as no request. */
const PROOF_PATH = "/messaging-sandbox";

const REQUEST_TIMEOUT_MS = 30_000;

declare module "fastify" {
  interface FastifyRequest {
    /** The scenario this call meets. */
    scenario: Scenario | undefined;
    logged: LoggedRequest | undefined;
  }
  interface FastifyContextConfig {
    step?: ProviderStep;
  }
}

export interface SandboxAppOptions {
  account: Account;
  authorizer: Authorizer;
  plan: ScenarioPlan;
  requests: RequestLog;
  log: Logger;
}

/**
 * The HTTP side that all calls share, in this order: log, scenario, rate, address, authorization, body, errors. Because
 * of that order, a scenario also applies to a caller with a wrong key.
 */
export function createSandboxApp({ account, authorizer, plan, requests, log }: SandboxAppOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { ignoreTrailingSlash: true },
    // A scenario may keep its caller waiting forever, but must not block a stop.
    forceCloseConnections: true,
    ...requestLimits(REQUEST_TIMEOUT_MS),
  });
  const gate = new RequestGate("provider", log, SOLAPI_HOST);
  app.decorateRequest("scenario", undefined);
  app.decorateRequest("logged", undefined);
  app.decorateRequest("answers", undefined);
  acceptAnyJson(app);

  app.addHook("onRequest", (request, reply, done) => {
    const errorMessage = gate.refusalOf(request.headers);
    if (errorMessage !== undefined) {
      void reply.code(403).send({ errorCode: "Forbidden", errorMessage });
      return;
    }
    if (request.url === PROOF_PATH) {
      void reply.code(204).header("x-messaging-sandbox", "1").send();
      return;
    }
    request.logged = requests.add(request.method, request.url);
    request.scenario = plan.scenarioFor(request.url, request.routeOptions.config.step ?? "read");
    if (request.scenario?.when === "before" && play(request.scenario, request, reply)) return;
    if (!account.takeRequest()) {
      void play(scenarioNamed("rate-limit"), request, reply);
      return;
    }
    try {
      account.checkAddress(request.ip);
      authorizer.check(request.headers.authorization);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  });
  app.addHook("onSend", (request, reply, _payload, done) => {
    if (request.logged) requests.answered(request.logged, reply.statusCode);
    done();
  });
  app.setErrorHandler((error, _request, reply) => {
    const { status, errorCode, errorMessage } = toApiError(error, log);
    return reply.code(status).send({ errorCode, errorMessage });
  });
  app.setNotFoundHandler(() => {
    throw apiErrors.resourceNotFound();
  });
  return app;
}

/**
 * Carries a call out under its scenario: the one set for the call, or the one that a magic recipient selects. A
 * scenario that plays `after` hides a refusal as well as a success.
 */
export function handled(
  work: (request: FastifyRequest) => unknown,
  askedFor?: (request: FastifyRequest) => Scenario | undefined,
): (request: FastifyRequest, reply: FastifyReply) => unknown {
  return (request, reply) => {
    const scenario = request.scenario ?? askedFor?.(request);
    if (!scenario) return reply.send(work(request));
    if (scenario.when === "before") return play(scenario, request, reply) ? reply : reply.send(work(request));
    try {
      work(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    play(scenario, request, reply);
    return reply;
  };
}

/** Answers with the scenario's effect; false if the scenario belongs to the intake and leaves the call alone. */
function play({ name, effect }: Scenario, request: FastifyRequest, reply: FastifyReply): boolean {
  if (request.logged) request.logged.scenario = name;
  switch (effect.kind) {
    case "answer":
      void reply.code(effect.status).type(`${effect.contentType}; charset=utf-8`).send(effect.body);
      return true;
    case "hang":
      reply.hijack();
      return true;
    case "reset":
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return true;
    case "refuse-alimtalk":
      return false;
  }
}

/** Like Solapi, reads JSON whatever the content type says, and accepts an empty body if none is needed. */
function acceptAnyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => {
    if (body === "") {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(apiErrors.validation("JSON 형식이 올바르지 않습니다."));
    }
  });
}

function toApiError(error: unknown, log: Logger): ApiError {
  if (error instanceof ApiError) return error;
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return apiErrors.bodyTooLarge();
  if (statusCode !== undefined && statusCode < 500) return apiErrors.validation(messageOf(error));
  log.error(`[provider] The Solapi sandbox failed: ${error instanceof Error ? error.stack : messageOf(error)}`);
  return apiErrors.unknown();
}
