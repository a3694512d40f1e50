import { timingSafeEqual } from "node:crypto";
import fastify from "fastify";
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { ExpectedError, messageOf } from "../../common/errors";
import { AsideHolders } from "./asideHolders";
import { streamChanges, streamHeld, streamHolds, streamItems } from "./controlStreams";
import type { FaultLab } from "../faults/faultLab";
import { silentLogger } from "../../common/logger";
import type { Logger } from "../../common/logger";
import { listen } from "../server/listen";
import { RequestGate } from "../server/requestGate";
import { requestLimits } from "../server/requestLimits";
import type { Stack } from "../stack/stack";
import type { StackLifetime } from "../stack/stackLifetime";
import { CONTRACT_HEADER, CONTRACT_VERSION } from "./contract/contractVersion";
import { stackRequests } from "./contract/stackRequests";

export interface ControlServer {
  url: string;
  stop(): Promise<void>;
}

export interface ControlServerOptions {
  port: number;
  token: string;
  /** Tracks clients and requests, and stops the stack. */
  lifetime: Pick<StackLifetime, "isEnding" | "called" | "clientsAre" | "stop">;
  /** The warnings so far. */
  notices: () => string[];
  log: Logger;
  /** Timeout of a request that has not fully arrived; default 30 s. */
  requestWithinMs?: number;
}

/** Of 100,000 students, as JSON. */
const LARGEST_IMPORT = 32 * 1024 * 1024;

/** A request that has not fully arrived by then times out. */
const REQUEST_WITHIN_MS = 30_000;

/**
 * The stack's own HTTP server, for the same user's extension and command line: loopback, a bearer token from the
 * address file, JSON; streams send one JSON object per line. `contract/` defines requests and answers. Errors:
 * `{reason, message, nextStep}`.
 */
