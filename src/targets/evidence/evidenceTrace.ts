import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import type { Evidence, NotificationLogRow } from "../../diagnosis/evidence";
import { maskNumber } from "../../common/masking";
import type {
  MessageEvent,
  MessageEventDetails,
  MessageEventType,
  MessageMode,
} from "../../runtime/message/messageEvents";
import { TraceRegistry } from "../../runtime/message/messageTrace";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { SentMessage } from "./sentMessage";

/** Columns that say nothing where a real backend has no such value. */
const UNKNOWN_AMOUNT = "";

/**
 * A message of a real environment as a trace. Its backend tells no events, so only what the evidence shows becomes one,
 * at the time that the evidence gives for it: the API's answer, the row's `sent_at`, and the verdict at the time of the
 * look. What nobody saw is no event.
 */
export function traceOfEvidence(
  traceId: string,
  sent: SentMessage,
  evidence: Evidence,
  { verdict }: Pick<Diagnosis, "verdict">,
): MessageTrace {
  const book = new TraceRegistry();
  let seq = 0;
  const add = <Type extends MessageEventType>(type: Type, at: number, details: MessageEventDetails[Type]) =>
    book.add({ type, at, traceId, details, seq: ++seq } as MessageEvent & { seq: number });
  const lookedAt = Date.parse(evidence.collectedAt ?? "") || Date.now();
  const to = sent.recipients?.[0] === undefined ? "" : maskNumber(sent.recipients[0]);
  const mode = (sent.request?.message_mode ?? "sms") as MessageMode;
  const { tenantCode, answer } = sent;

  if (answer && !("error" in answer)) {
    const { status, elapsedMs, requestId } = answer;
    const at = sent.sentAt + Math.round(elapsedMs);
    if (status < 300) add("api.accepted", at, { requestId, status, elapsedMs, tenantCode, to, mode });
    else add("api.rejected", at, { requestId, status, elapsedMs, tenantCode, detail: detailOf(answer.body) });
  } else if (answer) {
    const { elapsedMs, error } = answer;
    const detail = [error.code, error.message].filter(Boolean).join(": ");
    add("api.rejected", sent.sentAt + elapsedMs, { requestId: "", status: 0, elapsedMs, tenantCode, detail });
  } else {
    const queueName = evidence.queue?.name ?? "";
    add("queue.enqueued", sent.sentAt, { queueName, bytes: 0 });
  }
  const [row] = evidence.notificationLogs ?? [];
  const record = evidence.provider?.messages?.[0];
  const rowAt = Date.parse(row?.sent_at ?? "") || lookedAt;
  const groupId = record?.groupId ?? "";
  const isSent = row ? row.success === true : verdict.outcome === "ok" && record !== undefined;
  if (isSent) {
    const { messageId = "", type = "", statusCode = "2000" } = record ?? {};
    add("provider.accepted", rowAt, { groupId, providerMessageId: messageId, code: statusCode, type });
  }
  if (verdict.outcome !== "ok" && verdict.outcome !== "unknown")
    addStop(add, verdict, row, { rowAt, lookedAt, groupId });
  if (row) {
    const failureReason = row.failure_reason ?? "";
    const details = { notificationLogId: Number(row.id), success: row.success === true, failureReason };
    add("worker.logged", rowAt, { ...details, amountDeducted: UNKNOWN_AMOUNT });
  }
  return { ...book.get(traceId)!, tenantCode, startedAt: sent.sentAt };
}

type Add = <Type extends MessageEventType>(type: Type, at: number, details: MessageEventDetails[Type]) => void;

/** Where the diagnosis says that it stopped, in the words of its verdict. */
function addStop(
  add: Add,
  { layer, cause, title }: Finding,
  row: NotificationLogRow | undefined,
  { rowAt, lookedAt, groupId }: { rowAt: number; lookedAt: number; groupId: string },
): void {
  switch (layer) {
    case "queue":
      return add("api.enqueue-failed", lookedAt, {
        requestId: "",
        tenantCode: "",
        to: "",
        code: cause,
        message: title,
      });
    case "worker":
      return add("worker.skipped", lookedAt, { reason: title });
    case "provider": {
      const code = /\[?\b([A-Z]?[A-Za-z]*\d{3,4})\b/.exec(`${row?.failure_reason ?? ""} ${title}`)?.[1] ?? "";
      const message = title.replace(new RegExp(`^${code}: `), "");
      return add("provider.refused", row ? rowAt : lookedAt, { groupId, code, message });
    }
    case "api":
    case null:
      return; // the API's own answer says it
  }
}

function detailOf(body: unknown): string {
  if (typeof body === "object" && body !== null && "detail" in body) return String(body.detail);
  return typeof body === "string" ? body.slice(0, 300) : JSON.stringify(body ?? "").slice(0, 300);
}
