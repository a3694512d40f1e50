import * as l10n from "@vscode/l10n";
import { clockTime } from "../../common/clockTime";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { addTo, requestOf, totalOf } from "../../runtime/message/registry/sendTallies";
import type { OutcomeCounts } from "../../runtime/message/registry/sendTallies";
import type { NodeIcon, TreeNode } from "../treeNode";
import { iconOfOutcome, messageNode } from "./messageNode";

/**
 * The test sends, newest first: one message alone is a row, a send to several is one row with its counts. `counted`: of
 * sends, by request, with the messages that are not among the traces.
 */
export function messageNodes(
  traces: readonly MessageTrace[],
  counted: ReadonlyMap<string, OutcomeCounts> = new Map(),
): TreeNode[] {
  const sends = new Map<string, MessageTrace[]>();
  for (const trace of traces) {
    const key = requestOf(trace) ?? trace.traceId;
    const send = sends.get(key);
    if (send) send.push(trace);
    else sends.set(key, [trace]);
  }
  return [...sends].map(([key, send]) => {
    const counts = countsOf(send, counted.get(key));
    return totalOf(counts) === 1 ? messageNode(send[0]!) : sendNode(key, send, counts);
  });
}

/** Of the traces, unless the send has more messages than those. */
function countsOf(send: readonly MessageTrace[], counted: OutcomeCounts = {}): OutcomeCounts {
  if (totalOf(counted) > send.length) return counted;
  const counts: OutcomeCounts = {};
  for (const trace of send) addTo(counts, summaryOf(trace).outcome, 1);
  return counts;
}

function sendNode(requestId: string, send: readonly MessageTrace[], counts: OutcomeCounts): TreeNode {
  const [{ tenantCode }] = send as [MessageTrace];
  const startedAt = Math.min(...send.map((trace) => trace.startedAt));
  const total = totalOf(counts);
  const told = order.filter((outcome) => counts[outcome]).map((outcome) => countText(outcome, counts[outcome]!));
  const showAll = { id: "messaging.message.find", title: l10n.t("Show messages") };
  const rest: TreeNode = {
    id: `send.${requestId}.all`,
    label: l10n.t("Show all {0}", total),
    icon: "more",
    command: showAll,
    requestId,
  };
  return {
    id: `send.${requestId}`,
    label: clockTime(startedAt),
    description: [told.join(", "), tenantCode].filter(Boolean).join(" · "),
    tooltip: [l10n.t("Send to {0} students", total), new Date(startedAt).toLocaleString(), ...told].join("\n"),
    icon: iconOfSend(counts),
    can: "send",
    command: showAll,
    requestId,
    ...(tenantCode !== undefined && { tenantCode }),
    children: [
      ...send.map((trace) => messageNode(trace, { isOfSeveral: true })),
      ...(total > send.length ? [rest] : []),
    ],
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
function iconOfSend(counts: OutcomeCounts): NodeIcon {
  const worst = order.find((outcome) => counts[outcome]) ?? "unknown";
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
