import type { ApiAnswer } from "../../runtime/control/stackContract";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Sighting } from "../../runtime/message/sighting";
import type { SentMessage } from "./sentMessage";

/** The API's answer as the message itself shows it: from its events, or from what was seen. */
export const answerOf = (trace: MessageTrace): SentMessage["answer"] =>
  trace.sightings ? answerOfSightings(trace.sightings) : answerOfEvents(trace);

function answerOfSightings(sightings: readonly Sighting[]): SentMessage["answer"] {
  for (const sighting of sightings) {
    if (sighting.kind === "silence") {
      const { code, message, elapsedMs } = sighting;
      return { error: { code, message }, elapsedMs };
    }
    if (sighting.kind === "answer") {
      const { status, elapsedMs, requestId, detail } = sighting;
      return { status, elapsedMs, requestId, body: bodyOf(detail), traceIds: [] };
    }
  }
  return undefined;
}

function answerOfEvents({ traceId, events }: MessageTrace): ApiAnswer | undefined {
  const event = events.find(({ type }) => type === "api.accepted" || type === "api.rejected");
  if (event?.type === "api.accepted") {
    const { status, elapsedMs, requestId } = event.details;
    const isFailed = events.some(({ type }) => type === "api.enqueue-failed");
    const body = { enqueued: isFailed ? 0 : 1, skipped_no_phone: 0 };
    return { status, elapsedMs, requestId, body, traceIds: [traceId] };
  }
  if (event?.type !== "api.rejected") return undefined;
  const { status, elapsedMs, requestId, detail } = event.details;
  return { status, elapsedMs, requestId, body: bodyOf(detail), traceIds: [] };
}

/** The event stores the answer as text; a body with fields is JSON. */
function bodyOf(detail: string): unknown {
  try {
    const body: unknown = JSON.parse(detail);
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // a plain sentence
  }
  return { detail };
}
