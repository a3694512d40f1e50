import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import type { SequencedEvent } from "../stack/eventHub";
import type { LayerLine } from "./layerLine";
import type { Layer, MessageEventType } from "./messageEvents";
import type { MessageTrace } from "./messageTrace";
import { leftOutText } from "./leftOut";
import { linesByVerdict, notReached } from "./verdictLines";
import { sightingLines } from "./sightingLines";

/** In the reader's language. */
export const layerTitle: Readonly<Record<Layer, string>> = {
  api: "API",
  queue: "SQS",
  get worker() {
    return l10n.t("Worker");
  },
  provider: "Solapi",
};

type EventOf<Type extends MessageEventType> = Extract<SequencedEvent, { type: Type }>;

/** The newest event of a type: for a retried message its last attempt counts. */
function last<Type extends MessageEventType>(trace: MessageTrace, type: Type): EventOf<Type> | undefined {
  return trace.events.findLast((event): event is EventOf<Type> => event.type === type);
}

/** The four layers of a message: what happened and how many milliseconds it took. A verdict overrides the marks. */
export function layerLines(trace: MessageTrace): LayerLine[] {
  const lines = trace.sightings ? sightingLines(trace.sightings, trace.verdict) : eventLines(trace);
  return trace.verdict ? linesByVerdict(lines, trace.verdict) : lines;
}

function eventLines(trace: MessageTrace): LayerLine[] {
  const lines = [apiLine(trace), queueLine(trace), workerLine(trace), providerLine(trace)];
  const stop = lines.findIndex(({ mark }) => mark === "stopped" || mark === "unknown");
  return lines.map((line, index) => (stop >= 0 && index > stop ? notReached(line.layer) : line));
}

function apiLine(trace: MessageTrace): LayerLine {
  const layer = "api";
  const rejected = last(trace, "api.rejected");
  if (rejected) {
    const { status, detail, elapsedMs } = rejected.details;
    return { layer, mark: "stopped", text: `${status}: ${detail}`, elapsedMs };
  }
  const skipped = last(trace, "api.recipient-skipped");
  if (skipped) return { layer, mark: "stopped", text: leftOutText(skipped.details.reason) };
  const accepted = last(trace, "api.accepted");
  if (!accepted) {
    const producer = last(trace, "queue.enqueued")?.details.producer;
    const text =
      producer === undefined ? l10n.t("not through the API") : l10n.t("{0}, yours: its request is not seen", producer);
    return { layer, mark: "passed", text };
  }
  const { status, elapsedMs } = accepted.details;
  const isClaim = last(trace, "api.enqueue-failed") !== undefined;
  const text = isClaim ? l10n.t("answered {0} and claims 1 enqueued", status) : l10n.t("{0}, 1 enqueued", status);
  return { layer, mark: "passed", text, elapsedMs };
}

function queueLine(trace: MessageTrace): LayerLine {
  const layer = "queue";
  const failed = last(trace, "api.enqueue-failed");
  if (failed) {
    const { code, message } = failed.details;
    return { layer, mark: "stopped", text: l10n.t("not enqueued, {0}: {1}", code, message) };
  }
  const expired = last(trace, "queue.expired");
  if (expired) {
    const { queueName, retentionMs } = expired.details;
    const text = l10n.t("vanished from {0} after {1}", queueName, formatDuration(retentionMs));
    return { layer, mark: "stopped", text };
  }
  const dead = last(trace, "queue.dead-lettered");
  if (dead) {
    const { deadLetterQueue, receiveCount } = dead.details;
    // The queue dead-lettered it; if a later layer reported the failure, that layer stopped it.
    const mark = last(trace, "worker.claimed") || last(trace, "worker.retrying") ? "passed" : "stopped";
    return { layer, mark, text: l10n.t("in {0} after {1} receives", deadLetterQueue, receiveCount) };
  }
  const received = last(trace, "queue.received");
  if (!received) return { layer, mark: "passed", text: l10n.t("waits in the queue") };
  const { queueName, waitedMs } = received.details;
  return {
    layer,
    mark: "passed",
    text: l10n.t("{0}, waited {1}", queueName, formatDuration(waitedMs)),
    elapsedMs: waitedMs,
  };
}

