import { layerOf } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { layerOfSighting } from "../../runtime/message/sighting";
import type { StackClient } from "../../runtime/control/stackClient";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { StepSource } from "../../webviews/stepSource";

/**
 * What stands beside a step's event in its document: of the API the request and its answer, of the worker the lines it
 * logged, of the provider the message as it was sent. Parts that nobody has (any more) are left out.
 */
export async function moreOf(
  client: StackClient | undefined,
  sentOf: (traceId: string) => SentMessage | undefined,
  { traceId }: MessageTrace,
  step: StepSource,
): Promise<Record<string, unknown>> {
  switch ("kind" in step ? layerOfSighting(step) : layerOf(step.type)) {
    case "api":
      return requestOf(sentOf(traceId));
    case "worker": {
      const lines = (await client?.recentLogs("worker").catch(() => [])) ?? [];
      const log = lines.filter(({ text }) => text.includes(traceId)).map(({ text }) => text);
      return log.length > 0 ? { log } : {};
    }
    case "provider": {
      const message = (await client?.inbox(traceId).catch(() => []))?.at(-1);
      return message ? { message } : {};
    }
    case "queue":
      return {};
  }
}

function requestOf(sent: SentMessage | undefined): Record<string, unknown> {
  if (!sent?.request) return {};
  const request = { method: "POST", path: "/api/v1/messaging/send/", tenant: sent.tenantCode, body: sent.request };
  const { answer } = sent;
  if (!answer) return { request };
  if ("error" in answer) return { request, error: answer.error };
  return { request, response: { status: answer.status, elapsedMs: Math.round(answer.elapsedMs), body: answer.body } };
}
