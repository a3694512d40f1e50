import { messageOf } from "../../common/errors";
import { hasReached } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { CommandContext } from "../context";
import { logFailedProbes } from "../diagnosis/verdictToast";

/** The message with its verdict: the one the user was shown, else that of a new diagnosis, which is kept. */
export async function withVerdict(context: CommandContext, trace: MessageTrace): Promise<MessageTrace> {
  if (trace.verdict || trace.state === "left-out") return trace;
  if (hasReached(trace) && trace.state !== "undelivered") return trace;
  try {
    const environment = await context.environment.peek();
    if (!environment?.traces) return trace;
    const { diagnosis, failed } = await context
      .operations()
      .diagnoseMessage(environment, { trace }, context.operation());
    logFailedProbes(context, failed);
    const verdict = { ...diagnosis.verdict, layers: diagnosis.layers };
    context.findings.keep(trace.traceId, verdict);
    return { ...trace, verdict };
  } catch (error) {
    // The trace shows what happened without it; the reason goes to the log.
    context.log.warning(`[trace] no diagnosis: ${messageOf(error)}`);
    return trace;
  }
}
