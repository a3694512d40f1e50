import assert from "node:assert/strict";
import type { HeldMessage, HoldNews, HoldRule } from "../../../src/runtime/holds/holdMessages";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import type { waitForMessages } from "../stack/stackFixture";

/** A debugger without an editor: attached to a stack's holds. */
export class HoldingClient {
  readonly #detached = new AbortController();
  readonly #news: AsyncGenerator<HoldNews>;

  private constructor(readonly client: StackClient) {
    this.#news = client.holds(this.#detached.signal);
  }

  static async attach(client: StackClient, ...rules: HoldRule[]): Promise<HoldingClient> {
    const holding = new HoldingClient(client);
    assert.deepEqual(await holding.next(), { kind: "ready" });
    assert.deepEqual(
      await client.setHoldRules(rules),
      rules.map(() => null),
    );
    return holding;
  }

  async next(): Promise<HoldNews> {
    const { value, done } = await this.#news.next();
    assert.ok(!done, "the stream of holds ended");
    return value;
  }

  /** The next message that is held. */
  async held(): Promise<HeldMessage> {
    for (;;) {
      const news = await this.next();
      if (news.kind === "held") return news.held;
    }
  }

  /** As the end of its process: the connection breaks. */
  detach(): void {
    this.#detached.abort();
  }
}

/** Until one message had this event; from the stack's first event on. */
export async function until(client: StackClient, traceId: string, type: Parameters<typeof waitForMessages>[1]) {
  for await (const event of client.events(0)) if (event.traceId === traceId && event.type === type) return event;
  throw new Error(`the events ended without ${type}`);
}
