import { layers } from "../../common/layer";
import type { FaultSummary } from "../../runtime/control/stackContract";
import { layerTitle } from "../../runtime/message/layerLines";
import { faultTitle } from "../../targets/layers/causeTitles";

export interface FaultItem {
  label: string;
  description: string;
  id: string;
}

/** The rows of the pick, layer by layer. Whoever types an id gets it: an id that contains another comes after it. */
export function faultItems(faults: readonly FaultSummary[]): FaultItem[] {
  const ordered = faults.toSorted(
    (one, other) => layers.indexOf(one.layer) - layers.indexOf(other.layer) || one.id.length - other.id.length,
  );
  return ordered.map(({ id, layer, active }) => ({
    label: `${active ? "$(flame) " : ""}${faultTitle(id)}`,
    description: `${layerTitle[layer]} · ${id}`,
    id,
  }));
}
