import type { Disposable } from "../../common/disposable";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";
import { basisOf, hasChanged } from "./findingBasis";
import type { FindingBasis } from "./findingBasis";
import { Signal } from "../../common/signal";
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import type { MessageEventType } from "../../runtime/message/messageEvents";
import type { MessageVerdict } from "../../runtime/message/messageVerdict";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { LiveStack } from "../stack/liveStack";

/** A diagnosis and what it is about. */
export interface DiagnosedMessage {
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

/** So many messages keep their verdict. */
const KEPT = 1_000;

/** Nothing new happens to a message with these: its fate is as it was. */
const closing = new Set<MessageEventType>(["queue.deleted", "worker.logged", "worker.duplicate"]);

/**
 * The verdict of each message, in one place: tree, toast, trace and Problems show this one. A verdict holds until
 * something new happens to its message (it came again, the carrier reported); the last one also until a later message
 * reaches the provider, or what it rests on changes: the worker runs anew, a sender is set, a fault is cleared.
 */
export class FindingStore implements Disposable {
  readonly changed = new Signal();
  readonly #subscription: Disposable;
  readonly #verdicts = new Map<string, { verdict: MessageVerdict; madeAt: number }>();
  #last: DiagnosedMessage | undefined;
  #basis: FindingBasis = {};

  constructor(stack: Pick<LiveStack, "events">) {
    this.#subscription = stack.events.subscribe((event) => this.#outdate(event));
  }

  get last(): DiagnosedMessage | undefined {
    return this.#last;
  }

  set(diagnosed: DiagnosedMessage | undefined): void {
    if (this.#last === diagnosed) return;
    this.#last = diagnosed;
    this.#basis = {};
    if (diagnosed?.traceId !== undefined) {
      const { verdict, layers } = diagnosed.diagnosis;
      this.#keep(diagnosed.traceId, { ...verdict, layers });
    }
    this.changed.fire();
  }

  /** A verdict that its send or its trace made. */
  keep(traceId: string, verdict: MessageVerdict): void {
    this.#keep(traceId, verdict);
    this.changed.fire();
  }

  verdictOf(traceId: string): MessageVerdict | undefined {
    return this.#verdicts.get(traceId)?.verdict;
  }

  /** What is accepted in this workspace is another: every message is diagnosed anew. */
  forgetVerdicts(): void {
    this.#verdicts.clear();
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

  #keep(traceId: string, verdict: MessageVerdict): void {
    this.#verdicts.delete(traceId);
    this.#verdicts.set(traceId, { verdict, madeAt: Date.now() });
    if (this.#verdicts.size > KEPT) this.#verdicts.delete(this.#verdicts.keys().next().value!);
  }

  #outdate({ type, traceId, at }: SequencedEvent): void {
    const kept = this.#verdicts.get(traceId);
    const isNews = kept !== undefined && at > kept.madeAt && !closing.has(type);
    if (isNews) this.#verdicts.delete(traceId);
    const isOfLast = this.#last?.traceId === traceId;
    if (isOfLast ? isNews : type === "provider.accepted") this.set(undefined);
    else if (isNews) this.changed.fire();
  }
}
