import * as l10n from "@vscode/l10n";
import { layers } from "../../common/layer";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";
import { layerTitle } from "../../runtime/message/layerLines";
import type { FunnelStep } from "../inquiryProtocol";

type Counted = Pick<CauseGroup, "layer" | "outcome" | "count">;

/** How many messages each layer got, passed on, stopped, or may have passed on. */
export function layerFunnel(groups: readonly Counted[]): FunnelStep[] {
  let entered = sum(groups);
  return layers.map((layer) => {
    const here = groups.filter((group) => placeOf(group) === layer);
    const unclear = sum(here.filter(({ outcome }) => isUnclear(outcome)));
    const stopped = sum(here) - unclear;
    const step = { layer, title: layerTitle[layer], entered, stopped, unclear, passed: entered - stopped - unclear };
    entered = step.passed;
    return { ...step, text: textOf(step) };
  });
}

/** The layer beyond which a message did not come, or is not known to have come. */
function placeOf({ layer, outcome }: Counted): Counted["layer"] | undefined {
  if (outcome === "ok" || outcome === "degraded") return undefined;
  return layer ?? "api";
}

export const isUnclear = (outcome: string): boolean => outcome === "ambiguous" || outcome === "unknown";

const sum = (groups: readonly Counted[]): number => groups.reduce((total, { count }) => total + count, 0);

function textOf({ entered, stopped, unclear }: Pick<FunnelStep, "entered" | "stopped" | "unclear">): string {
  return [
    l10n.t("{0} came", entered),
    ...(stopped > 0 ? [l10n.t("{0} stopped here", stopped)] : []),
    ...(unclear > 0 ? [l10n.t("{0} unclear", unclear)] : []),
  ].join(" · ");
}
