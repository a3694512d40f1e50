import * as l10n from "@vscode/l10n";
import { faultsText } from "../../common/text/counts";
import { titleOfLayer } from "../../operations/layers/presentText";
import { layerTitle } from "../../runtime/message/layerLines";
import { layers as order } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { MOCK_MODE } from "../../runtime/message/messageVerdict";
import { faultTitle } from "../../targets/layers/causeTitles";
import type { LayerFact, LightLayer, LightStatus } from "../../targets/layers/layerFact";
import { lightsOf, sinceText, unknownText } from "../../targets/layers/lights";
import type { Light } from "../../targets/layers/lights";
import { isStale, readingOf } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot, Measured } from "../../targets/layers/layersSnapshot";
import { dataSummary, readingRows } from "./readingRows";
import { findingNodes, problemsOf } from "./refusalRows";
import { remedyOf } from "./remedy";
import type { ShownFinding } from "../../window/findings/findingStore";
import type { Problem } from "./refusalRows";
import type { LayersState } from "../../window/environments/liveLayers";
import { ageText } from "../shownTimes";
import type { TreeNode } from "../treeNode";

export interface LayersInput {
  state: LayersState;
  /** The environment's messages, newest first. */
  traces: readonly MessageTrace[];
  /** Findings of the last diagnosis, without ignored ones. */
  findings: readonly ShownFinding[];
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** The four layers and their data as rows; empty if the view's welcome is shown instead. */
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
  const layers = lightsOf(snapshot).map((light) => lightNode(light, { snapshot, traces, problems, now }));
  const production = snapshot.isProduction ? [productionNode(snapshot.name)] : [];
  return [...production, ...faultNodes(snapshot.faults ?? []), ...layers];
}

interface Surroundings {
  snapshot: LayersSnapshot;
  traces: readonly MessageTrace[];
  problems: readonly Problem[];
  now: number;
}

function lightNode({ layer, status, summary, facts }: Light, surroundings: Surroundings): TreeNode {
  const { snapshot, traces, problems, now } = surroundings;
  const part = snapshot[layer];
  const tenantCode = readingOf(snapshot.data)?.tenant?.code;
  const ofTenant = layer === "data" && tenantCode !== undefined;
  const common = { can: canOf(layer, ofTenant), ...(ofTenant && { tenantCode }) };
  const own = problems.filter((problem) => problem.layer === layer);
  const rows = readingRows(layer, snapshot, now);
  const wrong = [...findingNodes(own), ...factNodes(facts, own, tenantCode)];
  const old = part && agedNode(`layer.${layer}`, titleOfLayer(layer), part, summary, now);
  if (old) return { ...old, ...common, children: [...reasonOf(layer, part), ...wrong, ...rows] };
  const blocking = own.find(({ isBlocking }) => isBlocking);
  const shown = blocking ? "blocked" : status;
  // A refusal without a cause of its own says less than the message's finding.
  const isRefusal = facts[0]?.traceId !== undefined && facts[0].cause === undefined;
  const said =
    blocking && (status === "ok" || isRefusal)
      ? blocking.label
      : layer === "data"
        ? dataText(snapshot, status, summary)
        : summary;
  return {
    // A blocked layer gets another id: VS Code then opens its row even if it was collapsed before.
    id: `layer.${layer}${shown === "blocked" ? ".blocked" : ""}`,
    label: titleOfLayer(layer),
    description: [said, ...extras(layer, status, snapshot, traces)].join(" · "),
    icon: shown === "blocked" && [facts[0]?.cause, blocking?.cause].includes(MOCK_MODE) ? "notSent" : shown,
    ...common,
    isOpen: shown === "blocked",
    children: [...wrong, ...rows],
  };
}

function canOf(layer: LightLayer, ofTenant: boolean): string {
  if (layer !== "data") return `layer ${layer}`;
  return ofTenant ? "data tenant" : "data";
}

