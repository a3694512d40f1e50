import * as l10n from "@vscode/l10n";
import { messageOf } from "../../common/errors";
import { withCancellableProgress, withViewProgress } from "../../host/progress";
import type { SendReport } from "../../operations/message/sendMessages";
import type { TestSend } from "../../operations/message/testSend";
import { summaryOf } from "../../runtime/message/messageSummary";
import { LOCAL } from "../../targets/environment";
import type { Environment } from "../../targets/environment";
import type { SendMemory } from "../../window/messages/sendMemory";
import { toRequest } from "../../window/messages/testMessage";
import type { TestMessage } from "../../window/messages/testMessage";
import type { CommandContext } from "../context";
import { logFailedProbes, tellSend } from "../diagnosis/verdictToast";
import { requireSameEnvironment } from "./sameEnvironment";
import type { SendResult } from "./sendResult";

interface SendExtras {
  undo?: () => unknown;
  /** For this send only: the form starts from the send before it. */
  isOnce?: boolean;
  /** The name of the environment that it was filled in for. */
  filledFor: string;
}

/** Sends test messages through the selected environment. */
export interface TestSender {
  /** Sends, follows the message to its end and reports it in a toast, which offers `undo`. Undefined: cancelled. */
  send(send: TestMessage, options: SendExtras): Promise<SendResult | undefined>;
  /** The same with an unchanged body, put on the queue as a foreign producer would. */
  sendBody(body: string): Promise<SendResult | undefined>;
}

export function createTestSender(context: CommandContext, memory: SendMemory): TestSender {
  const run = async (environment: Environment, send: TestSend, undo?: () => unknown) => {
    const report = await sendThrough(context, environment, send);
    if (!report) return undefined;
    logFailedProbes(context, report.failed);
    const { messages, sent, diagnosis, recipients } = report;
    const [trace] = messages;
    if (!trace) return undefined;
    for (const message of messages) memory.rememberSent(message.traceId, sent);
    const { traceId } = trace;
    const sentence = context.operations().sendSentence(recipients);
    context.findings.set({
      ...{ diagnosis, traceId, tenantCode: sent.tenantCode },
      ...(sentence !== undefined && { sentence }),
    });
    // After it: of several messages each has a verdict of its own, beside the one of the whole send.
    context.messages.remember(messages, environment.name);
    const { outcome, text } = summaryOf(trace);
    context.log.info(`[extension] ${traceId}: ${outcome}, ${text}`);
    await context.refresh();
    void tellSend(context, environment, report, undo).catch((error: unknown) => context.log.error(messageOf(error)));
    return { outcome, text, trace, diagnosis, recipients };
  };
  return {
    send: async (send, { undo, isOnce, filledFor }) => {
      const environment = await context.environment.open();
      requireSameEnvironment(filledFor, environment.name);
      const result = await run(environment, toTestSend(send), undo);
      if (result) memory.remember(send, result.trace.traceId, environment.name, isOnce);
      return result;
    },
    sendBody: async (body) => {
      const environment = await context.environment.open();
      const { tenantCode } = memory.last(environment);
      return run(environment, { tenantCode, start: "queue", body });
    },
  };
}

/** Sends to more than these take long. */
const FEW_RECIPIENTS = 5;

/** A real backend may take its 15 s. The user can stop following at any time; the message stays under way. */
async function sendThrough(
  context: CommandContext,
  environment: Environment,
  send: TestSend,
): Promise<SendReport | undefined> {
  const { sendMessages } = context.operations();
  const decideWithinMs = context.settings.get("send.timeoutSeconds") * 1_000;
  const isToMany = send.start === "api" && send.request.student_ids.length > FEW_RECIPIENTS;
  if (environment.name !== LOCAL || isToMany) {
    const title = l10n.t("Test message through {0}", environment.name);
    return withCancellableProgress(title, (signal, report) => {
      const operation = context.operation(signal);
      const interaction = { ...operation.interaction, progress: report };
      return sendMessages(environment, send, { ...operation, interaction }, { decideWithinMs });
    });
  }
  return withViewProgress("messages", () => sendMessages(environment, send, context.operation(), { decideWithinMs }));
}

function toTestSend(send: TestMessage): TestSend {
  const { start, tenantCode, to, text, mode } = send;
  if (start === "api") return { tenantCode, start, request: toRequest(send) };
  return { tenantCode, start, message: { to, text, mode } };
}
