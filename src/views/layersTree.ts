import * as l10n from "@vscode/l10n";
import { layerTitle } from "../runtime/layerLines";
import { layerStates } from "../runtime/layerStates";
import type { LayerStatus } from "../runtime/layerStates";
import { layers as order } from "../runtime/events";
import type { Layer } from "../runtime/events";
import { apiFacts, dataFacts, dataSummary, providerFacts, queueFacts, workerFacts } from "./layerFacts";
import { isStale } from "./freshness";
import type { Measurement, LiveState } from "./liveStack";
import { findingNodes, isStop, problemsOf } from "./layerProblems";
import type { ShownFinding } from "./layerProblems";
import { ageText, whenText } from "./times";
import type { TreeNode } from "./treeNode";

export interface LayersInput {
  state: LiveState;
  /** Of the last diagnosis, without those that are ignored. */
  findings: readonly ShownFinding[];
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** The four layers and their data as rows; none where the view's welcome speaks instead. */
export function layerNodes({ state, findings, now }: LayersInput): TreeNode[] {
  switch (state.kind) {
    case "absent":
      return [];
    case "starting":
      return [{ id: "stack.starting", label: l10n.t("The local stack is starting"), icon: "starting" }];
    case "gone":
      return goneNodes(state.measurement);
    case "live":
      break;
  }
  if (!state.measurement) {
    return [{ id: "stack.measuring", label: l10n.t("Measuring the layers"), icon: "starting" }];
  }
  const { measurement } = state;
  return isStale(measurement, now) ? staleNodes(measurement, now) : freshNodes(measurement, findings, now);
}

function freshNodes(measurement: Measurement, findings: readonly ShownFinding[], now: number): TreeNode[] {
  const { snapshot } = measurement;
  const problems = problemsOf(measurement, findings);
  const stoppedAt = findings.find(isStop)?.layer;
  const layers = layerStates(snapshot).map(({ layer, status, summary: measured }): TreeNode => {
    const own = problems.filter((problem) => problem.layer === layer);
    const blocking = own.find(({ isBlocking }) => isBlocking);
    const isBehind = stoppedAt !== undefined && stoppedAt !== null && order.indexOf(layer) > order.indexOf(stoppedAt);
    // Red where the message stopped, and not where it never came.
    const shown: LayerStatus = blocking ? "blocked" : status === "blocked" && isBehind ? "off" : status;
    const summary = blocking && status === "ok" ? blocking.label : measured;
    return {
      // Another id once it is red: a row that VS Code has kept closed then opens.
      id: `layer.${layer}${shown === "blocked" ? ".blocked" : ""}`,
      label: layerTitle[layer],
      description: [summary, ...extras(layer, measurement, now)].join(" · "),
      icon: shown,
      can: `layer ${layer}`,
      isOpen: shown === "blocked",
      children: [...findingNodes(own), ...factsOf(layer, measurement, now)],
    };
  });
  return [...layers, dataNode(measurement)];
}

/** What stands behind a layer's summary in its row. */
function extras(layer: Layer, { snapshot, traces }: Measurement, now: number): string[] {
  if (layer === "api" && snapshot.api.lastAnswer) return [whenText(snapshot.api.lastAnswer.at, now)];
  if (layer === "worker" && snapshot.worker.state === "running") {
    const claimed = traces[0]?.events.findLast((event) => event.type === "worker.claimed");
    if (claimed?.type === "worker.claimed")
      return [l10n.t("sender ← {0}", claimed.details.senderSource.replace("Tenant.messaging_sender", "Tenant"))];
  }
  return [];
}

function factsOf(layer: Layer, measurement: Measurement, now: number): TreeNode[] {
  const { snapshot } = measurement;
  switch (layer) {
    case "api":
      return apiFacts(snapshot, now);
    case "queue":
      return queueFacts(snapshot);
    case "worker":
      return workerFacts(snapshot, now);
    case "provider":
      return providerFacts(snapshot);
  }
}

const dataNode = ({ snapshot, tenant }: Measurement): TreeNode => ({
  id: "layer.data",
  label: l10n.t("Data"),
  description: dataSummary(snapshot, tenant),
  icon: "data",
  can: tenant ? "data tenant" : "data",
  ...(tenant && { tenantCode: tenant.code }),
  children: dataFacts(snapshot, tenant),
});

/** What was true once is shown grey, with its age, and without any light. */
const staleNodes = ({ snapshot, confirmedAt }: Measurement, now: number): TreeNode[] =>
  layerStates(snapshot).map(({ layer, summary }) => ({
    id: `layer.${layer}.stale`,
    label: layerTitle[layer],
    description: `${summary} · ${ageText(now - confirmedAt)}`,
    icon: "stale",
  }));

/** The stack has ended while it was looked at: its layers are off, and the first row says so. */
function goneNodes(measurement: Measurement | undefined): TreeNode[] {
  const head: TreeNode = {
    id: "stack.gone",
    label: l10n.t("The local stack has ended"),
    description: l10n.t("start it again"),
    tooltip: l10n.t(
      "The process of the local stack ended on its own. Start it again; what it did stands in the output.",
    ),
    icon: "blocked",
    can: "stackGone",
    command: { id: "messaging.stack.start", title: l10n.t("Start local stack") },
  };
  if (!measurement) return [head];
  const layers = layerStates(measurement.snapshot).map(({ layer }): TreeNode => ({
    id: `layer.${layer}.gone`,
    label: layerTitle[layer],
    description: l10n.t("ended with the stack"),
    icon: "off",
  }));
  return [head, ...layers];
}
