import * as l10n from "@vscode/l10n";
import { layerTitle } from "../../runtime/message/layerLines";
import { layers as order } from "../../runtime/message/messageEvents";
import type { Layer } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { layerStates, sinceText, unknownText } from "../../targets/layers/layerStates";
import type { LayerState, LightStatus } from "../../targets/layers/layerStates";
import { factsOf, isStale } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot, Measured } from "../../targets/layers/layersSnapshot";
import { dataFacts, dataSummary, layerFacts } from "./layerFacts";
import { findingNodes, isStop, problemsOf } from "./layerProblems";
import type { ShownFinding } from "../../window/findings/findingStore";
import type { Problem } from "./layerProblems";
import type { LayersState } from "../../window/environments/liveLayers";
import { ageText, whenText } from "../shownTimes";
import type { TreeNode } from "../treeNode";

export interface LayersInput {
  state: LayersState;
  /** The environment's messages, newest first. */
  traces: readonly MessageTrace[];
  /** Of the last diagnosis, without those that are ignored. */
  findings: readonly ShownFinding[];
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** The four layers and their data as rows; none where the view's welcome speaks instead. */
export function layerNodes({ state, traces, findings, now }: LayersInput): TreeNode[] {
  switch (state.kind) {
    case "absent":
      return [];
    case "starting":
      return [{ id: "stack.starting", label: l10n.t("The local stack is starting"), icon: "starting" }];
    case "gone":
      return goneNodes(state.snapshot);
    case "invalid":
      return [invalidNode(state.name, state.why)];
    case "live":
      break;
  }
  const { snapshot } = state;
  if (!snapshot) {
    return [{ id: "stack.measuring", label: l10n.t("Measuring the layers"), icon: "starting" }];
  }
  const problems = problemsOf(snapshot, traces, findings);
  const stoppedAt = findings.find(isStop)?.layer ?? undefined;
  const layers = layerStates(snapshot).map((layer) => layerNode(layer, { snapshot, traces, problems, stoppedAt, now }));
  const production = snapshot.isProduction ? [productionNode(snapshot.name)] : [];
  return [...production, ...layers, ...dataNodes(snapshot, now)];
}

interface Surroundings {
  snapshot: LayersSnapshot;
  traces: readonly MessageTrace[];
  problems: readonly Problem[];
  stoppedAt: Layer | undefined;
  now: number;
}

function layerNode({ layer, status, summary: measured }: LayerState, surroundings: Surroundings): TreeNode {
  const { snapshot, traces, problems, stoppedAt, now } = surroundings;
  const part = snapshot[layer];
  const old = part && agedNode(`layer.${layer}`, layerTitle[layer], part, measured, now);
  const facts = layerFacts(layer, snapshot, now);
  const own = problems.filter((problem) => problem.layer === layer);
  if (old)
    return { ...old, can: `layer ${layer}`, children: [...reasonOf(layer, part), ...findingNodes(own), ...facts] };
  const blocking = own.find(({ isBlocking }) => isBlocking);
  const isBehind = stoppedAt !== undefined && order.indexOf(layer) > order.indexOf(stoppedAt);
  // Red where the message stopped, and not where it never came.
  const shown: LightStatus = blocking ? "blocked" : status === "blocked" && isBehind ? "off" : status;
  const summary = blocking && status === "ok" ? blocking.label : measured;
  return {
    // Another id once it is red: a row that VS Code has kept closed then opens.
    id: `layer.${layer}${shown === "blocked" ? ".blocked" : ""}`,
    label: layerTitle[layer],
    description: [summary, ...extras(layer, snapshot, traces, now)].join(" · "),
    icon: shown,
    can: `layer ${layer}`,
    isOpen: shown === "blocked",
    children: [...findingNodes(own), ...facts],
  };
}

/** What is not known now has no light: grey and since when, or how old it is. Undefined for what is fresh. */
function agedNode(
  id: string,
  label: string,
  part: Measured<unknown>,
  summary: string,
  now: number,
): TreeNode | undefined {
  if ("failed" in part) {
    const tooltip = `${label} · ${unknownText(part)}`;
    return { id: `${id}.stale`, label, description: sinceText(part), tooltip, icon: "stale", isOpen: true };
  }
  if (!isStale(part, now)) return undefined;
  return { id: `${id}.stale`, label, description: `${summary} · ${ageText(now - part.at)}`, icon: "stale" };
}

/** Why it is not known, in a row of its own: behind the time a narrow sidebar would cut it off. */
const reasonOf = (of: string, part: Measured<unknown>): TreeNode[] =>
  "failed" in part ? [{ id: `reason.${of}`, label: part.failed, icon: "none" }] : [];

/** What stands behind a layer's summary in its row. */
function extras(
  layer: Layer,
  { api, worker }: LayersSnapshot,
  [newest]: readonly MessageTrace[],
  now: number,
): string[] {
  const lastAnswer = factsOf(api)?.lastAnswer;
  if (layer === "api" && lastAnswer) return [whenText(lastAnswer.at, now)];
  if (layer === "worker" && factsOf(worker)?.state === "running") {
    const claimed = newest?.events.findLast((event) => event.type === "worker.claimed");
    if (claimed?.type === "worker.claimed") {
      const { sender, senderSource } = claimed.details;
      const source = senderSource.replace("Tenant.messaging_sender", "Tenant");
      return [sender === "" ? l10n.t("no sender") : l10n.t("sender ← {0}", source)];
    }
  }
  return [];
}

function dataNodes({ data }: LayersSnapshot, now: number): TreeNode[] {
  if (!data) return [];
  const facts = factsOf(data);
  const tenant = facts?.tenant;
  const summary = facts ? dataSummary(facts) : "";
  const old = agedNode("layer.data", l10n.t("Data"), data, summary, now);
  const node = old ?? { id: "layer.data", label: l10n.t("Data"), description: summary, icon: "data" as const };
  return [
    {
      ...node,
      can: tenant ? "data tenant" : "data",
      ...(tenant && { tenantCode: tenant.code }),
      children: [...reasonOf("data", data), ...(facts ? dataFacts(facts) : [])],
    },
  ];
}

/** Said once where the environment has this name. */
const PRODUCTION = "production";

/** The first row of a production environment: nobody takes it for another one. */
const productionNode = (name: string): TreeNode => ({
  id: "environment.production",
  label: name === PRODUCTION ? l10n.t("Production") : l10n.t("{0} is production", name),
  description: l10n.t("read-only"),
  tooltip: l10n.t("Nothing is written or sent here before you have typed the tenant's code."),
  icon: "lock",
});

const invalidNode = (name: string, why: string): TreeNode => ({
  id: "environment.invalid",
  label: l10n.t("{0} cannot be used", name),
  description: why,
  icon: "blocked",
  command: { id: "messaging.environment.select", title: l10n.t("Select environment") },
});

/** The stack has ended while it was looked at: its layers are off, and the first row says so. */
function goneNodes(snapshot: LayersSnapshot | undefined): TreeNode[] {
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
  if (!snapshot) return [head];
  const layers = order.map((layer): TreeNode => ({
    id: `layer.${layer}.gone`,
    label: layerTitle[layer],
    description: l10n.t("ended with the stack"),
    icon: "off",
  }));
  return [head, ...layers];
}
