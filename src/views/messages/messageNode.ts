import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { layerLines, layerTitle } from "../../runtime/message/layerLines";
import type { LayerMark } from "../../runtime/message/layerLine";
import { studentOf } from "../../runtime/message/messageTrace";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { clockTime } from "../../common/clockTime";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import type { NodeIcon, TreeNode } from "../treeNode";

export const iconOfOutcome: Record<MessageOutcome, NodeIcon> = {
  reached: "ok",
  degraded: "degraded",
  stopped: "blocked",
  notSent: "notSent",
  skipped: "skipped",
  leftOut: "degraded",
  unknown: "unknown",
  waiting: "waiting",
};

const iconOfMark: Record<LayerMark, NodeIcon> = {
  passed: "ok",
  degraded: "degraded",
  stopped: "blocked",
  "not-sent": "notSent",
  skipped: "skipped",
  unknown: "unknown",
  "not-reached": "none",
};

/**
 * One message; below it its layers, with what was seen and how long it took. `isOfSeveral`: its row stands below the
 * row of its send, which has the time and the tenant.
 */
export function messageNode(trace: MessageTrace, { isOfSeveral = false } = {}): TreeNode {
  const { traceId, tenantCode, to, startedAt } = trace;
  const { outcome, text } = summaryOf(trace);
  const student = studentOf(trace);
  const time = clockTime(startedAt);
  const isNamed = isOfSeveral && student !== undefined;
  return {
    id: `message.${traceId}`,
    label: isNamed ? l10n.t("Student {0}", student) : time,
    // What tells messages apart comes first: the icon has the outcome, and a narrow sidebar cuts off the end.
    description: (isNamed ? [to, text] : [to, text, tenantCode]).filter(Boolean).join(" · "),
    tooltip: `${l10n.t("Message {0}", traceId)}\n${new Date(startedAt).toLocaleString()}\n${text}`,
    icon: iconOfOutcome[outcome],
    can: "message",
    command: { id: "messaging.trace.open", title: l10n.t("Open trace") },
    traceId,
    ...(trace.tenantCode !== undefined && { tenantCode: trace.tenantCode }),
    children: layerLines(trace).map(({ layer, mark, text: seen, elapsedMs }) => ({
      id: `message.${traceId}.${layer}`,
      label: layerTitle[layer],
      description: elapsedMs === undefined ? seen : `${seen} · ${formatDuration(elapsedMs)}`,
      icon: outcome === "waiting" && mark === "unknown" ? "waiting" : iconOfMark[mark],
      traceId,
    })),
  };
}
