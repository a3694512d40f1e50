import * as l10n from "@vscode/l10n";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment } from "../../targets/environment";
import { ActivitySignal } from "../../targets/evidence/activitySignal";
import { prepareSend } from "../../targets/evidence/sendPreparation";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { CauseGroup } from "../inquiry/causeGroups";
import { findMessages } from "../inquiry/findMessages";
import type { OperationContext } from "../operation";
import type { PresentProblem } from "../layers/check";
import { diagnoseCollected } from "../diagnosis/diagnoseCollected";
import type { Diagnosed } from "../diagnosis/diagnoseCollected";
import { deliverSend, requestDelivery } from "./deliverSend";
import { TraceActivity, followWorker } from "./messageActivity";
import { recipientsOf } from "./recipientFates";
import type { Recipients } from "./recipientFates";
import { SendFollower } from "./sendFollower";
import { messagesOfSend } from "./sentMessages";
import { warnBeforeSend } from "./sendWarnings";
import type { TestSend } from "./testSend";

export interface SendOptions {
  /** Milliseconds; default 15 s. */
  decideWithinMs?: number;
}

/** The result of a test send. */
export interface SendReport extends Diagnosed {
  /** What was known to stop the message before it was sent. */
  warnings: PresentProblem[];
  sent: SentMessage;
  /** One per recipient, skipped ones included, each with its verdict; if the request became no message, the request. */
  messages: MessageTrace[];
  recipients: Recipients;
  /** For a send to many through our own runtime: the recipients by cause. */
  groups?: CauseGroup[];
}

/** More recipients than this are told by groups. */
const FEW_RECIPIENTS = 5;

/**
 * Sends a test message through an environment and follows it until its outcome is decided. Cancelling stops the
 * following: the report then covers what is known so far. Undefined: the user cancelled before anything was sent.
 * Errors: those of the guard, `not-offered`.
 */
export async function sendMessages(
  environment: Environment,
  send: TestSend,
  context: OperationContext,
  { decideWithinMs }: SendOptions = {},
): Promise<SendReport | undefined> {
  const { signal, workspace, interaction } = context;
  const warnings = await warnBeforeSend(environment, send, context);
  if (!warnings) return undefined;
  const delivery = await requestDelivery(environment, send, context);
  if (!delivery) return undefined;
  const bell = new ActivitySignal();
  const activity = new TraceActivity(bell);
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    const position = await environment.traces?.position(signal);
    if (environment.traces) void activity.follow(environment.traces, position ?? 0, either);
    else if (environment.worker) void followWorker(environment.worker, bell, either);
    const request = send.start === "api" ? send.request : undefined;
    const prepared = await prepareSend(environment, send.tenantCode, request, { workspace, signal });
    const { sent } = prepared;
    signal.throwIfAborted();
    interaction.progress(l10n.t("sending"));
    await deliverSend(delivery, sent);
    activity.expect(sent.traceIds);
    interaction.progress(l10n.t("following it"));
    const follower = new SendFollower({
      environment,
      sent,
      look: () => diagnoseCollected(environment, sent, context),
      bell,
      traces: activity,
      signal,
      ...(decideWithinMs !== undefined && { decideWithinMs }),
      onLook: () =>
        interaction.progress(
          sent.traceIds.length > FEW_RECIPIENTS
            ? l10n.t("{0} of {1} messages have ended", activity.endedCount, sent.traceIds.length)
            : l10n.t("collecting evidence"),
        ),
    });
    const toTheEnd = { ...context, signal: new AbortController().signal };
    const result = await follower.untilDecided().catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return follower.last ?? diagnoseCollected(environment, sent, toTheEnd);
    });
    const messages = await messagesOfSend(environment, sent, result, activity, toTheEnd);
    const isAgain = (probe: string) => result.failed.some((later) => `${later.probe} before` === probe);
    const failed = [...prepared.failed.filter(({ probe }) => !isAgain(probe)), ...result.failed];
    const recipients = recipientsOf(sent, result, messages);
    const groups = await groupsOfSend(environment, sent, recipients.asked, toTheEnd);
    return { ...result, warnings, failed, sent, messages, recipients, ...(groups && { groups }) };
  } finally {
    ended.abort();
  }
}

async function groupsOfSend(
  environment: Environment,
  { answer }: SentMessage,
  asked: number,
  context: OperationContext,
): Promise<CauseGroup[] | undefined> {
  const requestId = answer && "requestId" in answer ? answer.requestId : "";
  if (asked <= FEW_RECIPIENTS || requestId === "" || !environment.archive) return undefined;
  return (await findMessages(environment, { id: requestId }, 0, context)).groups;
}
