import { maskNumber } from "../../common/masking";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { MessageVerdict } from "../../runtime/message/messageVerdict";
import type { Sighting } from "../../runtime/message/sighting";
import type { SentMessage } from "./sentMessage";

/** More rows and records than this belong to a send to many, which no page shows one by one. */
const MOST_SIGHTINGS = 20;

/**
 * Turns an attempt without events (a message of a real environment, a request without an answer) into a message: what
 * the evidence shows of it, at the evidence's times, and its verdict.
 */
export function seenMessage(
  traceId: string,
  sent: SentMessage,
  evidence: Evidence,
  diagnosis: Diagnosis,
): MessageTrace {
  const [to] = sent.recipients ?? [];
  const sightings = sightingsOf(sent, evidence);
  return {
    traceId,
    tenantCode: sent.tenantCode,
    ...(to !== undefined && { to: maskNumber(to) }),
    ...(sent.messageId !== undefined && { messageId: sent.messageId }),
    state: "unknown",
    startedAt: sent.sentAt,
    updatedAt: sightings.at(-1)?.at ?? sent.sentAt,
    events: [],
    sightings,
    verdict: verdictOfMessage(diagnosis),
  };
}

/** The part of a diagnosis that is kept with its message. */
export const verdictOfMessage = ({ verdict, layers }: Diagnosis): MessageVerdict => {
  const { layer, outcome, cause, title, explanation, evidence, fixes } = verdict;
  return { layer, outcome, cause, title, explanation, evidence, fixes, layers };
};

function sightingsOf(sent: SentMessage, evidence: Evidence): Sighting[] {
  const lookedAt = Date.parse(evidence.collectedAt ?? "") || Date.now();
  const rows = (evidence.notificationLogs ?? []).slice(0, MOST_SIGHTINGS).map((row): Sighting => {
    const at = Date.parse(row.sent_at ?? "") || lookedAt;
    const success = row.success === undefined ? {} : { success: row.success };
    return { kind: "row", at, id: row.id ?? "?", ...success, failureReason: row.failure_reason ?? "" };
  });
  const records = (evidence.provider?.messages ?? []).slice(0, MOST_SIGHTINGS).map((record): Sighting => {
    const { statusCode = "", statusMessage = "", type = "", groupId = "", messageId = "" } = record;
    return { kind: "record", at: lookedAt, code: statusCode, message: statusMessage, type, groupId, messageId };
  });
  return [...beginningOf(sent, evidence), ...rows, ...records].sort((one, other) => one.at - other.at);
}

function beginningOf({ sentAt, answer, messageId }: SentMessage, { queue }: Evidence): Sighting[] {
  if (!answer) {
    return messageId === undefined ? [] : [{ kind: "put", at: sentAt, queueName: queue?.name ?? "", messageId }];
  }
  const elapsedMs = Math.round(answer.elapsedMs);
  const at = sentAt + elapsedMs;
  if ("error" in answer) return [{ kind: "silence", at, elapsedMs, ...answer.error }];
  const { status, body, requestId } = answer;
  return [{ kind: "answer", at, status, elapsedMs, detail: detailOf(body), requestId }];
}

function detailOf(body: unknown): string {
  if (typeof body === "object" && body !== null && "detail" in body) return String(body.detail);
  return typeof body === "string" ? body.slice(0, 300) : JSON.stringify(body ?? "").slice(0, 300);
}
