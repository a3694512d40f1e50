import * as l10n from "@vscode/l10n";
import type { Layer } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { MOCK_MODE } from "../../runtime/message/messageVerdict";
import { titleWithCode } from "../../common/codedTitle";
import { whyNotAsked } from "../../runtime/message/layerLines";
import { breakOf } from "../../runtime/message/traceBreak";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";
import type { ShownFinding } from "../../window/findings/findingStore";
import type { TreeNode } from "../treeNode";

/** One problem of a layer, from the diagnosis or, before there is one, from the event that reports it. */
export interface Problem {
  layer: Layer;
  isBlocking: boolean;
  label: string;
  explanation: string;
  /** The diagnosis' cause id; absent without a diagnosis. */
  cause?: string;
  canFixSender: boolean;
  traceId?: string;
  tenantCode?: string;
}

/** Solapi's code for an unregistered sender number, and the worker's code for a missing one. */
const SENDER_CODES = new Set(["1062", "sender_required"]);

const blocking = new Set<ShownFinding["outcome"]>(["blocked", "silent"]);

/** Whether the message stopped at this finding's layer. */
const isStop = ({ isVerdict, outcome }: ShownFinding): boolean => isVerdict && blocking.has(outcome);

/** `traces`: the messages that the errors are about. */
export function problemsOf(
  { lastErrors }: LayersSnapshot,
  traces: readonly MessageTrace[],
  findings: readonly ShownFinding[],
): Problem[] {
  const diagnosed = findings.flatMap((finding) => (finding.layer ? [ofFinding(finding, finding.layer)] : []));
  const told = Object.entries(lastErrors).flatMap(([layer, event]) => {
    if (diagnosed.some((problem) => problem.layer === layer)) return [];
    const trace = traces.find(({ traceId }) => traceId === event.traceId);
    return trace ? ofTrace(trace, layer as Layer) : [];
  });
  return [...diagnosed, ...told];
}

function ofFinding(finding: ShownFinding, layer: Layer): Problem {
  const { cause, title, explanation, traceId, tenantCode, fixes } = finding;
  return {
    layer,
    isBlocking: isStop(finding),
    label: titleWithCode(title),
    explanation,
    cause,
    canFixSender: fixes.some(({ id }) => id === "set-sender"),
    ...(traceId !== undefined && { traceId }),
    ...(tenantCode !== undefined && { tenantCode }),
  };
}

function ofTrace(trace: MessageTrace, layer: Layer): Problem[] {
  const stopped = breakOf(trace);
  if (stopped?.layer !== layer) return [];
  const { traceId, tenantCode } = trace;
  const isSender = SENDER_CODES.has(stopped.code ?? "") || /messaging_sender|발신번호/.test(stopped.text);
  const claimed = trace.events.findLast((event) => event.type === "worker.claimed");
  const label =
    stopped.code === "1062" && claimed?.type === "worker.claimed"
      ? l10n.t("The sender {0} is not registered", claimed.details.sender)
      : stopped.event.type === "provider.not-asked"
        ? whyNotAsked(stopped.event.details.reason)
        : stopped.text || l10n.t("The message stopped here");
  return [
    {
      layer,
      isBlocking: trace.state !== "ambiguous" && stopped.text !== "reservation-cancelled",
      label,
      explanation: [stopped.code, stopped.text].filter(Boolean).join(" · "),
      canFixSender: isSender && tenantCode !== undefined,
      traceId,
      ...(tenantCode !== undefined && { tenantCode }),
    },
  ];
}

export const findingNodes = (problems: readonly Problem[]): TreeNode[] =>
  problems.map(({ layer, isBlocking, label, explanation, cause, canFixSender, traceId, tenantCode }) => ({
    id: `finding.${layer}.${cause ?? traceId}`,
    label,
    tooltip: explanation,
    icon: cause === MOCK_MODE ? "notSent" : isBlocking ? "blocked" : "degraded",
    command: { id: "messaging.finding.explain", title: l10n.t("Explain") },
    can: ["finding", canFixSender && "canFixSender", cause !== undefined && "canBeIgnored"].filter(Boolean).join(" "),
    ...(cause !== undefined && { cause }),
    ...(traceId !== undefined && { traceId }),
    ...(tenantCode !== undefined && { tenantCode }),
  }));
