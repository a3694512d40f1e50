import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import { diagnose } from "../../diagnosis/verdict";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment, TraceTarget } from "../environment";
import { collectEvidence } from "./evidenceCollector";
import type { LiveOptions } from "./liveDiagnosis";
import { withLocalCommands } from "./localCommands";
import { endsMessage } from "./messageActivity";

/** Diagnoses the messages of others, each when it comes to its end, from what the runtime still knows of them. */
export async function* diagnoseMessages(
  environment: Environment & { traces: TraceTarget },
  since: number,
  options: LiveOptions & { signal: AbortSignal },
): AsyncGenerator<{ trace: MessageTrace; evidence: Evidence; diagnosis: Diagnosis }> {
  const { traces, tenants } = environment;
  const told = new Set<string>();
  for await (const event of traces.events(since, options.signal)) {
    if (event.type !== "api.rejected" && !endsMessage(event)) continue;
    if (told.has(event.traceId)) continue;
    told.add(event.traceId);
    const trace = await traces.trace(event.traceId);
    if (!trace) continue;
    const { evidence } = await collectEvidence(environment, {
      sentAt: trace.startedAt,
      tenantCode: trace.tenantCode ?? "",
      traceIds: [trace.traceId],
      lastLogIdBefore: rowBefore(trace) ?? (await tenants?.lastLogId()) ?? 0,
    });
    yield { trace, evidence, diagnosis: withLocalCommands(diagnose(evidence, options)) };
  }
}

/** The row before this message's own. */
function rowBefore({ events }: MessageTrace): number | undefined {
  const logged = events.find((event) => event.type === "worker.logged");
  return logged?.type === "worker.logged" ? logged.details.notificationLogId - 1 : undefined;
}
