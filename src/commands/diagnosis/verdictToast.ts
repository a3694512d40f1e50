import * as l10n from "@vscode/l10n";
import { clockTime } from "../../common/clockTime";
import { titleWithCode } from "../../common/codedTitle";
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import type { Action } from "../../host/toasts/notifier";
import type { Present } from "../../operations/layers/present";
import type { SendReport } from "../../operations/message/sendMessages";
import { layerTitle } from "../../runtime/message/layerLines";
import { MOCK_MODE } from "../../runtime/message/messageVerdict";
import { hasReached, summaryOf } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment } from "../../targets/environment";
import { CLEAR_FAULT } from "../../runtime/faults/fault";
import { activeNumber } from "../../targets/tenants/registeredSenders";
import { followCarrier, isCarrierAwaited } from "../message/carrierReport";
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
  ignoredTitle?: string;
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
      if (told.ignoredTitle !== undefined) {
        const text = l10n.t("The only finding is ignored here: {0}", titleWithCode(told.ignoredTitle));
        const show = { title: l10n.t("Show it"), run: () => context.execute("messaging.finding.manageIgnored") };
        return notifier.info(whole(text), show, ...traceAction(context, trace));
      }
      if (!trace && told.failed.length === 0) return tellNothing(context, now);
      return notifier.warning(whole(unknownText(told)), ...actions);
    case "silent":
      if (verdict.cause === MOCK_MODE) return notifier.warning(whole(silentText(verdict)), ...actions);
      return notifier.error(whole(silentText(verdict)), ...actions);
    case "ambiguous":
      return notifier.warning(whole(ambiguousText(verdict)), ...actions);
    case "skipped":
      return notifier.info(whole(titleWithCode(verdict.title)), ...actions);
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
  { messages, diagnosis, recipients, failed, ignoredTitle }: SendReport,
  undo?: () => unknown,
): Promise<void> {
  const [trace] = messages;
  const summary = context.operations().sendSentence(recipients);
  const undoing = undo ? [{ title: l10n.t("Undo"), run: undo }] : [];
  if (summary !== undefined) {
    const isFine = recipients.fates.every(({ outcome }) => outcome === "reached");
    const tell = isFine ? context.notifier.info : context.notifier.warning;
    return tell.call(context.notifier, endOf(summary), ...undoing, ...traceAction(context, trace));
  }
  if (trace && diagnosis.verdict.outcome === "ok" && recipients.reached === recipients.asked) {
    const { elapsedMs, text } = summaryOf(trace);
    if (elapsedMs !== undefined && isCarrierAwaited(trace)) {
      followCarrier(context, trace.traceId);
      const accepted = l10n.t("Solapi accepted it in {0}; the carrier has not reported yet.", text);
      return context.notifier.info(accepted, ...undoing, ...traceAction(context, trace));
    }
    const reached = elapsedMs === undefined ? l10n.t("Reached Solapi.") : l10n.t("Reached Solapi in {0}.", text);
    return context.notifier.info(reached, ...undoing, ...traceAction(context, trace));
  }
  return tellVerdict(context, {
    ...{ environment, diagnosis, trace, failed },
    ...(ignoredTitle !== undefined && { ignoredTitle }),
  });
}

/** Logs the probes that failed. */
export function logFailedProbes({ log }: CommandContext, failed: SendReport["failed"]): void {
  for (const { probe, reason } of failed) log.warning(`[diagnosis] ${probe} was not collected: ${reason}`);
}

/** "Now: Worker: The worker does not run." Undefined if nothing is wrong besides what the verdict says. */
function nowText({ operations }: CommandContext, { present, diagnosis: { verdict } }: Told): string | undefined {
  const stopping = (present?.wrong ?? []).filter(({ status }) => status === "blocked" || status === "off");
  const [first, ...others] = stopping.filter(({ cause }) => cause === undefined || cause !== verdict.cause);
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

/** It looked like success. */
function silentText({ layer, title }: Finding): string {
  const text = titleWithCode(title);
  return layer === "provider" ? l10n.t("Solapi accepted it, but it was not delivered: {0}", text) : text;
}

/** Nobody can tell: a second message might be one too many. */
const ambiguousText = ({ title }: Finding): string =>
  l10n.t("May have been sent: {0}. Look it up before you send it again", titleWithCode(title));

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

/** The buttons of the fixes that can be applied from here: the cause's own, and an injected fault's. */
async function fixOf(context: CommandContext, told: Told): Promise<Action[]> {
  const { fixes } = told.diagnosis.verdict;
  const clear = { title: l10n.t("Clear fault"), run: () => context.execute("messaging.fault.clear") };
  return [...(await ownFixOf(context, told)), ...(fixes.some(({ id }) => id === CLEAR_FAULT) ? [clear] : [])];
}

async function ownFixOf(
  context: CommandContext,
  { environment, diagnosis: { verdict }, trace }: Told,
): Promise<Action[]> {
  const tenantCode = trace?.tenantCode;
  if (tenantCode !== undefined && verdict.fixes.some(({ id }) => id === "set-sender")) {
    const senders = (await environment.provider?.senders().catch(() => [])) ?? [];
    const number = activeNumber(senders);
    const given = { tenantCode, traceId: trace?.traceId, ...(number !== undefined && { number }) };
    const title = number === undefined ? l10n.t("Fix sender") : l10n.t("Use {0}", number);
    return [{ title, run: () => context.execute("messaging.sender.fix", given) }];
  }
  if (verdict.cause.startsWith("worker.") && verdict.fixes.some(({ id }) => /(re)?start-worker/.test(id))) {
    const isStart = verdict.fixes.some(({ id }) => id === "start-worker");
    const title = isStart ? l10n.t("Start worker") : l10n.t("Restart worker");
    return [{ title, run: () => context.execute("messaging.worker.restart") }];
  }
  if (verdict.fixes.some(({ id }) => id === "redrive")) {
    return [{ title: l10n.t("Redrive DLQ"), run: () => context.execute("messaging.queue.redrive") }];
  }
  return [];
}