export async function startControlServer(
  stack: Stack,
  faults: FaultLab,
  { port, token, lifetime, notices, log, requestWithinMs = REQUEST_WITHIN_MS }: ControlServerOptions,
): Promise<ControlServer> {
  const app = fastify({ forceCloseConnections: true, ...requestLimits(requestWithinMs) });
  const gate = new RequestGate("control", log);
  const { parts } = stack;
  const aside = new AsideHolders(stack.worker);
  let clients = 0;

  app.addHook("onRequest", async (request, reply) => {
    const refusal = gate.refusalOf(request.headers);
    if (refusal !== undefined) return reply.code(403).send({ reason: "foreign-request", message: refusal });
    reply.header(CONTRACT_HEADER, CONTRACT_VERSION);
    if (!isBearer(request.headers.authorization, token)) {
      await reply
        .code(401)
        .send({ reason: "unauthorized", message: "The token of the local stack is missing or wrong" });
    } else if (lifetime.isEnding && !whileEnding.has(request.routeOptions.url ?? "")) {
      await reply.code(503).send({ reason: "stack-ending", message: "The local stack is ending" });
    } else lifetime.called();
  });
  app.addHook("onResponse", async ({ method }) => {
    if (method !== "GET") parts.changes.note(); // senders, faults, queues: any of them may have changed
  });
  app.setErrorHandler((error, request, reply) => {
    if (ExpectedError.is(error)) {
      const { reason, message, nextStep } = error;
      return reply.code(statusOf[reason] ?? 409).send({ reason, message, nextStep });
    }
    if (error instanceof z.ZodError) {
      return reply.code(400).send({ reason: "bad-request", message: z.prettifyError(error) });
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) log.error(`${request.method} ${request.url.slice(0, 200)} failed: ${messageOf(error)}`);
    return reply.code(status).send({ reason: status < 500 ? "bad-request" : "bug", message: messageOf(error) });
  });

  app.get("/snapshot", () => ({
    ...stack.snapshot(),
    ...(aside.isHeld && { isWorkerAside: true }),
    faults: faults.active,
    notices: notices(),
  }));
  app.get("/readings", (request) => stack.readings(stackRequests.readings.parse(request.query).tenant));
  app.get("/events", (request, reply) => {
    streamItems(reply, parts.events, sinceOf(request));
    countClient(request);
  });
  app.get("/holds", (request, reply) => {
    streamHolds(reply, parts.holds);
    countClient(request);
  });
  app.put("/holds/rules", (request) => parts.holds.setRules(stackRequests.holdRules.parse(request.body).rules));
  app.put("/holds/:id", (request) => parts.holds.edit(idOf(request), stackRequests.holdEdits.parse(request.body)));
  app.post("/holds/:id", async (request) => {
    await parts.holds.release(idOf(request), stackRequests.holdOrder.parse(request.body));
    return {};
  });
  app.get("/changes", (_request, reply) => streamChanges(reply, parts.changes));
  app.get("/logs/:source", (request, reply) => streamItems(reply, logsOf(request), sinceOf(request)));
  app.get("/logs/:source/recent", (request) => logsOf(request).since(0));
  app.post("/messages/unanswered", { bodyLimit: LARGEST_IMPORT }, (request) => {
    parts.archive.noteUnanswered(defined(stackRequests.unanswered.parse(request.body)));
    return {};
  });
  app.get("/messages", (request) => parts.archive.page(defined(stackRequests.archive.parse(request.query))));
  app.get("/messages/summaries", (request) =>
    parts.archive.summaries(defined(stackRequests.archive.parse(request.query))),
  );
  app.get("/traces", (request) => parts.traces.recent(stackRequests.page.parse(request.query).limit));
  app.get("/traces/:id", (request) => {
    const id = idOf(request);
    const trace = parts.traces.get(id) ?? parts.archive.trace(id);
    if (!trace) throw new ExpectedError("trace-not-found", `No message is known by the trace id ${id}`);
    return trace;
  });
  app.get("/tenants", (request) => {
    const { afterId, limit } = stackRequests.page.parse(request.query);
    return stack.tenants.page(afterId, limit);
  });
  app.get("/tenants/:code", (request) => stack.tenants.summary(codeOfTenant(request)));
  app.put("/tenants/:code/sender", (request) => {
    const { expected, value } = stackRequests.setSender.parse(request.body);
    return stack.setSender(codeOfTenant(request), expected, value);
  });
  app.get("/tenants/:code/students", (request) => {
    const { search, limit } = stackRequests.studentSearch.parse(request.query);
    return stack.tenants.studentsNamed(codeOfTenant(request), search, limit);
  });
  app.post("/tenants/:code/students", { bodyLimit: LARGEST_IMPORT }, (request) =>
    stack.tenants.importStudents(codeOfTenant(request), stackRequests.students.parse(request.body).students),
  );
  app.get("/tenants/:code/record", (request) => stack.tenants.record(codeOfTenant(request)));
  app.get("/notification-logs", (request) => {
    const { code } = stackRequests.ofTenant.parse(request.query);
    return stack.tenants.logRows(stackRequests.page.parse(request.query).afterId, code);
  });
  app.get("/notification-logs/newest", (request) => {
    const { code } = stackRequests.ofTenant.parse(request.query);
    return stack.tenants.newestLogRows(stackRequests.page.parse(request.query).limit, code);
  });
  app.get("/environment", () => stack.variables());
  app.post("/queue/messages", (request) => stack.enqueue(stackRequests.body.parse(request.body).body));
  app.post("/worker/jobs", (request) => stack.handToWorker(stackRequests.body.parse(request.body).body));
  app.get("/queue/messages", (request) => {
    const { part, limit } = stackRequests.peek.parse(request.query);
    return parts.queue.peek(part, limit);
  });
  app.post("/queue/create", () => {
    parts.queue.createQueues();
    stack.forgetRefusals();
    return stack.snapshot();
  });
  app.post("/queue/redrive", (request) => {
    const { messageIds } = stackRequests.redrive.parse(request.body);
    return parts.queue.redrive(messageIds ? { messageIds } : {});
  });
  app.get("/inbox", (request) => {
    const { traceId } = stackRequests.ofTrace.parse(request.query);
    return stack.inbox(traceId);
  });
  app.get("/faults", () => faults.list());
  app.put("/case", async (request, reply) => {
    await faults.setUp(defined(stackRequests.caseSettings.parse(request.body)));
    await reply.code(200).send({});
  });
  app.post("/faults/:id", (request) => faults.inject(idOf(request)));
  app.delete("/faults", () => faults.clear());
  app.delete("/faults/:id", (request) => faults.clear(idOf(request)));
  app.get("/worker/aside", async (_request, reply) => {
    const id = await aside.take();
    parts.changes.note();
    streamHeld(reply, { id }, () => {
      // A worker that cannot start says so in its light and log.
      const left = aside.leave(id).catch((error: unknown) => log.error(messageOf(error)));
      void left.then(() => parts.changes.note());
    });
  });
  app.delete("/worker/aside/:id", async (request, reply) => {
    await aside.leave(Number(idOf(request)));
    await reply.code(200).send({});
  });
  app.post("/worker/:action", async (request) => {
    const { action } = stackRequests.worker.parse(request.params);
    if (action === "stop") aside.stopped();
    await stack.worker[action]();
    return stack.snapshot();
  });
  app.post("/stop", async (_request, reply) => {
    await lifetime.stop();
    await reply.code(202).send({});
  });

  /** A client that streams keeps the stack alive. */
  const countClient = (request: FastifyRequest) => {
    lifetime.clientsAre(++clients);
    request.raw.socket.once("close", () => lifetime.clientsAre(--clients));
  };
  const logsOf = (request: FastifyRequest) => {
    const { source } = stackRequests.logs.parse(request.params);
    return source === "worker" ? stack.worker.lines : parts.apiLines;
  };

  // Nobody types this port, so a different one needs no log line.
  const url = await listen(app, { port, name: "control server", log: silentLogger });
  return { url, stop: () => app.close() };
}

/** Without the members that are undefined. */
const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
  } & { [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined> };

/** A client that ends the stack may still use these. */
const whileEnding = new Set(["/stop", "/events"]);

const statusOf: Record<string, number> = {
  "tenant-not-found": 404,
  "trace-not-found": 404,
  "unknown-fault": 404,
  "invalid-sender": 400,
  conflict: 409,
};

const sinceOf = (request: FastifyRequest) => stackRequests.since.parse(request.query).since;

const idOf = (request: FastifyRequest) => stackRequests.byId.parse(request.params).id;

const codeOfTenant = (request: FastifyRequest) => stackRequests.byCode.parse(request.params).code;

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
