import { timingSafeEqual } from "node:crypto";
import fastify from "fastify";
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { ExpectedError, messageOf } from "../../common/errors";
import { streamChanges, streamItems } from "./controlStreams";
import type { FaultLab } from "../faults/faultLab";
import { silentLogger } from "../../common/logger";
import { listen } from "../stack/listen";
import type { Stack } from "../stack/stack";

export interface ControlServer {
  url: string;
  stop(): Promise<void>;
}

const page = z.object({
  afterId: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(100),
});

const peeking = z.object({
  part: z.enum(["ready", "in-flight", "delayed", "dead"]),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/**
 * The stack's own HTTP server, for the extension and the command line of the same user: loopback, a bearer token from
 * the address file, JSON; streams are one JSON object a line. Errors: `{reason, message, nextStep}`.
 */
export async function startControlServer(
  stack: Stack,
  faults: FaultLab,
  options: {
    port: number;
    token: string;
    /** The number of clients that stream events, whenever it changes. */
    onClients: (count: number) => void;
    /** Resolves when nobody finds the stack any more; it ends after that, and after what is answered at once. */
    onStop: () => Promise<void>;
  },
): Promise<ControlServer> {
  const app = fastify({ forceCloseConnections: true });
  let clients = 0;

  app.addHook("onRequest", async (request, reply) => {
    if (!isBearer(request.headers.authorization, options.token)) {
      await reply
        .code(401)
        .send({ reason: "unauthorized", message: "The token of the local stack is missing or wrong" });
    }
  });
  app.addHook("onResponse", async ({ method }) => {
    if (method !== "GET") stack.changes.note(); // senders, faults, queues: whatever was ordered
  });
  app.setErrorHandler((error, _request, reply) => {
    if (ExpectedError.is(error)) {
      const { reason, message, nextStep } = error;
      return reply.code(statusOf[reason] ?? 409).send({ reason, message, nextStep });
    }
    if (error instanceof z.ZodError) {
      return reply.code(400).send({ reason: "bad-request", message: z.prettifyError(error) });
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    return reply.code(status).send({ reason: status < 500 ? "bad-request" : "bug", message: messageOf(error) });
  });

  app.get("/snapshot", () => ({ ...stack.snapshot(), faults: faults.active }));
  app.get("/readings", (request) => stack.readings(z.object({ tenant: z.string() }).parse(request.query).tenant));
  app.get("/events", (request, reply) => {
    options.onClients(++clients);
    request.raw.socket.once("close", () => options.onClients(--clients));
    streamItems(reply, stack.events, sinceOf(request));
  });
  app.get("/changes", (_request, reply) => streamChanges(reply, stack.changes));
  app.get("/logs/:source", (request, reply) => streamItems(reply, logsOf(request), sinceOf(request)));
  app.get("/logs/:source/recent", (request) => logsOf(request).since(0));
  app.get("/traces", (request) => stack.traces.recent(page.parse(request.query).limit));
  app.get("/traces/:id", (request) => {
    const { id } = z.object({ id: z.string() }).parse(request.params);
    const trace = stack.traces.get(id);
    if (!trace) throw new ExpectedError("trace-not-found", `No message is known by the trace id ${id}`);
    return trace;
  });
  app.get("/tenants", (request) => {
    const { afterId, limit } = page.parse(request.query);
    return stack.tenants(afterId, limit);
  });
  app.get("/tenants/:code", (request) => stack.tenant(codeOfTenant(request)));
  app.put("/tenants/:code/sender", (request) => {
    const { expected, value } = z.object({ expected: z.string(), value: z.string() }).parse(request.body);
    return stack.setSender(codeOfTenant(request), expected, value);
  });
  app.get("/tenants/:code/record", (request) => stack.tenantRecord(codeOfTenant(request)));
  app.get("/notification-logs", (request) => {
    const { code } = z.object({ code: z.string().optional() }).parse(request.query);
    return stack.logRows(page.parse(request.query).afterId, code);
  });
  app.get("/environment", () => stack.environment());
  app.post("/queue/messages", (request) =>
    stack.enqueue(z.object({ body: z.string().min(1) }).parse(request.body).body),
  );
  app.post("/worker/jobs", (request) =>
    stack.handToWorker(z.object({ body: z.string().min(1) }).parse(request.body).body),
  );
  app.get("/queue/messages", (request) => {
    const { part, limit } = peeking.parse(request.query);
    return stack.queue.peek(part, limit);
  });
  app.post("/queue/create", () => {
    stack.queue.createQueues();
    stack.forgetRefusals();
    return stack.snapshot();
  });
  app.post("/queue/redrive", (request) => {
    const { messageIds } = z.object({ messageIds: z.array(z.string()).optional() }).parse(request.body);
    return stack.queue.redrive(messageIds ? { messageIds } : {});
  });
  app.get("/inbox", (request) => {
    const { traceId } = z.object({ traceId: z.string().optional() }).parse(request.query);
    return stack.inbox(traceId);
  });
  app.get("/faults", () => faults.list());
  app.post("/faults/:id", (request) => faults.inject(z.object({ id: z.string() }).parse(request.params).id));
  app.delete("/faults", () => faults.clear());
  app.delete("/faults/:id", (request) => faults.clear(z.object({ id: z.string() }).parse(request.params).id));
  app.post("/worker/:action", async (request) => {
    const { action } = z.object({ action: z.enum(["start", "stop", "restart", "kill"]) }).parse(request.params);
    await stack.worker[action]();
    return stack.snapshot();
  });
  app.post("/stop", async (_request, reply) => {
    await options.onStop();
    await reply.code(202).send({});
  });

  const logsOf = (request: FastifyRequest) => {
    const { source } = z.object({ source: z.enum(["worker", "api"]) }).parse(request.params);
    return source === "worker" ? stack.worker.lines : stack.apiLines;
  };

  // Nobody types this port: another one is no news.
  const url = await listen(app, { port: options.port, name: "control server", log: silentLogger });
  return { url, stop: () => app.close() };
}

const statusOf: Record<string, number> = {
  "tenant-not-found": 404,
  "trace-not-found": 404,
  "unknown-fault": 404,
  "invalid-sender": 400,
  conflict: 409,
};

const sinceOf = (request: FastifyRequest) =>
  z.object({ since: z.coerce.number().int().min(0).default(0) }).parse(request.query).since;

const codeOfTenant = (request: FastifyRequest) => z.object({ code: z.string() }).parse(request.params).code;

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