function workerLine(trace: MessageTrace): LayerLine {
  const layer = "worker";
  const received = last(trace, "queue.received");
  const dead = last(trace, "worker.dead-lettered");
  if (dead) return { layer, mark: "stopped", text: l10n.t("to the DLQ: {0}", dead.details.reason) };
  const skipped = last(trace, "worker.skipped");
  if (skipped) return { layer, mark: "stopped", text: l10n.t("skipped: {0}", skipped.details.reason) };
  const claimed = last(trace, "worker.claimed");
  const seen = last(trace, "worker.seen");
  if (seen && (!claimed || seen.at > claimed.at))
    return {
      layer,
      mark: "passed",
      text: l10n.t("{0}, yours: its sender and row are not seen", seen.details.consumer),
    };
  if (!claimed) {
    const retrying = last(trace, "worker.retrying");
    if (retrying) return { layer, mark: "stopped", text: l10n.t("comes again: {0}", retrying.details.reason) };
    const duplicate = last(trace, "worker.duplicate");
    if (duplicate)
      return { layer, mark: "passed", text: l10n.t("had handled it before: {0}", duplicate.details.outcome) };
    return { layer, mark: "unknown", text: l10n.t("no trace of it") };
  }
  const { sender, senderSource } = claimed.details;
  const elapsedMs = received && Math.max(0, claimed.at - received.at);
  const text =
    sender === ""
      ? l10n.t("no sender: payload, Tenant.messaging_sender and SOLAPI_SENDER are empty")
      : senderSource === "SOLAPI_SENDER"
        ? l10n.t("sender {0} from SOLAPI_SENDER (Tenant.messaging_sender is empty)", sender)
        : l10n.t("sender {0} from {1}", sender, senderSource);
  return { layer, mark: "passed", text, ...(elapsedMs !== undefined && { elapsedMs }) };
}

function providerLine(trace: MessageTrace): LayerLine {
  const layer = "provider";
  const claimed = last(trace, "worker.claimed") ?? last(trace, "worker.seen");
  const end = (event: SequencedEvent) => (claimed ? { elapsedMs: Math.max(0, event.at - claimed.at) } : {});
  const ambiguous = last(trace, "provider.ambiguous");
  if (ambiguous) return { layer, mark: "unknown", text: l10n.t("may have been sent: {0}", ambiguous.details.reason) };
  const undelivered = last(trace, "provider.undelivered");
  if (undelivered) {
    const { code, message } = undelivered.details;
    return { layer, mark: "stopped", text: l10n.t("accepted, then failed at the carrier: {0} {1}", code, message) };
  }
  const accepted = last(trace, "provider.accepted");
  if (accepted) {
    const { groupId, code } = accepted.details;
    const group = groupId.length > 12 ? `${groupId.slice(0, 11)}…` : groupId;
    if (groupId.startsWith("mock-")) {
      return { layer, mark: "not-sent", text: l10n.t("NOT SENT: the worker runs in mock mode, group {0}", group) };
    }
    return { layer, mark: "passed", text: l10n.t("accepted ({0}), group {1}, sandbox", code, group), ...end(accepted) };
  }
  const refused = last(trace, "provider.refused");
  if (refused)
    return { layer, mark: "stopped", text: `${refused.details.code}: ${refused.details.message}`, ...end(refused) };
  const notAsked = last(trace, "provider.not-asked");
  if (notAsked) return { layer, mark: "stopped", text: l10n.t("not asked: {0}", whyNotAsked(notAsked.details.reason)) };
  return { layer, mark: "unknown", text: l10n.t("no result yet") };
}

/** Why the worker did not pass a message to the provider, from the reason in its row. */
export function whyNotAsked(reason: string): string {
  switch (reason) {
    case "sender_required":
      return l10n.t("there is no sender number");
    case "alimtalk_requires_pf_id_and_template_id":
      return l10n.t("the KakaoTalk channel or the template is not set");
    default:
      return reason;
  }
}
