import * as l10n from "@vscode/l10n";
import { messageOf } from "../../common/errors";
import { withViewProgress } from "../../host/progress";
import { layerTitle } from "../../runtime/message/layerLines";
import type { SendMemory } from "../../window/messages/sendMemory";
import type { TestMessage } from "../../window/messages/testMessage";
import type { CommandContext } from "../context";
import { sendThrough } from "./environmentSend";
import { sendBodyLocally, sendLocally } from "./localSend";
import type { LocalWay } from "./localSend";
import type { SendResult } from "./sendResult";
import { diagnoseSent, isDecisive } from "./sentDiagnosis";

/** Sends test messages through whatever environment is selected, for the commands that do. */
export interface TestSender {
  /** Sends, follows the message to its end and tells of it in a toast; `undo` is offered there. Undefined: given up. */
  send(send: TestMessage, options?: { undo?: () => unknown }): Promise<SendResult | undefined>;
  /** The same with a body as it is, put on the queue as a foreign producer would. */
  sendBody(body: string): Promise<SendResult>;
}

export function createTestSender(context: CommandContext, memory: SendMemory): TestSender {
  const way = async (): Promise<LocalWay> => ({
    client: await context.client(),
    timeoutMs: context.settings.get("send.timeoutSeconds") * 1000,
    stateDir: context.stack.stateDir,
    isDecided: async (sent) => isDecisive(await diagnoseSent(context, sent)),
  });
  const finish = async <Result extends SendResult | undefined>(
    sending: () => Promise<Result>,
    undo?: () => unknown,
  ): Promise<Result> => {
    const result = await withViewProgress("messages", sending);
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
      const sending = () => (by ? sendLocally(by, send) : sendThrough(context, environment, send));
      const result = await finish<SendResult | undefined>(sending, undo);
      if (result) memory.remember(send, result.trace?.traceId, environment.name);
      return result;
    },
    sendBody: async (body) => {
      const by = await way();
      return finish(() => sendBodyLocally(by, memory.lastLocal().tenantCode, body));
    },
  };
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
