import * as l10n from "@vscode/l10n";
import { bytesText } from "../../common/text/counts";
import { assertNever } from "../../common/assertNever";
import { maskText } from "../../common/masking";
import type { SequencedEvent } from "../stack/eventHub";
import type { SendMatch, Layer, SenderSource } from "./messageEvents";
import { formatDuration } from "../../common/durations";
import { whyNotAsked } from "./layerLines";
import { whyLeftOut } from "./leftOut";

/** One fact of a step: its name and its value, masked. */
interface StepFact {
  label: string;
  value: string;
}

/** Title and text of a transition, in the reader's language: the trace and the message debugger show the same. */
export interface StepText {
  layer: Layer;
  tone: "good" | "bad" | "warning" | "neutral";
  title: string;
  facts: StepFact[];
}

const fact = (label: string, value: string | number): StepFact => ({ label, value: maskText(String(value)) });

/** A number that is not a recipient's (ours, or a group's): shown unmasked. */
const plain = (label: string, value: string | number): StepFact => ({ label, value: String(value) });

export function tell(event: SequencedEvent): StepText {
  switch (event.type) {
    case "api.accepted":
    case "api.rejected":
    case "api.recipient-skipped":
    case "api.enqueue-failed":
      return { ...tellApi(event), layer: event.type === "api.enqueue-failed" ? "queue" : "api" };
    case "queue.enqueued":
    case "queue.received":
    case "queue.returned":
    case "queue.deleted":
    case "queue.dead-lettered":
    case "queue.expired":
      return { ...tellQueue(event), layer: "queue" };
    case "worker.seen":
    case "worker.claimed":
    case "worker.skipped":
    case "worker.retrying":
    case "worker.duplicate":
    case "worker.dead-lettered":
    case "worker.logged":
      return { ...tellWorker(event), layer: "worker" };
    default:
      return { ...tellProvider(event), layer: "provider" };
  }
}

type Of<Prefix extends string> = Extract<SequencedEvent, { type: `${Prefix}.${string}` }>;
type Telling = Omit<StepText, "layer">;

function tellApi(event: Of<"api">): Telling {
  switch (event.type) {
    case "api.accepted": {
      const { requestId, status, tenantCode, to, mode } = event.details;
      return {
        tone: "good",
        title: l10n.t("The API answered {0}", status),
        facts: [
          plain(l10n.t("Tenant"), tenantCode),
          plain(l10n.t("Recipient"), to),
          plain(l10n.t("Mode"), mode),
          plain(l10n.t("Request"), requestId),
        ],
      };
    }
    case "api.rejected": {
      const { requestId, status, tenantCode, detail } = event.details;
      return {
        tone: "bad",
        title: l10n.t("The API refused it with {0}", status),
        facts: [
          fact(l10n.t("Answer"), detail),
          plain(l10n.t("Tenant"), tenantCode),
          plain(l10n.t("Request"), requestId),
        ],
      };
    }
    case "api.recipient-skipped": {
      const { studentId, tenantCode, reason } = event.details;
      return {
        tone: "warning",
        title: l10n.t("Left out: {0}", whyLeftOut(reason)),
        facts: [plain(l10n.t("Student"), studentId), plain(l10n.t("Tenant"), tenantCode)],
      };
    }
    case "api.enqueue-failed": {
      const { code, message, to } = event.details;
      return {
        tone: "bad",
        title: l10n.t("The queue rejected it"),
        facts: [plain(l10n.t("Code"), code), fact(l10n.t("Answer"), message), plain(l10n.t("Recipient"), to)],
      };
    }
    default:
      return assertNever(event);
  }
}

function tellQueue(event: Of<"queue">): Telling {
  const queue = plain(l10n.t("Queue"), event.details.queueName);
  const id = event.messageId === undefined ? [] : [plain("MessageId", event.messageId)];
  switch (event.type) {
    case "queue.enqueued":
      return {
        tone: "good",
        title: l10n.t("In the queue"),
        facts: [...byProducer(event), queue, plain(l10n.t("Size"), bytesText(event.details.bytes)), ...id],
      };
    case "queue.received": {
      const { receiveCount, waitedMs } = event.details;
      return {
        tone: "good",
        title:
          receiveCount > 1 ? l10n.t("Handed out again, receive {0}", receiveCount) : l10n.t("Handed to the worker"),
        facts: [
          queue,
          plain(l10n.t("Waited"), formatDuration(waitedMs)),
          plain("ApproximateReceiveCount", receiveCount),
          ...id,
        ],
      };
    }
    case "queue.returned":
      return {
        tone: "warning",
        title: l10n.t("Given back to the queue"),
        facts: [
          queue,
          plain(
            l10n.t("Reason"),
            event.details.reason === "given-back"
              ? l10n.t("the consumer set the visibility timeout to 0")
              : l10n.t("the visibility timeout was over"),
          ),
        ],
      };
    case "queue.deleted":
      return { tone: "good", title: l10n.t("Deleted from the queue"), facts: [queue, ...id] };
    case "queue.dead-lettered": {
      const { deadLetterQueue, receiveCount } = event.details;
      return {
        tone: "bad",
        title: l10n.t("Moved to the DLQ"),
        facts: [plain("DLQ", deadLetterQueue), plain("ApproximateReceiveCount", receiveCount), ...id],
      };
    }
    case "queue.expired":
      return {
        tone: "bad",
        title: l10n.t("Vanished: too old for the queue"),
        facts: [queue, plain("MessageRetentionPeriod", formatDuration(event.details.retentionMs)), ...id],
      };
    default:
      return assertNever(event);
  }
}

