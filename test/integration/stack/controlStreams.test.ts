import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import fastify from "fastify";
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { silentLogger } from "../../../src/common/logger";
import { streamItems } from "../../../src/runtime/control/controlStreams";
import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";
import { EventHub } from "../../../src/runtime/stack/eventHub";
import { listen } from "../../../src/runtime/server/listen";
import { StackClient } from "../../../src/runtime/control/stackClient";
import type { StackAddress } from "../../../src/runtime/control/stackContract";

/** In place of the 5 min of `fetch`. */
const GIVEN_UP_AFTER_MS = 2_000;

describe("A stack on which nothing happens", () => {
  const usual = getGlobalDispatcher();
  before(() => setGlobalDispatcher(new Agent({ bodyTimeout: GIVEN_UP_AFTER_MS })));
  after(async () => {
    await getGlobalDispatcher().destroy();
    setGlobalDispatcher(usual);
  });

  /** What a client hears of a message that comes after a silence that is longer than it stands. */
  async function hearAfterSilence(quietAtMostMs: number): Promise<SequencedEvent> {
    const events = new EventHub(silentLogger);
    const app = fastify({ forceCloseConnections: true });
    app.get("/events", (_request, reply) => streamItems(reply, events, 0, quietAtMostMs));
    const controlUrl = await listen(app, { port: 0, name: "test", log: silentLogger });
    const stream = new StackClient({ controlUrl, token: "" } as StackAddress, "").events(0);
    try {
      const heard = stream.next();
      await Promise.race([heard, sleep(GIVEN_UP_AFTER_MS * 3)]);
      events.publish({ type: "queue.deleted", at: 0, traceId: "late", details: { queueName: "jobs" } });
      return (await heard).value as SequencedEvent;
    } finally {
      await stream.return(undefined);
      await app.close();
    }
  }

  it("keeps its clients: they are not told after 5 min that it does not answer", async () => {
    assert.equal((await hearAfterSilence(GIVEN_UP_AFTER_MS / 40)).traceId, "late");
  });

  it("would lose them without a sign of life", async () => {
    await assert.rejects(hearAfterSilence(60_000), /UND_ERR_BODY_TIMEOUT/);
  });
});
