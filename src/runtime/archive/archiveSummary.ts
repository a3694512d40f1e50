import type { ArchivedMessage, ArchivedSummary, SummaryPage } from "./archivedMessage";
import { kindOf } from "./messageKind";

/** Summaries of the messages, and an example of each kind. */
export function summariesOf(messages: Iterable<ArchivedMessage>): Pick<SummaryPage, "messages" | "examples"> {
  const examples: SummaryPage["examples"] = {};
  const summaries: ArchivedSummary[] = [];
  for (const message of messages) {
    const summary = summaryOf(message);
    examples[summary.kind] ??= message;
    summaries.push(summary);
  }
  return { messages: summaries, examples };
}

function summaryOf(message: ArchivedMessage): ArchivedSummary {
  const { trace, studentId, mode, type, bytes, template } = message;
  const claimed = trace.events.findLast((event) => event.type === "worker.claimed");
  const details = claimed?.type === "worker.claimed" ? claimed.details : undefined;
  return {
    id: trace.traceId,
    at: trace.startedAt,
    ...(trace.tenantCode !== undefined && { tenant: trace.tenantCode }),
    ...(trace.to !== undefined && { to: trace.to }),
    ...(studentId !== undefined && { studentId }),
    ...(mode !== undefined && { mode }),
    ...(type !== undefined && { type }),
    ...(bytes !== undefined && { bytes }),
    ...(template !== undefined && { template }),
    ...(details && { sender: details.sender, attempt: details.receiveCount }),
    kind: kindOf(message),
  };
}
