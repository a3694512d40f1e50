import type { SequencedEvent } from "../../stack/eventHub";
import { addEvent, emptyTrace } from "../messageTrace";
import type { MessageTrace } from "../messageTrace";
import { SendTallies } from "./sendTallies";
import type { SendTally } from "./sendTallies";

/** How many messages are kept; the oldest are dropped. */
const KEPT_TRACES = 2_000;

/** The recent messages of the stack, by trace id. */
export class TraceRegistry {
  readonly #traces = new Map<string, MessageTrace>();
  readonly #tallies = new SendTallies();

  add(event: SequencedEvent): void {
    let trace = this.#traces.get(event.traceId);
    if (!trace) {
      trace = emptyTrace(event.traceId, event.at);
      this.#traces.set(event.traceId, trace);
      if (this.#traces.size > KEPT_TRACES) this.#dropOldest();
    }
    addEvent(trace, event);
    this.#tallies.note(trace);
  }

  get(traceId: string): MessageTrace | undefined {
    return this.#traces.get(traceId);
  }

  /** The kept messages by state; the recent sends to several by outcome, with the messages that were dropped. */
  counts(): { messages: Partial<Record<MessageTrace["state"], number>>; sends: SendTally[] } {
    const messages: Partial<Record<MessageTrace["state"], number>> = {};
    for (const { state } of this.#traces.values()) messages[state] = (messages[state] ?? 0) + 1;
    return { messages, sends: this.#tallies.list() };
  }

  /** Newest first. */
  recent(limit: number): MessageTrace[] {
    return [...this.#traces.values()].slice(-limit).reverse();
  }

  #dropOldest(): void {
    const [oldest] = this.#traces.values();
    if (!oldest) return;
    this.#traces.delete(oldest.traceId);
    this.#tallies.drop(oldest);
  }
}
