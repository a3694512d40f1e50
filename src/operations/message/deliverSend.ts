import * as l10n from "@vscode/l10n";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { newTraceId } from "../../runtime/api/traceIds";
import type { StackClient } from "../../runtime/control/stackClient";
import { traceIdOf } from "../../runtime/queue/payload";
import type { MessagePayload } from "../../runtime/queue/payload";
import type { Environment } from "../../targets/environment";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { WritableEnvironment } from "../../targets/safety/guard";
import { testBody } from "../../targets/testBody";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";
import { sendToSandbox } from "./sandboxSend";
import type { DirectMessage, StackOfSend, TestSend } from "./testSend";

/** Timeout of the API's answer: a front-end page times out earlier. */
const ANSWER_WITHIN_MS = 5_000;
/** Without its queue, a foreign API answers only after its SDK has retried for 10 s. */
const FOREIGN_ANSWER_WITHIN_MS = 12_000;

/** Permission to send or, for the local stack, the parts that only it allows to be called directly. */
export type Delivery =
  | { kind: "send"; target: WritableEnvironment<"send"> }
  | { kind: "enqueue"; target: WritableEnvironment<"enqueue">; body: string; to?: string }
  | { kind: "worker"; stack: StackOfSend; body: string; to: string }
  | { kind: "provider"; stack: StackOfSend; message: DirectMessage };

/** Requests permission before anything else happens. Undefined: the user cancelled. */
export async function requestDelivery(
  environment: Environment,
  send: TestSend,
  stack: StackOfSend | undefined,
  context: OperationContext,
): Promise<Delivery | undefined> {
  const { tenantCode } = send;
  if (send.start === "api") {
    const target = await requestWrite(environment, { kind: "send", tenantCode, request: send.request }, context);
    return target && { kind: "send", target };
  }
  if (send.start === "queue") {
    const body = "body" in send ? send.body : await bodyFor(environment, tenantCode, send.message, stack);
    const target = await requestWrite(environment, { kind: "enqueue", tenantCode, body }, context);
    return target && { kind: "enqueue", target, body, ...("message" in send && { to: send.message.to }) };
  }
  if (!stack) throw notOffered(environment);
  const { start, message } = send;
  if (start === "provider") return { kind: "provider", stack, message };
  return { kind: "worker", stack, body: await localBody(stack.client, tenantCode, message), to: message.to };
}

/** Sends, and records the outcome in `sent`: an answer or the reason for its absence, and the messages' ids. */
export async function deliverSend(delivery: Delivery, environment: Environment, sent: SentMessage): Promise<void> {
  switch (delivery.kind) {
    case "send":
      return callApi(delivery.target, environment, sent);
    case "enqueue": {
      const { target, body, to } = delivery;
      if (to !== undefined) sent.recipients = [to];
      sent.sentAt = Date.now();
      const { messageId } = await target.write();
      if (environment.traces) sent.traceIds = [traceIdOf(body) ?? messageId];
      else sent.messageId = messageId;
      return;
    }
    case "worker": {
      const { stack, body, to } = delivery;
      sent.recipients = [to];
      sent.sentAt = Date.now();
      await stack.client.handToWorker(body);
      sent.traceIds = [traceIdOf(body) ?? ""];
      return;
    }
    case "provider":
      return sendToSandbox(delivery.stack, sent.tenantCode, delivery.message, sent);
  }
}

/** A started request is not cancelled: it may be sent all the same. */
async function callApi(target: WritableEnvironment<"send">, { traces }: Environment, sent: SentMessage): Promise<void> {
  sent.request = target.purpose.request;
  sent.sentAt = Date.now();
  const startedAt = performance.now();
  const late = AbortSignal.timeout(traces ? ANSWER_WITHIN_MS : FOREIGN_ANSWER_WITHIN_MS);
  try {
    sent.answer = await target.write(late);
    sent.traceIds = sent.answer.traceIds;
  } catch (error) {
    if (!late.aborted && !isUnanswered(error)) throw error;
    const elapsedMs = Math.round(performance.now() - startedAt);
    const isLate = late.aborted || ExpectedError.is(error, "api-timeout");
    const code = isLate ? "ETIMEDOUT" : (codeOf((error as Error).cause) ?? codeOf(error) ?? "");
    sent.answer = { error: { code, message: messageOf(error) }, elapsedMs };
  }
}

/** A send refused on our own side (no token, no allowed recipient) never left: there is nothing to follow. */
const isUnanswered = (error: unknown) =>
  ["api-unreachable", "api-timeout", "stack-gone"].some((reason) => ExpectedError.is(error, reason));

/** A body names its tenant by an id that only the tenant data know. */
async function bodyFor(
  { tenants }: Environment,
  tenantCode: string,
  message: DirectMessage,
  stack: StackOfSend | undefined,
): Promise<string> {
  if (stack) return localBody(stack.client, tenantCode, message);
  const id = (await tenants?.record(tenantCode))?.id;
  if (id !== undefined) return testBody(id, message.to, message.text, message.mode);
  throw new ExpectedError(
    "not-offered",
    l10n.t("The tenant's id is not known, so no message can be put on the queue for it: {0}", tenantCode),
    l10n.t("Connect the tenant data by Django or SQL."),
  );
}

async function localBody(client: StackClient, tenantCode: string, { to, text, mode }: DirectMessage): Promise<string> {
  const { id } = await client.tenant(tenantCode);
  const traced = { ...(JSON.parse(testBody(id, to, text, mode)) as MessagePayload), trace_id: newTraceId(new Set()) };
  return JSON.stringify(traced);
}

const notOffered = ({ name }: Environment) =>
  new ExpectedError(
    "not-offered",
    l10n.t("A test send to {0} starts at the API or at the queue", name),
    l10n.t("Choose another start."),
  );
