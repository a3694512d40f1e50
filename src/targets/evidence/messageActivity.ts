import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { ActivitySignal } from "./activitySignal";
import type { TraceTarget, WorkerTarget } from "../environment";

/** Rings when one of the messages comes to an end. Which they are is known only when the API has answered. */
export class TraceActivity {
  readonly #bell: ActivitySignal;
  readonly #ended = new Set<string>();
  #own: ReadonlySet<string> = new Set();

  constructor(bell: ActivitySignal) {
    this.#bell = bell;
  }

  /** Ends with the signal; a stack that goes away is told by the probes. */
  async follow(traces: TraceTarget, since: number, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of traces.events(since, signal)) {
        if (!endsMessage(event)) continue;
        this.#ended.add(event.traceId);
        if (this.#own.has(event.traceId) && this.areAllEnded) this.#bell.ring();
      }
    } catch {
      this.#bell.ring();
    }
  }

  expect(traceIds: readonly string[]): void {
    this.#own = new Set(traceIds);
    if (this.areAllEnded) this.#bell.ring();
  }

  get areAllEnded(): boolean {
    return this.#own.size > 0 && [...this.#own].every((id) => this.#ended.has(id));
  }
}

/** Rings at every line of the worker and at every gap in its log. */
export async function followWorker(worker: WorkerTarget, bell: ActivitySignal, signal: AbortSignal): Promise<void> {
  try {
    for await (const _entry of worker.tail(undefined, signal)) bell.ring();
  } catch {
    bell.ring(); // the probes tell why it cannot be read
  }
}

/** Nothing decisive follows it: the carrier reported, a row says why not, or it is out of the worker's hands. */
export function endsMessage({ type }: SequencedEvent): boolean {
  switch (type) {
    case "worker.logged":
    case "worker.retrying":
    case "worker.dead-lettered":
    case "api.enqueue-failed":
    case "queue.dead-lettered":
    case "provider.delivered":
    case "provider.undelivered":
    case "queue.deleted":
      return true;
    default:
      return false;
  }
}
