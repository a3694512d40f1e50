import { messageOf } from "../../common/errors";
import { hasReached } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { TraceFinding } from "../../webviews/models/traceView";
import type { CommandContext } from "../context";

/** Why a message stopped, in the diagnosis' words; undefined where it did not, or nothing can be told. */
export async function findingForTrace(context: CommandContext, trace: MessageTrace): Promise<TraceFinding | undefined> {
  if (hasReached(trace) && trace.state !== "undelivered") return undefined;
  const { stack, log, findings, messages } = context;
  // What the user was told of this message is what its trace says.
  if (findings.last?.traceId === trace.traceId) return findings.last.diagnosis.verdict;
  const told = messages.findingOf(trace.traceId);
  if (told) return told;
  try {
    const { client } = stack;
    const [snapshot, tenant, lines] = await Promise.all([
      client?.snapshot(),
      trace.tenantCode === undefined ? undefined : client?.tenant(trace.tenantCode).catch(() => undefined),
      client?.recentLogs("worker"),
    ]);
    const workerLog = lines?.map(({ text }) => text).join("\n");
    const { diagnose, evidenceOf } = await context.diagnosis();
    const evidence = evidenceOf(trace, {
      now: Date.now(),
      ...(snapshot && { snapshot }),
      ...(tenant && { tenant }),
      ...(workerLog !== undefined && { workerLog }),
    });
    return diagnose(evidence, { language: context.language }).verdict;
  } catch (error) {
    // The trace says what happened without it; the reason belongs to the log.
    log.warning(`[trace] no diagnosis: ${messageOf(error)}`);
    return undefined;
  }
}
