import type { Disposable } from "../../common/disposable";
import type { Signal } from "../../common/signal";
import type { ProviderSender } from "../../targets/environment";
import { readingOf } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";

/** State of the selected environment. The first three belong to the local stack: a real environment is always there. */
export type LayersState =
  | { kind: "absent" }
  | { kind: "starting" }
  | { kind: "gone"; snapshot?: LayersSnapshot }
  /** Without a snapshot: the first measurement is under way. */
  | { kind: "live"; snapshot?: LayersSnapshot }
  /** Its settings are invalid. */
  | { kind: "invalid"; name: string; why: string };

/** The layers of an environment, for the views. */
export interface LiveLayers {
  readonly state: LayersState;
  readonly changed: Signal;
  /** Measures until the returned object is disposed. */
  watch(): Disposable;
  /** Measures now; resolves when done. */
  measure(): Promise<void>;
}

/** The senders as last measured; empty if nothing was measured. */
export function registeredSenders(state: LayersState): readonly ProviderSender[] {
  return state.kind === "live" ? (readingOf(state.snapshot?.provider)?.senders ?? []) : [];
}
