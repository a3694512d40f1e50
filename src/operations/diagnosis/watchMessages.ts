import { endsMessage } from "../../runtime/message/messageEnd";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment, TraceTarget } from "../../targets/environment";
import type { DiagnosisContext } from "./diagnoseCollected";
import { diagnoseMessage } from "./diagnoseMessage";
import type { DiagnosedSubject } from "./diagnoseMessage";

/** Diagnoses messages sent by others, each when it ends, from what the runtime still knows of them. */
export async function* watchMessages(
  environment: Environment & { traces: TraceTarget },
  since: number,
  context: DiagnosisContext,
): AsyncGenerator<DiagnosedSubject & { trace: MessageTrace }> {
  const { traces } = environment;
  const told = new Set<string>();
  for await (const { type, traceId } of traces.events(since, context.signal)) {
    if (!endsMessage(type) || type === "api.recipient-skipped" || told.has(traceId)) continue;
    told.add(traceId);
    const trace = await traces.trace(traceId);
    if (trace) yield { trace, ...(await diagnoseMessage(environment, { trace }, context)) };
  }
}
