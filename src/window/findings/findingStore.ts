import type { Disposable } from "../../common/disposable";
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";
import { basisOf, hasChanged } from "./findingBasis";
import type { FindingBasis } from "./findingBasis";
import type { LiveStack } from "../stack/liveStack";
import { Signal } from "../../common/signal";

/** A diagnosis and what it is about. */
export interface Diagnosed {
  diagnosis: Diagnosis;
  traceId?: string;
  tenantCode?: string;
}

/** A finding of the last diagnosis and the message it is about. */
export interface ShownFinding extends Pick<Finding, "layer" | "outcome" | "cause" | "title" | "explanation"> {
  traceId?: string;
  tenantCode?: string;
  fixes: readonly { id: string; title: string }[];
  /** What decided it: the message stopped there. The others are what was seen beside it. */
  isVerdict: boolean;
}

/**
 * The last diagnosis, as long as it holds: a later message that reaches the provider ends it, and so does a change of
 * what it rests on: the worker runs anew, a sender is set, a fault is cleared.
 */
export class FindingStore implements Disposable {
  readonly changed = new Signal();
  readonly #subscription: Disposable;
  #last: Diagnosed | undefined;
  #basis: FindingBasis = {};

  constructor(stack: LiveStack) {
    this.#subscription = stack.events.subscribe((event) => {
      if (event.type === "provider.accepted" && event.traceId !== this.#last?.traceId) this.set(undefined);
    });
  }

  get last(): Diagnosed | undefined {
    return this.#last;
  }

  set(diagnosed: Diagnosed | undefined): void {
    if (this.#last === diagnosed) return;
    this.#last = diagnosed;
    this.#basis = {};
    this.changed.fire();
  }

  /** The layers were measured: what was found in another state of things is not so any more. */
  measured(snapshot: LayersSnapshot): void {
    if (!this.#last) return;
    const now = basisOf(snapshot);
    if (hasChanged(this.#basis, now)) this.set(undefined);
    else this.#basis = { ...this.#basis, ...now };
  }

  /** Everything that was found, the verdict first, without what is in order or accepted here. */
  findings(ignored: ReadonlySet<string>): ShownFinding[] {
    if (!this.#last) return [];
    const { diagnosis, traceId, tenantCode } = this.#last;
    return [diagnosis.verdict, ...diagnosis.findings]
      .filter(
        ({ layer, outcome, cause }) =>
          layer !== null && outcome !== "ok" && outcome !== "unknown" && !ignored.has(cause),
      )
      .map((finding) => ({
        ...finding,
        isVerdict: finding === diagnosis.verdict,
        ...(traceId !== undefined && { traceId }),
        ...(tenantCode !== undefined && { tenantCode }),
      }));
  }

  dispose(): void {
    void this.#subscription.dispose();
  }
}
