import * as l10n from "@vscode/l10n";
import { clockTime } from "../../common/clockTime";
import { titleWithCode } from "../../diagnosis/report/codedTitle";
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import type { Action } from "../../host/notifier";
import type { Present } from "../../operations/layers/present";
import type { SendReport } from "../../operations/message/sendMessages";
import { layerTitle } from "../../runtime/message/layerLines";
import { hasReached, summaryOf } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment } from "../../targets/environment";
import { activeNumber } from "../../targets/tenants/registeredSenders";
import type { CommandContext } from "../context";

/** A verdict, its message, and the probes that failed. */
export interface Told {
  environment: Environment;
  diagnosis: Diagnosis;
  trace?: MessageTrace | undefined;
  failed: SendReport["failed"];
  /** How the layers are now, if they were looked at. */
  present?: Present;
  isMessageKnown?: boolean;
}

/** Shows the verdict in two lines: the message, its outcome, what else is wrong now, the first fix and the trace. */
export async function tellVerdict(context: CommandContext, told: Told): Promise<void> {
  const { diagnosis, trace, isMessageKnown } = told;
  const { verdict } = diagnosis;
  const { notifier } = context;
  const now = nowText(context, told);
  if (isMessageKnown === false && (now !== undefined || told.failed.length === 0)) return tellNothing(context, now);
  const actions = [...(await fixOf(context, told)), ...traceAction(context, trace)];
  const whole = (text: string) => [withMessage(endOf(text), trace), now].filter(Boolean).join(" ");
  switch (verdict.outcome) {
    case "ok":
      if (now !== undefined) return notifier.warning(whole(verdict.title), ...actions);
      return notifier.info(whole(verdict.title), ...actions);
    case "unknown":
      if (!trace && told.failed.length === 0) return tellNothing(context, now);
      return notifier.warning(whole(unknownText(told)), ...actions);
    case "silent":
      return notifier.error(whole(verdict.title), ...actions);
    case "degraded":
      return notifier.warning(whole(degradedText(verdict, trace)), ...actions);
    default:
      return notifier.error(whole(stoppedText(verdict)), ...actions);
  }
}

/** Shows the result of a test send in one toast. */
export async function tellSend(
  context: CommandContext,
  environment: Environment,
  { messages, diagnosis, recipients, failed }: SendReport,
  undo?: () => unknown,
): Promise<void> {
  const [trace] = messages;
  const { recipientsText } = context.operations();
  const summary = recipientsText(recipients);
  const undoing = undo ? [{ title: l10n.t("Undo"), run: undo }] : [];
  if (summary !== undefined && recipients.reached > 0) {
    const isAll = recipients.reached === recipients.asked;
    const tell = isAll ? context.notifier.info : context.notifier.warning;
    return tell.call(context.notifier, endOf(summary), ...undoing, ...traceAction(context, trace));
  }
  if (trace && diagnosis.verdict.outcome === "ok" && recipients.reached === recipients.asked) {
    const { elapsedMs, text } = summaryOf(trace);
    const reached = elapsedMs === undefined ? l10n.t("Reached Solapi.") : l10n.t("Reached Solapi in {0}.", text);
    return context.notifier.info(reached, ...undoing, ...traceAction(context, trace));
  }
  return tellVerdict(context, { environment, diagnosis, trace, failed });
}

/** Logs the probes that failed. */
export function logFailedProbes({ log }: CommandContext, failed: SendReport["failed"]): void {
  for (const { probe, reason } of failed) log.warning(`[diagnosis] ${probe} was not collected: ${reason}`);
}

/** "Now: Worker: The worker does not run." Undefined if nothing is wrong besides what the verdict says. */
function nowText({ operations }: CommandContext, { present, diagnosis: { verdict } }: Told): string | undefined {
  const [first, ...others] = (present?.wrong ?? []).filter(
    ({ cause }) => cause === undefined || cause !== verdict.cause,
  );
  if (!first) return undefined;
  const more = others.length > 0 ? ` ${l10n.t("({0} more)", others.length)}` : "";
  return endOf(l10n.t("Now: {0}", operations().problemText(first) + more));
}

function tellNothing({ notifier, execute }: CommandContext, now: string | undefined): Promise<void> {
  const nothing = l10n.t("There is no message to diagnose yet.");
  if (now !== undefined)
    return notifier.warning(`${nothing} ${now}`, {
      title: l10n.t("Check now"),
      run: () => execute("messaging.layers.check"),
    });
  return notifier.info(nothing, { title: l10n.t("Send test message"), run: () => execute("messaging.message.send") });
}

const endOf = (text: string) => `${text.replace(/[.。]$/, "")}.`;

/** "10:00:04 → 0101****: Stopped at …" */
function withMessage(text: string, trace: MessageTrace | undefined): string {
  if (!trace) return text;
  return `${clockTime(trace.startedAt)}${trace.to === undefined ? "" : ` → ${trace.to}`}: ${text}`;
}

function stoppedText({ layer, title }: Finding): string {
  const text = titleWithCode(title);
  return layer ? l10n.t("Stopped at {0}: {1}", layerTitle[layer], text) : text;
}

/** If the message went through anyway, a second one would reach the recipient twice. */
function degradedText({ title }: Finding, trace: MessageTrace | undefined): string {
  const text = titleWithCode(title);
  return trace && hasReached(trace) ? l10n.t("Reached Solapi, do not send it again. {0}", text) : text;
}

/** Failed probes explain why the outcome is unknown; they are never the cause. */
function unknownText({ diagnosis: { verdict }, failed }: Told): string {
  const [first] = failed.filter(({ probe }) => !probe.endsWith(" before"));
  if (first) return l10n.t("Cannot tell. Cannot look at {0}: {1}", first.probe, first.reason);
  return verdict.needs.length > 0 ? l10n.t("Cannot tell. Needs: {0}", verdict.needs.join(", ")) : verdict.title;
}

const traceAction = (context: CommandContext, trace: MessageTrace | undefined): Action[] =>
  trace ? [{ title: l10n.t("Show trace"), run: () => context.execute("messaging.trace.open", trace.traceId) }] : [];

/** The button of the first fix that can be applied from here. */
async function fixOf(context: CommandContext, { environment, diagnosis: { verdict }, trace }: Told): Promise<Action[]> {
  const tenantCode = trace?.tenantCode;
  if (tenantCode !== undefined && verdict.fixes.some(({ id }) => id === "set-sender")) {
    const senders = (await environment.provider?.senders().catch(() => [])) ?? [];
    const number = activeNumber(senders);
    const given = { tenantCode, traceId: trace?.traceId, ...(number !== undefined && { number }) };
    const title = number === undefined ? l10n.t("Fix sender") : l10n.t("Use {0}", number);
    return [{ title, run: () => context.execute("messaging.sender.fix", given) }];
  }
  if (verdict.cause.startsWith("worker.") && verdict.fixes.some(({ id }) => /(re)?start-worker/.test(id))) {
    return [{ title: l10n.t("Restart worker"), run: () => context.execute("messaging.worker.restart") }];
  }
  if (verdict.fixes.some(({ id }) => id === "redrive")) {
    return [{ title: l10n.t("Redrive DLQ"), run: () => context.execute("messaging.queue.redrive") }];
  }
  return [];
}
