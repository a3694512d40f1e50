import { layersOfStack } from "../../targets/local/localLayers";
import type { LayersState } from "../environments/liveLayers";
import type { StackState, Measurement } from "./stackState";

/** The local stack's state in the views' terms. */
export function stateOfStack(state: StackState): LayersState {
  switch (state.kind) {
    case "absent":
    case "starting":
      return state;
    case "gone":
      return { kind: "gone", ...(state.measurement && { snapshot: snapshotOf(state.measurement) }) };
    case "live":
      return { kind: "live", ...(state.measurement && { snapshot: snapshotOf(state.measurement) }) };
  }
}

const snapshotOf = (measurement: Measurement) => layersOfStack(measurement);
