import type { MessageTrace } from "../../runtime/message/messageTrace";
import { breakOf } from "../../runtime/message/traceBreak";
import { newTraceId } from "../../runtime/api/traceIds";
import type { Environment, TraceTarget } from "../../targets/environment";
import { seenMessage, verdictOfMessage } from "../../targets/evidence/seenMessage";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { diagnoseCollected } from "../diagnosis/diagnoseCollected";
import type { Diagnosed, DiagnosisContext } from "../diagnosis/diagnoseCollected";
import type { TraceActivity } from "./messageActivity";
import { ownSend } from "./ownSend";

/**
 * All results of a send, each with its verdict: its messages and the skipped recipients, else the refused request, else
 * the attempt without an answer.
 */
export async function messagesOfSend(
  environment: Environment,
  sent: SentMessage,
  result: Diagnosed,
  activity: TraceActivity,
  context: DiagnosisContext,
): Promise<MessageTrace[]> {
  const { traces } = environment;
  const seen = () => seenMessage(newTraceId(new Set()), sent, result.evidence, result.diagnosis);
  if (!traces) return [seen()];
  const { answer, traceIds } = sent;
  const requestId = answer && "requestId" in answer ? answer.requestId : "";
  const known = await knownTraces(traces, [...traceIds, ...activity.leftOutBy(requestId)]);
  const verdict = verdictOfMessage(result.diagnosis);
  if (known.length === 0) {
    const [refused] = requestId === "" ? [] : await knownTraces(traces, [requestId]);
    return [refused ? { ...refused, verdict } : seen()];
  }
  if (known.length === 1 && askedOf(sent) === 1) return known.map((trace) => ({ ...trace, verdict }));
  return withVerdicts(environment, sent, known, context);
}

async function knownTraces(traces: TraceTarget, ids: readonly string[]): Promise<MessageTrace[]> {
  const found = await Promise.all(ids.map((id) => traces.trace(id).catch(() => undefined)));
  return found.filter((trace) => trace !== undefined);
}

/** Number of recipients; one for a message that names its recipient itself. */
export const askedOf = ({ request }: SentMessage): number => new Set(request?.student_ids ?? [0]).size;

/** Messages with the same outcome share one diagnosis. */
async function withVerdicts(
  environment: Environment,
  sent: SentMessage,
  traces: readonly MessageTrace[],
  context: DiagnosisContext,
): Promise<MessageTrace[]> {
  const alike = Map.groupBy(traces, whatHappenedTo);
  const diagnosed = await Promise.all(
    [...alike.values()].map(async (group) => {
      const [first] = group;
      if (!first || first.state === "left-out") return group;
      const { diagnosis } = await diagnoseCollected(environment, ownSend(sent, first), context);
      const verdict = verdictOfMessage(diagnosis);
      return group.map((trace) => ({ ...trace, verdict }));
    }),
  );
  return diagnosed.flat();
}

function whatHappenedTo(trace: MessageTrace): string {
  const { layer, code, text } = breakOf(trace) ?? {};
  const types = [...new Set(trace.events.map(({ type }) => type))].sort();
  return [trace.state, layer, code, text, ...types].join("\n");
}