function tellWorker(event: Of<"worker">): Telling {
  switch (event.type) {
    case "worker.claimed": {
      const { sender, senderSource, to, mode, receiveCount } = event.details;
      return {
        tone: "good",
        title: sender === "" ? l10n.t("Taken by the worker, without a sender") : l10n.t("Taken by the worker"),
        facts: [
          plain(l10n.t("Sender"), `${sender === "" ? l10n.t("(empty)") : sender} ← ${sourceText(senderSource)}`),
          plain(l10n.t("Recipient"), to),
          plain(l10n.t("Mode"), mode),
          plain("ApproximateReceiveCount", receiveCount),
        ],
      };
    }
    case "worker.seen": {
      const { consumer, receiveCount } = event.details;
      return {
        tone: "good",
        title: l10n.t("Taken by a worker of yours: {0}", consumer),
        facts: [
          plain("ApproximateReceiveCount", receiveCount),
          plain(l10n.t("Not seen"), l10n.t("where its sender comes from, and which row it writes")),
        ],
      };
    }
    case "worker.skipped":
      return {
        tone: "bad",
        title: l10n.t("Skipped by the worker"),
        facts: [fact(l10n.t("Reason"), event.details.reason)],
      };
    case "worker.retrying": {
      const { reason, delayMs } = event.details;
      return {
        tone: "warning",
        title: l10n.t("Postponed: delivered again in {0}", formatDuration(delayMs)),
        facts: [fact(l10n.t("Reason"), reason)],
      };
    }
    case "worker.duplicate":
      return {
        tone: "neutral",
        title: l10n.t("Duplicate delivery: deleted, not sent again"),
        facts: [plain(l10n.t("It had ended as"), event.details.outcome)],
      };
    case "worker.dead-lettered":
      return {
        tone: "bad",
        title: l10n.t("Cannot be processed: moved to the DLQ"),
        facts: [fact(l10n.t("Reason"), event.details.reason)],
      };
    case "worker.logged":
      return {
        tone: event.details.success ? "good" : "neutral", // the row only records what happened elsewhere
        title: l10n.t("NotificationLog row #{0}", event.details.notificationLogId),
        facts: logFacts(event),
      };
    default:
      return assertNever(event);
  }
}

function tellProvider(event: Of<"provider">): Telling {
  const groupId = "groupId" in event.details ? event.details.groupId : "";
  const group = groupId === "" ? [] : [plain(l10n.t("Group"), groupId)];
  switch (event.type) {
    case "provider.grouped":
      return {
        tone: "neutral",
        title: l10n.t("In a group"),
        facts: [...group, plain(l10n.t("Messages of the group"), event.details.size)],
      };
    case "provider.submitted":
      return { tone: "neutral", title: l10n.t("Group handed to Solapi"), facts: group };
    case "provider.accepted": {
      const { code, type, providerMessageId, matched, client } = event.details;
      const isMock = event.details.groupId.startsWith("mock-");
      return {
        tone: isMock ? "warning" : "good",
        title: isMock ? l10n.t("NOT SENT: mock mode") : l10n.t("Accepted by Solapi ({0})", code),
        facts: [
          ...group,
          plain(l10n.t("Type"), type),
          plain(l10n.t("Message"), providerMessageId),
          ...matchFacts(matched, client),
        ],
      };
    }
    case "provider.refused": {
      const { code, message, matched, client } = event.details;
      return {
        tone: "bad",
        title: l10n.t("Refused by Solapi: {0}", code),
        facts: [plain(l10n.t("Code"), code), fact(l10n.t("Answer"), message), ...group, ...matchFacts(matched, client)],
      };
    }
    case "provider.not-asked":
      return {
        tone: "bad",
        title: l10n.t("Not handed to Solapi: {0}", whyNotAsked(event.details.reason)),
        facts: [fact(l10n.t("Reason"), event.details.reason)],
      };
    case "provider.ambiguous":
      return {
        tone: "warning",
        title: l10n.t("May have been sent"),
        facts: [fact(l10n.t("Reason"), event.details.reason), ...group],
      };
    case "provider.delivered":
      return { tone: "good", title: l10n.t("Delivered by the carrier ({0})", event.details.code), facts: group };
    case "provider.undelivered": {
      const { code, message } = event.details;
      return {
        tone: "bad",
        title: l10n.t("Failed at the carrier: {0}", code),
        facts: [plain(l10n.t("Code"), code), fact(l10n.t("Answer"), message), ...group],
      };
    }
    default:
      return assertNever(event);
  }
}

const byProducer = ({ details: { producer } }: Extract<SequencedEvent, { type: "queue.enqueued" }>) =>
  producer === undefined ? [] : [plain(l10n.t("Enqueued by"), l10n.t("{0}, yours", producer))];

/** Who asked Solapi, and how surely the request is about this message. */
function matchFacts(matched: SendMatch | undefined, client: string | undefined): StepFact[] {
  if (matched === undefined) return [];
  const by = {
    "trace id": l10n.t("its id"),
    "recipient and text": l10n.t("recipient, text and time"),
    recipient: l10n.t("recipient and time only"),
  }[matched];
  const asked = client === undefined ? [] : [plain(l10n.t("Asked by"), l10n.t("{0}, yours", client))];
  return [...asked, plain(l10n.t("Matched by"), by)];
}

const sourceText = (source: SenderSource): string => (source === "payload" ? l10n.t("the payload") : source);

/** What the NotificationLog row says. */
export function logFacts(event: Extract<SequencedEvent, { type: "worker.logged" }>): StepFact[] {
  const { success, failureReason, amountDeducted } = event.details;
  return [
    plain("success", String(success)),
    ...(failureReason === "" ? [] : [fact("failure_reason", failureReason)]),
    plain("amount_deducted", l10n.t("{0} won", amountDeducted)),
  ];
}
