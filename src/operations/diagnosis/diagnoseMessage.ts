import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment } from "../../targets/environment";
import { ownSend } from "../message/ownSend";
import { answerOf } from "../../targets/evidence/tracedAnswer";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { diagnoseCollected } from "./diagnoseCollected";
import type { Diagnosed, DiagnosisContext } from "./diagnoseCollected";
import { lookBack } from "./lookBack";

/** Without a send, the last minute is diagnosed. */
const LOOK_BACK_MS = 60_000;

/** The subject of a diagnosis: a message, a send as it was made, or neither, for recent messages. */
export interface Subject {
  trace?: MessageTrace;
  sent?: SentMessage;
  /** The tenant, if neither names it. */
  tenantCode?: string;
}

export interface DiagnosedSubject extends Diagnosed {
  sent: SentMessage;
}

/** Diagnoses a message that was sent before, from what its environment still knows of it. */
export async function diagnoseMessage(
  environment: Environment,
  subject: Subject,
  context: DiagnosisContext,
): Promise<DiagnosedSubject> {
  const sent = await sentOf(environment, subject, context);
  return { ...(await diagnoseCollected(environment, sent, context)), sent };
}

async function sentOf(
  environment: Environment,
  { trace, sent, tenantCode = environment.tenantCode }: Subject,
  { workspace, signal }: DiagnosisContext,
): Promise<SentMessage> {
  if (sent) return trace ? ownSend(sent, trace) : sent;
  const code = trace?.tenantCode ?? tenantCode;
  const since = trace?.startedAt ?? Date.now() - LOOK_BACK_MS;
  const answer = trace && answerOf(trace);
  if (!environment.traces) {
    const seen = await lookBack(environment, code, since, { signal, ...(workspace !== undefined && { workspace }) });
    return answer ? { ...seen, answer } : seen;
  }
  return {
    sentAt: since,
    tenantCode: code,
    traceIds: trace && !trace.sightings ? [trace.traceId] : [],
    lastLogIdBefore: rowBefore(trace) ?? (await environment.tenants?.lastLogId()) ?? 0,
    ...(answer && { answer }),
  };
}

/** Id of the row before this message's own. */
function rowBefore(trace: MessageTrace | undefined): number | undefined {
  const logged = trace?.events.findLast((event) => event.type === "worker.logged");
  return logged?.type === "worker.logged" ? logged.details.notificationLogId - 1 : undefined;
}
