import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";

/** The newest items of one stream, numbered from 1, and its subscribers. */
export class RecentItems<Item extends { seq: number }> {
  readonly #most: number;
  readonly #kept: Item[] = [];
  readonly #added: Signal<Item>;
  #seq = 0;

  /** Keeps `most` items, or up to a tenth more. `what`: what the items are, for the log. */
  constructor(most: number, what: string, log: Logger) {
    this.#most = most;
    this.#added = new Signal((error) => log.error(`a listener of ${what} failed: ${messageOf(error)}`));
  }

  /** Of the newest item; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** The items after `seq` that are still kept, oldest first. */
  since(seq: number): Item[] {
    const first = this.#kept[0]?.seq ?? 0;
    return this.#kept.slice(Math.max(0, seq + 1 - first));
  }

  /** Returns a function that unsubscribes. */
  subscribe(listener: (item: Item) => void): () => void {
    const { dispose } = this.#added.subscribe(listener);
    return () => void dispose();
  }

  protected addNext(itemOf: (seq: number) => Item): void {
    const item = itemOf(++this.#seq);
    this.#kept.push(item);
    if (this.#kept.length > this.#most * 1.1) this.#kept.splice(0, this.#kept.length - this.#most);
    this.#added.fire(item);
  }
}
