import type { Diagnosis } from "../diagnosis/diagnosis";
import type { Evidence } from "../diagnosis/evidence";
import { diagnose } from "../diagnosis/verdict";
import type { StackClient } from "../runtime/stackClient";
import type { MessageTrace } from "../runtime/messageTrace";
import type { LiveOptions } from "./liveDiagnosis";
import { endsMessage } from "./liveDiagnosis";
import { withLocalCommands } from "./localFixes";
import { collectEvidence } from "./localEvidence";

/** Diagnoses the messages of others, each when it comes to its end, from what the stack still knows of them. */
export async function* diagnoseMessages(
  client: StackClient,
  since: number,
  options: LiveOptions,
): AsyncGenerator<{ trace: MessageTrace; evidence: Evidence; diagnosis: Diagnosis }> {
  const told = new Set<string>();
  for await (const event of client.events(since, options.signal)) {
    if (event.type !== "api.rejected" && !endsMessage(event)) continue;
    if (told.has(event.traceId)) continue;
    told.add(event.traceId);
    const trace = await client.trace(event.traceId);
    if (!trace) continue;
    const snapshot = await client.snapshot();
    const { evidence } = await collectEvidence(client, {
      sentAt: trace.startedAt,
      tenantCode: trace.tenantCode ?? "",
      traceIds: [trace.traceId],
      lastLogIdBefore: rowBefore(trace, snapshot.data.lastLog?.id ?? 0),
    });
    yield { trace, evidence, diagnosis: withLocalCommands(diagnose(evidence, options)) };
  }
}

/** The row before this message's own. */
function rowBefore({ events }: MessageTrace, newest: number): number {
  const logged = events.find((event) => event.type === "worker.logged");
  return logged?.type === "worker.logged" ? logged.details.notificationLogId - 1 : newest;
}