function dataText({ data }: LayersSnapshot, status: LightStatus, summary: string): string {
  const reading = readingOf(data);
  return status === "ok" && reading ? dataSummary(reading) : summary;
}

const fixedBySender = new Set<LayerFact["cause"]>(["api.sender-empty", "provider.sender-not-registered"]);

/** Measured problems that neither a finding nor the last message reports already. */
function factNodes(facts: readonly LayerFact[], told: readonly Problem[], tenantCode: string | undefined): TreeNode[] {
  return facts
    .filter(
      ({ cause, traceId }) =>
        cause !== undefined && !told.some((each) => each.cause === cause || each.traceId === traceId),
    )
    .map(({ layer, status, title, detail, cause }) => {
      const canFixSender = tenantCode !== undefined && fixedBySender.has(cause);
      return {
        id: `fact.${layer}.${cause}`,
        label: title,
        ...(detail && { description: detail }),
        tooltip: [title, detail].filter(Boolean).join("\n"),
        icon: cause === MOCK_MODE ? "notSent" : status,
        can: canFixSender ? "measured canFixSender" : "measured",
        ...(canFixSender && { tenantCode }),
      };
    });
}

/** Shows active faults, so that nobody forgets what is broken on purpose. */
function faultNodes(faults: readonly string[]): TreeNode[] {
  if (faults.length === 0) return [];
  const titles = faults.map(faultTitle).join(", ");
  return [
    {
      id: "faults.active",
      label: faultsText(faults.length),
      description: titles,
      tooltip: [l10n.t("Broken on purpose; clear it when you have seen enough."), ...faults].join("\n"),
      icon: "degraded",
      can: "faults",
    },
  ];
}

/**
 * A row without a light for what is not current: grey, with its age or since when it is unknown. Undefined if fresh.
 */
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

/**
 * Why it is unknown, in a row of its own: a narrow sidebar would cut it off after the time. The row does the next step,
 * where a command does.
 */
function reasonOf(of: string, part: Measured<unknown>): TreeNode[] {
  if (!("failed" in part)) return [];
  const command = remedyOf(part.code);
  return [
    {
      id: `reason.${of}`,
      label: part.failed,
      icon: "none",
      ...(command && { description: command.title, command }),
    },
  ];
}

/** What follows a layer's summary in its row. */
function extras(layer: LightLayer, status: LightStatus, { worker }: LayersSnapshot, [newest]: readonly MessageTrace[]) {
  if (layer !== "worker" || status !== "ok" || readingOf(worker)?.state !== "running") return [];
  const claimed = newest?.events.findLast((event) => event.type === "worker.claimed");
  if (claimed?.type !== "worker.claimed") return [];
  const { sender, senderSource } = claimed.details;
  const source = senderSource.replace("Tenant.messaging_sender", "Tenant");
  return [sender === "" ? l10n.t("no sender") : l10n.t("sender ← {0}", source)];
}

/** An environment of this name shows the word once. */
const PRODUCTION = "production";

/** The first row of a production environment, so that nobody mistakes it for another one. */
const productionNode = (name: string): TreeNode => ({
  id: "environment.production",
  label: name === PRODUCTION ? l10n.t("Production") : l10n.t("{0} is production", name),
  description: l10n.t("read-only"),
  tooltip: l10n.t("Nothing is written or sent until you type the tenant's code."),
  icon: "lock",
});

const invalidNode = (name: string, why: string): TreeNode => ({
  id: "environment.invalid",
  label: l10n.t("{0} cannot be used", name),
  description: why,
  icon: "blocked",
  command: { id: "messaging.environment.select", title: l10n.t("Select environment") },
});

/** The stack ended while it was shown: its layers are off, and the first row says so. */
function goneNodes(snapshot: LayersSnapshot | undefined): TreeNode[] {
  const head: TreeNode = {
    id: "stack.gone",
    label: l10n.t("The local stack has ended"),
    description: l10n.t("start it again"),
    tooltip: l10n.t("The local stack ended unexpectedly. Start it again; its output shows what happened."),
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
