import * as l10n from "@vscode/l10n";
import { messagesText } from "../../common/text/counts";
import { endsMessage } from "../../runtime/message/messageEnd";
import type { Environment } from "../../targets/environment";
import { MessageFates } from "../inquiry/archive/messageFates";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";
import { leftOutLines } from "./leftOutText";
import type { ResendJournal } from "./resendJournal";
import type { Resend, ResendPlan } from "./planResend";

export interface ResendResult {
  planned: number;
  sent: number;
  reached: number;
  /** Why it stopped early: the cause that came again, or "no-result" where the messages did not end in time. */
  stoppedBy?: string;
}

/** First one, then a few, then the rest: a cause that still holds costs one message. */
const STEPS = [1, 5, 20, Infinity];
const ENDED_WITHIN_MS = 30_000;
const MORE_PER_MESSAGE_MS = 100;

/**
 * Sends the planned messages again in growing steps. Stops at the first that fails by its old cause or has no result in
 * time, and at any failure of the very first. The journal holds the set from the first step on: after a crash, the same
 * set is completed, and nobody gets a message twice. Undefined: the user cancelled. `isCanary`: only the first step.
 */
export async function resendMessages(
  environment: Environment,
  plan: ResendPlan,
  { journal, isCanary = false }: { journal: ResendJournal; isCanary?: boolean },
  context: OperationContext,
): Promise<ResendResult | undefined> {
  const { resends, tenantCode } = plan;
  const result: ResendResult = { planned: resends.length, sent: 0, reached: 0 };
  if (resends.length === 0) return result;
  const steps = isCanary ? STEPS.slice(0, 1) : STEPS;
  const count = isCanary ? 1 : resends.length;
  await journal.freeze(plan);
  for (const size of steps) {
    const step = resends.slice(result.sent, result.sent + size);
    if (step.length === 0) break;
    context.signal.throwIfAborted();
    const target = await requestWrite(
      environment,
      { kind: "resend", tenantCode, bodies: step.map(({ body }) => body) },
      context,
      result.sent === 0 ? { warning: warningOf(plan), action: l10n.t("Send {0} again", messagesText(count)) } : {},
    );
    if (!target) {
      await journal.clear();
      return undefined;
    }
    const since = (await environment.traces?.position(context.signal)) ?? 0;
    await target.write(context.signal);
    result.sent += step.length;
    context.interaction.progress(l10n.t("{0} of {1} sent again", result.sent, resends.length));
    const causes = await causesAfter(environment, step, since, context);
    result.reached += step.filter(({ traceId }) => causes.get(traceId) === "none").length;
    const stopping = stoppingOf(step, causes, step.length === result.sent);
    if (stopping !== undefined && result.sent < resends.length) {
      result.stoppedBy = stopping;
      break;
    }
  }
  await journal.clear(); // done, or stopped on purpose: the next plan leaves out what was sent
  return result;
}

/** The cause at which to stop after a step; undefined: go on. */
function stoppingOf(
  step: readonly Resend[],
  causes: ReadonlyMap<string, string>,
  isFirst: boolean,
): string | undefined {
  for (const { traceId, cause } of step) {
    const now = causes.get(traceId) ?? "no-result";
    if (now === cause || now === "no-result" || (isFirst && now !== "none")) return now;
  }
  return undefined;
}

const warningOf = (plan: ResendPlan) =>
  [
    l10n.t(
      "{0} messages, about {1} won. First 1, then 5, 20 and the rest; it stops where the cause comes again.",
      plan.resends.length,
      plan.cost,
    ),
    ...leftOutLines(plan),
  ].join("\n");

/** The causes by trace id of the step's messages that ended in time; "none" for those that reached the provider. */
async function causesAfter(
  environment: Environment,
  step: readonly Resend[],
  since: number,
  context: OperationContext,
): Promise<Map<string, string>> {
  const open = new Set(step.map(({ traceId }) => traceId));
  const late = AbortSignal.any([
    context.signal,
    AbortSignal.timeout(ENDED_WITHIN_MS + step.length * MORE_PER_MESSAGE_MS),
  ]);
  for await (const { type, traceId } of environment.traces?.events(since, late) ?? []) {
    if (endsMessage(type)) open.delete(traceId);
    if (open.size === 0) break;
  }
  const fates = new MessageFates(environment, context);
  const causes = new Map<string, string>();
  for (const { traceId } of step) {
    if (open.has(traceId)) continue;
    const page = await environment.archive?.page({ from: 0, until: Number.MAX_SAFE_INTEGER, id: traceId, limit: 1 });
    const [message] = page?.messages ?? [];
    if (message) causes.set(traceId, (await fates.of(message)).cause);
  }
  return causes;
}
