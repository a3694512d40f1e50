import assert from "node:assert/strict";
import { once } from "node:events";
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

describe("A stream of the stack whose signal aborts", () => {
  const { fetch } = globalThis;
  afterEach(() => {
    globalThis.fetch = fetch;
  });

  it("ends and lets go of its connection, although fetch forgot the signal (send did not end on Node 22)", async () => {
    globalThis.fetch = (url, { signal: _forgotten, ...init } = {}) => fetch(url, init);
    const app = fastify({ forceCloseConnections: true });
    const closed = new Promise<void>((resolve) => {
      app.get("/events", (_request, reply) => {
        reply.raw.once("close", resolve);
        streamItems(reply, new EventHub(silentLogger), 0);
      });
    });
    const controlUrl = await listen(app, { port: 0, name: "test", log: silentLogger });
    const abort = new AbortController();
    try {
      const next = new StackClient({ controlUrl, token: "" } as StackAddress, "").events(0, abort.signal).next();
      await once(app.server, "request");
      abort.abort();
      assert.deepEqual(await next, { done: true, value: undefined });
      await closed;
    } finally {
      await app.close();
    }
  });
});
