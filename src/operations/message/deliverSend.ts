import * as l10n from "@vscode/l10n";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { newTraceId } from "../../runtime/api/traceIds";
import { traceIdOf } from "../../runtime/queue/payload";
import type { MessagePayload } from "../../runtime/queue/payload";
import type { Environment } from "../../targets/environment";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { WritableEnvironment } from "../../targets/safety/guard";
import { testBody } from "../../targets/testBody";
import { recipientOf } from "../../targets/safety/recipients";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";
import type { DirectMessage, TestSend } from "./testSend";

/** Timeout of the API's answer: a front-end page times out earlier. */
const ANSWER_WITHIN_MS = 5_000;
/** Without its queue, a foreign API answers only after its SDK has retried for 10 s. */
const FOREIGN_ANSWER_WITHIN_MS = 12_000;

/** Permission to send. Only the local stack lets a message start at its worker or its sandbox. */
export type Delivery = WritableEnvironment<"send" | "enqueue" | "hand-to-worker" | "send-to-sandbox">;

/** Requests permission before anything else happens. Undefined: the user cancelled. */
export async function requestDelivery(
  environment: Environment,
  send: TestSend,
  context: OperationContext,
): Promise<Delivery | undefined> {
  const { tenantCode } = send;
  switch (send.start) {
    case "api":
      return requestWrite(environment, { kind: "send", tenantCode, request: send.request }, context);
    case "queue": {
      const body = await bodyOfSend(environment, send);
      return requestWrite(environment, { kind: "enqueue", tenantCode, body }, context);
    }
    case "worker": {
      const body = await bodyFor(environment, tenantCode, send.message);
      return requestWrite(environment, { kind: "hand-to-worker", tenantCode, body }, context);
    }
    case "provider": {
      const { to, text } = send.message;
      return requestWrite(environment, { kind: "send-to-sandbox", tenantCode, message: { to, text } }, context);
    }
  }
}

/** The body that a send puts on the queue. */
export const bodyOfSend = (environment: Environment, send: Exclude<TestSend, { start: "api" }>): Promise<string> =>
  "body" in send ? Promise.resolve(send.body) : bodyFor(environment, send.tenantCode, send.message);

/** Sends, and records the outcome in `sent`: an answer or the reason for its absence, and the messages' ids. */
export async function deliverSend(delivery: Delivery, sent: SentMessage): Promise<void> {
  const { traces } = delivery.environment;
  switch (delivery.kind) {
    case "send":
      return callApi(delivery, sent);
    case "enqueue": {
      const { body } = delivery.purpose;
      const to = recipientOf(body);
      if (to !== undefined) sent.recipients = [to];
      sent.sentAt = Date.now();
      const { messageId } = await delivery.write();
      if (traces) sent.traceIds = [traceIdOf(body) ?? messageId];
      else sent.messageId = messageId;
      return;
    }
    case "hand-to-worker": {
      const { body } = delivery.purpose;
      sent.recipients = [recipientOf(body) ?? ""];
      sent.sentAt = Date.now();
      await delivery.write();
      sent.traceIds = [traceIdOf(body) ?? ""];
      return;
    }
    case "send-to-sandbox":
      sent.recipients = [delivery.purpose.message.to];
      sent.sentAt = Date.now();
      sent.records = [await delivery.write()];
  }
}

/** A started request is not cancelled: it may be sent all the same. */
async function callApi(target: WritableEnvironment<"send">, sent: SentMessage): Promise<void> {
  const { traces } = target.environment;
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

/** A body names its tenant by an id that only the tenant data know. Our own runtime's bodies name the message too. */
async function bodyFor(
  { tenants, traces }: Environment,
  tenantCode: string,
  { to, text, mode }: DirectMessage,
): Promise<string> {
  const id = (await tenants?.record(tenantCode))?.id;
  if (id === undefined) {
    throw new ExpectedError(
      "not-offered",
      l10n.t("The tenant's id is not known, so no message can be put on the queue for it: {0}", tenantCode),
      l10n.t("Connect the tenant data by Django or SQL."),
    );
  }
  const body = testBody(id, to, text, mode);
  if (!traces) return body;
  return JSON.stringify({ ...(JSON.parse(body) as MessagePayload), trace_id: newTraceId(new Set()) });
}
