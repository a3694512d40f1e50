import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { silentLogger } from "../../../src/common/logger";
import { noAttributes } from "../../../src/runtime/queue/messageAttributes";
import { MessageDeque } from "../../../src/runtime/queue/messageDeque";
import type { MessageQueue } from "../../../src/runtime/queue/messageQueue";
import { openQueueJournal, type QueueJournal } from "../../../src/runtime/queue/queueJournal";
import { QueueStore } from "../../../src/runtime/queue/queueStore";

describe("message deque", () => {
  it("behaves as an array", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("push" as const), count: fc.integer({ min: 1, max: 3_000 }) }),
      fc.record({ do: fc.constant("shift" as const), count: fc.integer({ min: 1, max: 3_000 }) }),
      fc.record({ do: fc.constant("unshift" as const), count: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ do: fc.constant("remove" as const), count: fc.integer({ min: 0, max: 20 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const deque = new MessageDeque<number>();
        let model: number[] = [];
        let next = 0;
        for (const { do: what, count } of steps) {
          const items = Array.from({ length: count }, () => next++);
          if (what === "push") {
            for (const item of items) deque.push(item);
            model.push(...items);
          } else if (what === "shift") {
            for (const _ of items) assert.equal(deque.shift(), model.shift());
          } else if (what === "unshift") {
            deque.unshift(items);
            model = [...items, ...model];
          } else {
            assert.equal(deque.remove(count), model.includes(count));
            model = model.filter((item) => item !== count);
          }
          assert.equal(deque.length, model.length);
        }
        assert.deepEqual([...deque], model);
      }),
      { numRuns: 50 },
    );
  });
});

describe("message queue", () => {
  let dataDir: string;
  let journal: QueueJournal;
  let store: QueueStore;
  let now: number;
  const draft = (body: string, delaySeconds = 0) => ({
    body,
    attributes: noAttributes,
    systemAttributes: noAttributes,
    delaySeconds,
  });
  const open = (): void => {
    journal = openQueueJournal(dataDir, silentLogger);
    store = new QueueStore({ journal, emit: () => {}, clock: { now: () => now } });
  };
  const restart = (): [] => {
    store.close();
    open();
    return [];
  };
  const create = (): MessageQueue => store.create("r", "q", { VisibilityTimeout: "60" });

  beforeEach(async () => {
    now = 1_000_000;
    dataDir = await fs.mkdtemp(path.join(os.tmpdir(), "queue-unit-"));
    open();
  });
  afterEach(async () => {
    store.close();
    await fs.rm(dataDir, { recursive: true, force: true });
  });

  it("neither loses nor doubles a message, whatever happens to it, restarts included", () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constantFrom("send" as const, "delay" as const, "receive" as const),
        count: fc.integer({ min: 1, max: 10 }),
      }),
      fc.record({
        do: fc.constantFrom(
          "delete" as const,
          "release" as const,
          "giveBack" as const,
          "wait" as const,
          "restart" as const,
          "redrive" as const,
        ),
        count: fc.nat(9),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        for (const queue of store.list("r")) store.delete(queue);
        const dead = store.create("r", "dead");
        store.create("r", "q", {
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
        });
        const queue = (name = "q"): MessageQueue => store.find("r", name)!;
        const alive = new Set<string>();
        let handed: ReturnType<MessageQueue["receive"]> = [];
        let sent = 0;
        for (const { do: what, count } of steps) {
          const one = handed[count % Math.max(1, handed.length)];
          if (what === "send" || what === "delay") {
            const bodies = Array.from({ length: count }, () => `${sent++}`);
            queue().send(bodies.map((body) => draft(body, what === "delay" ? 5 : 0)));
            for (const body of bodies) alive.add(body);
          } else if (what === "receive") handed = [...handed, ...queue().receive(count, 10)];
          else if (what === "wait") now += count * 3_000;
          else if (what === "restart") handed = restart();
          else if (what === "redrive") store.redrive(queue("dead"), queue(), { limit: count });
          else if (!one) continue;
          else if (what === "release") queue().changeVisibility(one.receiptHandle, 0);
          else if (what === "giveBack") queue().giveBack([one]);
          else {
            const isCurrent = one.message.receiptHandle === one.receiptHandle;
            queue().delete([one.receiptHandle]);
            if (isCurrent) alive.delete(one.message.body);
          }
          const parts = ["ready", "in-flight", "delayed"] as const;
          const found = [queue(), queue("dead")].flatMap((each) => parts.flatMap((part) => [...each.messages(part)]));
          assert.deepEqual(found.map(({ body }) => body).sort(), [...alive].sort());
        }
      }),
      { numRuns: 60 },
    );
  });

  it("gives a hand-out back in its place, as if it had never been", () => {
    const queue = create();
    queue.send([draft("a"), draft("b")]);
    const received = queue.receive(1);
    queue.giveBack(received);
    queue.giveBack(received);
    assert.deepEqual(
      [...queue.messages("ready")].map(({ body, receiveCount, firstReceivedAt }) => [
        body,
        receiveCount,
        firstReceivedAt,
      ]),
      [
        ["a", 0, undefined],
        ["b", 0, undefined],
      ],
    );
  });

  it("stays as it was when the disk fails", () => {
    const queue = create();
    queue.send([draft("a")]);
    journal.close();
    assert.throws(() => queue.receive(1));
    assert.throws(() => queue.send([draft("b")]));
    assert.deepEqual(
      [...queue.messages("ready")].map(({ body, receiveCount }) => [body, receiveCount]),
      [["a", 0]],
    );
  });

  it("serves waiting consumers in turn, and none that is gone", async () => {
    const queue = create();
    let hangUp = (): void => {};
    const poll = (onGone: (callback: () => void) => () => void = () => () => {}) =>
      queue.poll({ max: 1, visibilitySeconds: undefined, waitSeconds: 20, onGone });
    const gone = poll((callback) => ((hangUp = callback), () => {}));
    const [first, second] = [poll(), poll()];
    queue.send([draft("a"), draft("b")]);
    hangUp();
    const bodies = (await Promise.all([gone, first, second])).map((received) =>
      received.map(({ message }) => message.body),
    );
    assert.deepEqual(bodies, [[], ["a"], ["b"]]);
  });
});
