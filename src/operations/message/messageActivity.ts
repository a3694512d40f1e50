import { endsMessage } from "../../runtime/message/messageEnd";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { TraceTarget, WorkerTarget } from "../../targets/environment";
import type { ActivitySignal } from "../../targets/evidence/activitySignal";

/** Rings when all messages of a send have ended. Their ids are known only after the API's answer. */
export class TraceActivity {
  readonly #bell: ActivitySignal;
  readonly #ended = new Set<string>();
  readonly #requests = new Map<string, string>();
  #own: ReadonlySet<string> = new Set();

  constructor(bell: ActivitySignal) {
    this.#bell = bell;
  }

  /** Runs until the signal; the probes report a stack that goes away. */
  async follow(traces: TraceTarget, since: number, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of traces.events(since, signal)) this.#note(event);
    } catch {
      this.#bell.ring();
    }
  }

  expect(traceIds: readonly string[]): void {
    this.#own = new Set(traceIds);
    if (this.areAllEnded) this.#bell.ring();
  }

  get areAllEnded(): boolean {
    return this.#own.size > 0 && this.endedCount === this.#own.size;
  }

  /** Number of ended messages of this send. */
  get endedCount(): number {
    return [...this.#own].filter((id) => this.#ended.has(id)).length;
  }

  /** Trace ids of the recipients that a request skipped. */
  leftOutBy(requestId: string): string[] {
    return [...this.#requests].filter(([, request]) => request === requestId).map(([traceId]) => traceId);
  }

  #note(event: SequencedEvent): void {
    if (event.type === "api.recipient-skipped") this.#requests.set(event.traceId, event.details.requestId);
    if (!endsMessage(event.type)) return;
    this.#ended.add(event.traceId);
    if (this.#own.has(event.traceId) && this.areAllEnded) this.#bell.ring();
  }
}

/** Rings at every line of the worker and every gap in its log. */
export async function followWorker(worker: WorkerTarget, bell: ActivitySignal, signal: AbortSignal): Promise<void> {
  try {
    for await (const _entry of worker.tail(undefined, signal)) bell.ring();
  } catch {
    bell.ring(); // the probes report why it is unreadable
  }
}
