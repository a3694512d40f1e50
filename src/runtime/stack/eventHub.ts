import type { Logger } from "../../common/logger";
import type { MessageEvent } from "../message/messageEvents";
import { RecentItems } from "./recentItems";

/** An event with its position in the stack's order. */
export type SequencedEvent = MessageEvent & { seq: number };

/** How many events a client can catch up on after it lost its connection. */
const KEPT_EVENTS = 20_000;

/** The stack's events in one order, for any number of listeners. */
export class EventHub extends RecentItems<SequencedEvent> {
  constructor(log: Logger) {
    super(KEPT_EVENTS, "events", log);
  }

  publish(event: MessageEvent): void {
    this.addNext((seq) => ({ ...event, seq }));
  }
}
