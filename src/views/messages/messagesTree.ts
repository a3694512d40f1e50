import * as l10n from "@vscode/l10n";
import { clockTime } from "../../common/clockTime";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { NodeIcon, TreeNode } from "../treeNode";
import { iconOfOutcome, messageNode } from "./messageNode";

/** The test sends, newest first: one message alone is a row, a send to several is one row with its counts. */
export function messageNodes(traces: readonly MessageTrace[]): TreeNode[] {
  const sends = new Map<string, MessageTrace[]>();
  for (const trace of traces) {
    const key = requestOf(trace) ?? trace.traceId;
    const send = sends.get(key);
    if (send) send.push(trace);
    else sends.set(key, [trace]);
  }
  return [...sends].map(([key, send]) => (send.length === 1 ? messageNode(send[0]!) : sendNode(key, send)));
}

/** The id of the request that made the message; undefined where no API of ours saw one. */
function requestOf({ events }: MessageTrace): string | undefined {
  const event = events.find(({ type }) => type === "api.accepted" || type === "api.recipient-skipped");
  return event && "requestId" in event.details ? event.details.requestId : undefined;
}

function sendNode(requestId: string, send: readonly MessageTrace[]): TreeNode {
  const [{ tenantCode }] = send as [MessageTrace];
  const startedAt = Math.min(...send.map((trace) => trace.startedAt));
  const counts = new Map<MessageOutcome, number>();
  for (const trace of send) {
    const { outcome } = summaryOf(trace);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const told = order
    .filter((outcome) => counts.has(outcome))
    .map((outcome) => countText(outcome, counts.get(outcome)!));
  return {
    id: `send.${requestId}`,
    label: clockTime(startedAt),
    description: [told.join(", "), tenantCode].filter(Boolean).join(" · "),
    tooltip: [l10n.t("Send to {0} students", send.length), new Date(startedAt).toLocaleString(), ...told].join("\n"),
    icon: iconOfSend(counts),
    can: "send",
    command: { id: "messaging.message.find", title: l10n.t("Show messages") },
    requestId,
    ...(tenantCode !== undefined && { tenantCode }),
    children: send.map((trace) => messageNode(trace, { isOfSeveral: true })),
  };
}

/** What needs a look comes first: a narrow sidebar cuts off the end. */
const order: readonly MessageOutcome[] = [
  "stopped",
  "notSent",
  "unknown",
  "waiting",
  "degraded",
  "leftOut",
  "skipped",
  "reached",
];

/** The icon of what needs a look most. */
function iconOfSend(counts: ReadonlyMap<MessageOutcome, number>): NodeIcon {
  const worst = order.find((outcome) => counts.has(outcome)) ?? "unknown";
  return iconOfOutcome[worst];
}

function countText(outcome: MessageOutcome, count: number): string {
  switch (outcome) {
    case "stopped":
      return l10n.t("{0} stopped", count);
    case "notSent":
      return l10n.t("{0} not sent", count);
    case "unknown":
      return l10n.t("{0} unclear", count);
    case "waiting":
      return l10n.t("{0} under way", count);
    case "degraded":
      return l10n.t("{0} with a loss", count);
    case "leftOut":
      return l10n.t("{0} left out", count);
    case "skipped":
      return l10n.t("{0} skipped", count);
    case "reached":
      return l10n.t("{0} reached Solapi", count);
  }
}
