import type { Disposable } from "../../common/disposable";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";
import { basisOf, hasChanged } from "./findingBasis";
import type { FindingBasis } from "./findingBasis";
import { Signal } from "../../common/signal";
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import type { MessageEventType } from "../../runtime/message/messageEvents";
import { ROW_UNWRITTEN } from "../../runtime/message/messageVerdict";
import type { MessageVerdict } from "../../runtime/message/messageVerdict";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { LiveStack } from "../stack/liveStack";

/** A diagnosis and the message it is about. */
export interface DiagnosedMessage {
  diagnosis: Diagnosis;
  traceId?: string;
  tenantCode?: string;
  /** For a send to several, of whom some were reached: "2 of 4 reached Solapi; …". */
  sentence?: string;
}

/** A finding of the last diagnosis and the message it is about. */
export interface ShownFinding extends Pick<Finding, "layer" | "outcome" | "cause" | "title" | "explanation"> {
  traceId?: string;
  tenantCode?: string;
  fixes: readonly { id: string; title: string }[];
  /** Of the verdict alone: the sentence that speaks for the whole send. */
  sentence?: string;
  /** The finding that decided: the message stopped there. The others were seen beside it. */
  isVerdict: boolean;
}

/** How many messages keep their verdict. */
const KEPT = 1_000;

/** These events change nothing about a message's outcome. */
const closing = new Set<MessageEventType>(["queue.deleted", "worker.logged", "worker.duplicate"]);

/** A message without its row comes again until the row is written: only then is there news. */
const recording = new Set<MessageEventType>(["queue.received", "queue.returned", "worker.claimed", "worker.retrying"]);

/**
 * Single source of each message's verdict for the tree, toast, trace and Problems. A verdict holds until something new
 * happens to its message (it is received again, the carrier reports). The last verdict also ends when a later message
 * reaches the provider or its basis changes: the worker restarts, a sender is set, a fault is cleared.
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

  /** Keeps a verdict from a send or a trace. */
  keep(traceId: string, verdict: MessageVerdict): void {
    this.#keep(traceId, verdict);
    this.changed.fire();
  }

  verdictOf(traceId: string): MessageVerdict | undefined {
    return this.#verdicts.get(traceId)?.verdict;
  }

  /** The findings ignored in this workspace changed: every message is diagnosed again. */
  forgetVerdicts(): void {
    this.#verdicts.clear();
    this.changed.fire();
  }

  /** Called after each measurement: drops findings made in another state of the layers. */
  measured(snapshot: LayersSnapshot): void {
    if (!this.#last) return;
    const now = basisOf(snapshot);
    if (hasChanged(this.#basis, now)) this.set(undefined);
    else this.#basis = { ...this.#basis, ...now };
  }

  /** All findings, the verdict first, without those that report no problem or are ignored here. */
  findings(ignored: ReadonlySet<string>): ShownFinding[] {
    if (!this.#last) return [];
    const { diagnosis, traceId, tenantCode, sentence } = this.#last;
    return [diagnosis.verdict, ...diagnosis.findings]
      .filter(
        ({ layer, outcome, cause }) =>
          layer !== null && outcome !== "ok" && outcome !== "unknown" && !ignored.has(cause),
      )
      .map((finding) => ({
        ...finding,
        isVerdict: finding === diagnosis.verdict,
        ...(finding === diagnosis.verdict && sentence !== undefined && { sentence }),
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
    const isNews = kept !== undefined && at > kept.madeAt && isNewsOf(kept.verdict, type);
    if (isNews) this.#verdicts.delete(traceId);
    const isOfLast = this.#last?.traceId === traceId;
    if (isOfLast ? isNews : type === "provider.accepted") this.set(undefined);
    else if (isNews) this.changed.fire();
  }
}

function isNewsOf(verdict: MessageVerdict, type: MessageEventType): boolean {
  if (isConfirmed(verdict, type)) return false;
  if (verdict.cause === ROW_UNWRITTEN) return type === "worker.logged" || !(closing.has(type) || recording.has(type));
  return !closing.has(type);
}

/** The carrier delivered what had reached Solapi anyway; a row that was not written stays missing. */
const isConfirmed = ({ outcome }: MessageVerdict, type: MessageEventType): boolean =>
  type === "provider.delivered" && (outcome === "ok" || outcome === "degraded");
