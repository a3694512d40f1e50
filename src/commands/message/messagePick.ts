import * as l10n from "@vscode/l10n";
import { pickOne } from "../../host/picks";
import { clockTime } from "../../common/clockTime";
import { ExpectedError } from "../../common/errors";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { MessageHistory } from "../../window/messages/messageHistory";
import { traceIdArgument } from "../arguments";

/**
 * The message that an argument (a trace id, a tree item) identifies; without one, asks. `except`: not offered.
 * Undefined: the user cancelled.
 */
export async function chooseMessage(
  messages: MessageHistory,
  argument: unknown,
  placeHolder: string,
  { except }: { except?: string } = {},
): Promise<MessageTrace | undefined> {
  const id = traceIdArgument(argument);
  if (id !== undefined) {
    const trace = (await messages.find(id)) ?? traceArgument(argument);
    if (trace) return trace;
    throw new ExpectedError("trace-not-found", `No message is known by the trace id ${id}`);
  }
  const traces = (await messages.recent()).filter(({ traceId }) => traceId !== except);
  if (traces.length === 0) {
    const none = except === undefined ? l10n.t("There is no message yet") : l10n.t("There is no other message");
    throw new ExpectedError("no-messages", none, l10n.t("Send a test message first."));
  }
  const picked = await pickOne(traces.map(itemOf), { placeHolder, matchOnDescription: true });
  return picked?.trace;
}

/** A message without events, or from a hand-over: nothing here keeps it. */
function traceArgument(argument: unknown): MessageTrace | undefined {
  const trace = argument as Partial<MessageTrace> | undefined;
  return trace?.startedAt !== undefined && Array.isArray(trace.events) ? (trace as MessageTrace) : undefined;
}

const icons: Record<MessageOutcome, string> = {
  reached: "$(pass)",
  degraded: "$(warning)",
  stopped: "$(error)",
  notSent: "$(circle-large-outline)",
  skipped: "$(debug-step-over)",
  leftOut: "$(circle-slash)",
  unknown: "$(question)",
  waiting: "$(watch)",
};

function itemOf(trace: MessageTrace) {
  const { outcome, text } = summaryOf(trace);
  const icon = icons[outcome];
  return {
    label: `${icon} ${clockTime(trace.startedAt)}`,
    description: `${trace.tenantCode ?? "?"} → ${trace.to ?? "?"}   ${text}`,
    trace,
  };
}
