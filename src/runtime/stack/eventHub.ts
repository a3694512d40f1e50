import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";
import type { MessageEvent } from "../message/messageEvents";

/** An event with its position in the stack's order. */
export type SequencedEvent = MessageEvent & { seq: number };

/** How many events a client can catch up on after it lost its connection. */
const KEPT_EVENTS = 20_000;

/** The stack's events in one order, for any number of listeners. */
export class EventHub {
  readonly #kept: SequencedEvent[] = [];
  readonly #published: Signal<SequencedEvent>;
  #seq = 0;

  constructor(log: Logger) {
    this.#published = new Signal((error) => log.error(`a listener of events failed: ${messageOf(error)}`));
  }

  get seq(): number {
    return this.#seq;
  }

  publish(event: MessageEvent): void {
    const sequenced: SequencedEvent = { ...event, seq: ++this.#seq };
    this.#kept.push(sequenced);
    if (this.#kept.length > KEPT_EVENTS * 1.1) this.#kept.splice(0, this.#kept.length - KEPT_EVENTS);
    this.#published.fire(sequenced);
  }

  /** The events after `seq` that are still kept, oldest first. */
  since(seq: number): SequencedEvent[] {
    const first = this.#kept[0]?.seq ?? 0;
    return this.#kept.slice(Math.max(0, seq + 1 - first));
  }

  /** Returns a function that unsubscribes. */
  subscribe(listener: (event: SequencedEvent) => void): () => void {
    const { dispose } = this.#published.subscribe(listener);
    return () => void dispose();
  }
}
