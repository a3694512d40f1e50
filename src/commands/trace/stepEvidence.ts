import { withoutWritten } from "../../diagnosis/answers/answerBody";
import { layerOf } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { layerOfSighting } from "../../runtime/message/sighting";
import type { StackClient } from "../../runtime/control/stackClient";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { StepSource } from "../../webviews/stepSource";

/**
 * Details beside a step's event in its document: the API's request and response, the lines that the worker logged, the
 * message as the provider sent it. Leaves out parts that are not, or no longer, available.
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
  return {
    request,
    response: { status: answer.status, elapsedMs: Math.round(answer.elapsedMs), body: withoutWritten(answer.body) },
  };
}
