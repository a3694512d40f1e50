import type { Disposable } from "../../common/disposable";
import type { Signal } from "../../common/signal";
import type { ProviderSender } from "../../targets/environment";
import { readingOf } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";

/** Where the selected environment stands. The first three are the local stack's: a real one is always there. */
export type LayersState =
  | { kind: "absent" }
  | { kind: "starting" }
  | { kind: "gone"; snapshot?: LayersSnapshot }
  /** Without a snapshot: the first look is under way. */
  | { kind: "live"; snapshot?: LayersSnapshot }
  /** Its settings cannot be used. */
  | { kind: "invalid"; name: string; why: string };

/** The layers of an environment, for whatever draws them. */
export interface LiveLayers {
  readonly state: LayersState;
  readonly changed: Signal;
  /** Somebody looks: it is measured until the answer is disposed. */
  watch(): Disposable;
  /** Measures now; resolves when it was done. */
  measure(): Promise<void>;
}

/** As they were measured last; empty where nobody looked. */
export function registeredSenders(state: LayersState): readonly ProviderSender[] {
  return state.kind === "live" ? (readingOf(state.snapshot?.provider)?.senders ?? []) : [];
}
