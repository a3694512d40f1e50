import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { answerOf } from "../../targets/evidence/tracedAnswer";

/** Narrows a send to several down to one of its messages: its own id and its own part of the answer. */
export function ownSend(sent: SentMessage, trace: MessageTrace): SentMessage {
  const { request } = sent;
  const isToSeveral = (request?.student_ids.length ?? 1) > 1;
  if (!isToSeveral || trace.state === "left-out" || trace.sightings) return sent;
  const answer = answerOf(trace) ?? sent.answer;
  return {
    ...sent,
    traceIds: [trace.traceId],
    ...(answer && { answer }),
    ...(request && { request: { ...request, student_ids: request.student_ids.slice(0, 1) } }),
  };
}
