import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { layerTitle } from "../runtime/layerLines";
import { codeOf, ExpectedError, messageOf } from "../common/errors";
import type { Diagnosis } from "../diagnosis/diagnosis";
import type { MessageTrace } from "../runtime/messageTrace";
import type { StackClient } from "../runtime/stackClient";
import type { SentMessage } from "../targets/evidence/sentMessage";
import { summaryOf } from "../views/messageSummary";
import type { Outcome } from "../views/messageSummary";
import type { CommandContext } from "./context";
import { diagnoseSent, isDecisive } from "./sentDiagnosis";
import { sendThrough } from "./environmentSend";
import { follow } from "./follow";
import type { CommandMap } from "./ids";
import { fillSendForm } from "./sendForm";
import type { SendMemory } from "./sendMemory";
import { sendToProvider, sendPastApi } from "./sendPast";
import { toRequest, withPreset } from "./testSend";
import type { TestSend } from "./testSend";

/** What came of a test send. */
export interface SendResult {
  outcome: Outcome;
  /** In few words. */
  text: string;
  /** Absent where the API did not answer, and for a send past the worker. */
  trace?: MessageTrace;
  /** For the diagnosis; absent for a send past the worker. */
  sent?: SentMessage;
  /** Of a real environment, where following it was diagnosing it. */
  diagnosis?: Diagnosis;
}

export interface Sender {
  /** Sends, follows the message to its end and tells of it in a toast; `undo` is offered there. Undefined: given up. */
  send(send: TestSend, options?: { undo?: () => unknown }): Promise<SendResult | undefined>;
  /** The same with a body as it is, put on the queue as a foreign producer would. */
  sendBody(body: string): Promise<SendResult>;
}

/** A healthy message is through by then: one that is not is diagnosed, and waited for only where that decides nothing. */
const LOOK_AFTER_MS = 3_000;

/** The API's answer is waited for so long: a page of the front end gives up earlier. */
const ANSWER_WITHIN_MS = 5_000;

export function getMessageCommands(context: CommandContext, memory: SendMemory, sender: Sender): CommandMap {
  return {
    "messaging.message.send": async (preset) => {
      const environment = await context.environment.open();
      const last = withPreset(memory.last(environment), preset);
      const isComplete = (preset as { isComplete?: unknown } | undefined)?.isComplete === true;
      const send = isComplete ? last : await fillSendForm(environment, last);
      return send && sender.send(send);
    },
    "messaging.message.sendAgain": async (argument) => {
      const trace = await context.messages.choose(argument, l10n.t("Which message is sent again?"));
      if (!trace) return undefined;
      const send = memory.of(trace.traceId);
      if (send) return sender.send(send);
      throw new ExpectedError(
        "not-ours",
        l10n.t("Message {0} was not sent from here, so its text is not known", trace.traceId),
        l10n.t("Use Send Test Message."),
      );
    },
  };
}

export function createSender(context: CommandContext, memory: SendMemory): Sender {
  const way = async (): Promise<Way> => ({
    client: await context.client(),
    timeoutMs: context.settings.get("send.timeoutSeconds") * 1000,
    stateDir: context.stack.stateDir,
    isDecided: async (sent) => isDecisive(await diagnoseSent(context, sent)),
  });
  const finish = async <Result extends SendResult | undefined>(
    sending: () => Promise<Result>,
    undo?: () => unknown,
  ): Promise<Result> => {
    const result = await vscode.window.withProgress({ location: { viewId: "messaging.messages" } }, sending);
    if (!result) return result;
    const { trace, sent, outcome, text } = result;
    if (trace && sent) memory.rememberSent(trace.traceId, sent);
    context.log.info(`[extension] ${trace?.traceId ?? "-"}: ${outcome}, ${text}`);
    await context.refresh();
    void tell(context, result, undo).catch((error: unknown) => context.log.error(messageOf(error)));
    return result;
  };
  return {
    send: async (send, { undo } = {}) => {
      const environment = await context.environment.open();
      const by = context.environment.isLocal ? await way() : undefined;
      const sending = () => (by ? sendFrom(by, send) : sendThrough(context, environment, send));
      const result = await finish<SendResult | undefined>(sending, undo);
      if (result) memory.remember(send, result.trace?.traceId, environment.name);
      return result;
    },
    sendBody: async (body) => {
      const by = await way();
      const put = async () => {
        const { traceId, messageId } = await by.client.enqueue(body);
        return [traceId ?? messageId];
      };
      return finish(() => sendAndFollow(by, memory.lastLocal().tenantCode, put));
    },
  };
}

interface Way {
  client: StackClient;
  /** Whether the evidence tells already why a message does not come to its end. */
  isDecided(sent: SentMessage): Promise<boolean>;
  timeoutMs: number;
  stateDir: string;
}

async function sendFrom(way: Way, send: TestSend): Promise<SendResult> {
  const { client, stateDir } = way;
  if (send.start === "provider") return sendPastWorker(client, send, stateDir);
  return sendAndFollow(way, send.tenantCode, async (sent) =>
    send.start === "api" ? callApi(client, send, sent) : [await sendPastApi(client, send)],
  );
}

/** `deliver` gives the trace ids of what it sent, and notes request and answer where there are any. */
async function sendAndFollow(
  { client, timeoutMs, isDecided }: Way,
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
  if (!trace) return { outcome: "stopped", text: `${layerTitle.api} ${answerText(sent)}`.trim(), sent };
  const { outcome, text } = summaryOf(trace);
  return { outcome, text, trace, sent };
}

/** There is no message to follow: the provider's answer is the result. */
async function sendPastWorker(client: StackClient, send: TestSend, stateDir: string): Promise<SendResult> {
  const startedAt = performance.now();
  try {
    await sendToProvider(client, send, stateDir);
    return { outcome: "reached", text: l10n.t("{0} ms", Math.round(performance.now() - startedAt)) };
  } catch (error) {
    if (!ExpectedError.is(error, "provider-refused")) throw error;
    return { outcome: "stopped", text: error.message };
  }
}

/** What came of it stands in `sent.answer`, also where nothing answered. */
async function callApi(client: StackClient, send: TestSend, sent: SentMessage): Promise<readonly string[]> {
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

/** One toast: what happened in one line, and the way on. A message that stopped is diagnosed first. */
async function tell(context: CommandContext, result: SendResult, undo?: () => unknown): Promise<void> {
  const { trace, sent, diagnosis, outcome, text } = result;
  const { notifier } = context;
  const showTrace = trace && {
    title: l10n.t("Show trace"),
    run: () => context.execute("messaging.trace.open", trace.traceId),
  };
  const actions = showTrace ? [showTrace] : [];
  switch (outcome) {
    case "reached": {
      const undoing = undo ? [{ title: l10n.t("Undo"), run: undo }] : [];
      return notifier.info(l10n.t("Reached Solapi in {0}.", text), ...undoing, ...actions);
    }
    case "waiting":
    case "stopped":
    case "notSent":
    case "unknown":
      if (!sent) return notifier.error(l10n.t("Stopped at {0}: {1}", layerTitle.provider, text));
      await context.execute("messaging.diagnosis.run", { traceId: trace?.traceId, sent, diagnosis, isAutomatic: true });
  }
}
