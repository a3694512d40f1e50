import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { codeOf, ExpectedError } from "../../common/errors";
import { layerTitle } from "../../runtime/message/layerLines";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { StackClient } from "../../runtime/control/stackClient";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { toRequest } from "../../window/messages/testMessage";
import type { TestMessage } from "../../window/messages/testMessage";
import { follow } from "./followTrace";
import { sendPastApi, sendToProvider } from "./sendPastLayer";
import type { SendResult } from "./sendResult";

/** A healthy message is through by then: one that is not is diagnosed, and waited for only where that decides nothing. */
const LOOK_AFTER_MS = 3_000;

/** The API's answer is waited for so long: a page of the front end gives up earlier. */
const ANSWER_WITHIN_MS = 5_000;

/** What a send through the local stack needs. */
export interface LocalWay {
  client: StackClient;
  /** Whether the evidence tells already why a message does not come to its end. */
  isDecided(sent: SentMessage): Promise<boolean>;
  timeoutMs: number;
  stateDir: string;
}

/** Sends through the local stack, from the layer that was chosen, and follows the message to its end. */
export async function sendLocally(way: LocalWay, send: TestMessage): Promise<SendResult> {
  const { client, stateDir } = way;
  if (send.start === "provider") return sendPastWorker(client, send, stateDir);
  return sendAndFollow(way, send.tenantCode, async (sent) =>
    send.start === "api" ? callApi(client, send, sent) : [await sendPastApi(client, send)],
  );
}

/** The same with a body as it is, put on the queue as a foreign producer would. */
export const sendBodyLocally = (way: LocalWay, tenantCode: string, body: string): Promise<SendResult> =>
  sendAndFollow(way, tenantCode, async () => {
    const { traceId, messageId } = await way.client.enqueue(body);
    return [traceId ?? messageId];
  });

/** `deliver` gives the trace ids of what it sent, and notes request and answer where there are any. */
async function sendAndFollow(
  { client, timeoutMs, isDecided }: LocalWay,
  tenantCode: string,
  deliver: (sent: SentMessage) => Promise<readonly string[]>,
): Promise<SendResult> {
  const { seq, queue, data } = await client.snapshot();
  const sent: SentMessage = {
    sentAt: Date.now(),
    tenantCode,
    traceIds: [],
    lastLogIdBefore: data.lastLog?.id ?? 0,
    ...(queue.counts && { queueBefore: queue.counts }),
  };
  const lookAfterMs = Math.min(LOOK_AFTER_MS, timeoutMs);
  const send = async () => (sent.traceIds = await deliver(sent));
  let [trace] = await follow(client, lookAfterMs, send, seq);
  if (trace && summaryOf(trace).outcome === "waiting" && !(await isDecided(sent))) {
    [trace] = await follow(client, timeoutMs - lookAfterMs, () => Promise.resolve(sent.traceIds), seq);
  }
  trace ??= await refusedRequest(client, sent);
  if (trace?.tenantCode !== undefined) sent.tenantCode = trace.tenantCode; // a body's own tenant is known to the worker
  if (!trace) return { outcome: "stopped", text: `${layerTitle.api} ${answerText(sent)}`.trim(), sent };
  const { outcome, text } = summaryOf(trace);
  return { outcome, text, trace, sent };
}

/** There is no message to follow: the provider's answer is the result. */
async function sendPastWorker(client: StackClient, send: TestMessage, stateDir: string): Promise<SendResult> {
  const startedAt = performance.now();
  try {
    await sendToProvider(client, send, stateDir);
    return { outcome: "reached", text: formatDuration(performance.now() - startedAt) };
  } catch (error) {
    if (!ExpectedError.is(error, "provider-refused")) throw error;
    return { outcome: "stopped", text: error.message };
  }
}

/** What came of it stands in `sent.answer`, also where nothing answered. */
async function callApi(client: StackClient, send: TestMessage, sent: SentMessage): Promise<readonly string[]> {
  sent.request = toRequest(send);
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new ExpectedError("api-timeout", l10n.t("The API does not answer"));
    timer = setTimeout(() => reject(error), ANSWER_WITHIN_MS);
  });
  try {
    sent.answer = await Promise.race([client.send(send.tenantCode, sent.request), late]);
    return sent.answer.traceIds;
  } catch (error) {
    if (!ExpectedError.is(error)) throw error;
    const code = error.reason === "api-timeout" ? "ETIMEDOUT" : (codeOf(error.cause) ?? "");
    sent.answer = { error: { code, message: error.message }, elapsedMs: Math.round(performance.now() - startedAt) };
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/** A request that came to no message has a trace of its own, by its request id. */
async function refusedRequest(client: StackClient, { answer }: SentMessage): Promise<MessageTrace | undefined> {
  if (!answer || "error" in answer || answer.requestId === "") return undefined;
  return client.trace(answer.requestId).catch(() => undefined);
}

function answerText({ answer }: SentMessage): string {
  if (!answer) return "";
  if ("error" in answer) return answer.error.code || answer.error.message;
  return String(answer.status);
}
