import type { MessageEvent } from "../message/messageEvents";

/** An event with its place in the stack's order. */
export type SequencedEvent = MessageEvent & { seq: number };

/** How many events a client that lost its connection can catch up on. */
const KEPT_EVENTS = 20_000;

/** The stack's events in one order, to any number of listeners. A listener that throws hurts nobody else. */
export class EventHub {
  readonly #kept: SequencedEvent[] = [];
  readonly #listeners = new Set<(event: SequencedEvent) => void>();
  #seq = 0;

  get seq(): number {
    return this.#seq;
  }

  publish(event: MessageEvent): void {
    const sequenced: SequencedEvent = { ...event, seq: ++this.#seq };
    this.#kept.push(sequenced);
    if (this.#kept.length > KEPT_EVENTS * 1.1) this.#kept.splice(0, this.#kept.length - KEPT_EVENTS);
    for (const listener of this.#listeners) {
      try {
        listener(sequenced);
      } catch {
        this.#listeners.delete(listener);
      }
    }
  }

  /** The events after `seq` that are still kept, oldest first. */
  since(seq: number): SequencedEvent[] {
    const first = this.#kept[0]?.seq ?? 0;
    return this.#kept.slice(Math.max(0, seq + 1 - first));
  }

  /** Returns the call that ends it. */
  subscribe(listener: (event: SequencedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
