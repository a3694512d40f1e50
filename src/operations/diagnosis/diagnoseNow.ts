import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment, TraceTarget } from "../../targets/environment";
import { readPresent } from "../layers/present";
import type { Present } from "../layers/present";
import type { Diagnosed, DiagnosisContext } from "./diagnoseCollected";
import { diagnoseMessage } from "./diagnoseMessage";
import type { DiagnosedSubject, Subject } from "./diagnoseMessage";

/** What became of a message and, apart from it, what is wrong now. */
export type DiagnosedNow<D extends Diagnosed = Diagnosed> = D & {
  /** Absent if the look itself failed. */
  present?: Present;
  /** Whether anything at all is known of a message; if not, only the present counts. */
  isMessageKnown: boolean;
};

/** Diagnoses the subject, or the newest attempt to reach somebody, and looks at every layer meanwhile. */
export async function diagnoseNow(
  environment: Environment,
  subject: Subject,
  context: DiagnosisContext,
): Promise<DiagnosedNow<DiagnosedSubject> & { trace?: MessageTrace }> {
  const { traces } = environment;
  const isNamed = subject.trace !== undefined || subject.sent !== undefined;
  const trace = isNamed || !traces ? subject.trace : await newestAttempt(traces, subject.tenantCode, context.signal);
  const tenantCode = trace?.tenantCode ?? subject.sent?.tenantCode ?? subject.tenantCode ?? environment.tenantCode;
  const found = await withPresent(
    environment,
    tenantCode,
    context,
    diagnoseMessage(environment, { ...subject, ...(trace && { trace }) }, context),
  );
  // Our own runtime knows every message: without one, what was collected belongs to none.
  const isMessageKnown = traces && !isNamed ? trace !== undefined : isNamed || found.isMessageKnown;
  return { ...found, isMessageKnown, ...(trace && { trace }) };
}

/** Adds the present to a diagnosis that is under way. */
export async function withPresent<D extends Diagnosed>(
  environment: Environment,
  tenantCode: string,
  context: DiagnosisContext,
  diagnosing: Promise<D>,
): Promise<DiagnosedNow<D>> {
  const failedLooks: Diagnosed["failed"] = [];
  const [found, present] = await Promise.all([diagnosing, readPresent(environment, tenantCode, context, failedLooks)]);
  const failed = [...found.failed, ...failedLooks];
  return { ...found, failed, isMessageKnown: isAnythingKnown(found), ...(present && { present }) };
}

function isAnythingKnown({ diagnosis: { verdict }, evidence: { notificationLogs, provider } }: Diagnosed): boolean {
  if (verdict.outcome !== "unknown") return true;
  return (notificationLogs?.length ?? 0) > 0 || (provider?.messages?.length ?? 0) > 0;
}

/** A student that a send left out was not attempted. */
async function newestAttempt(
  traces: TraceTarget,
  tenantCode: string | undefined,
  signal: AbortSignal,
): Promise<MessageTrace | undefined> {
  const recent = await traces.recent(signal);
  const own = tenantCode === undefined ? recent : recent.filter((trace) => trace.tenantCode === tenantCode);
  return own.find(({ state }) => state !== "left-out") ?? own[0];
}
