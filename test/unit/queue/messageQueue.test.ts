import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { silentLogger } from "../../../src/common/logger";
import { noAttributes } from "../../../src/runtime/queue/messageAttributes";
import { MessageDeque } from "../../../src/runtime/queue/messageDeque";
import type { EmitMessageEvent } from "../../../src/runtime/message/messageEvents";
import { MAX_IN_FLIGHT, type MessageQueue, type Received } from "../../../src/runtime/queue/messageQueue";
import { openQueueJournal, type QueueJournal } from "../../../src/runtime/queue/queueJournal";
import { QueueStore } from "../../../src/runtime/queue/queueStore";

describe("message deque", () => {
  it("behaves as an array", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("push" as const), count: fc.integer({ min: 1, max: 3_000 }) }),
      fc.record({ do: fc.constant("shift" as const), count: fc.integer({ min: 1, max: 3_000 }) }),
      fc.record({ do: fc.constant("unshift" as const), count: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ do: fc.constant("removeAll" as const), count: fc.integer({ min: 0, max: 20 }) }),
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
            deque.removeAll(new Set([count, count + 1]));
            model = model.filter((item) => item !== count && item !== count + 1);
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
  let expired: string[];
  const emit: EmitMessageEvent = ({ type, messageId }) => {
    if (type === "queue.expired") expired.push(messageId!);
  };
  const clock = { now: () => now };
  const log = silentLogger;
  const open = (): void => {
    journal = openQueueJournal(dataDir, silentLogger);
    store = new QueueStore({ journal, emit, clock, wall: clock, log });
  };
  const restart = (): [] => {
    store.close();
    open();
    return [];
  };
  const create = (): MessageQueue => store.create("r", "q", { VisibilityTimeout: "60" });

  beforeEach(async () => {
    now = 1_000_000;
    expired = [];
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

  it("loses messages that are older than its retention period, in every state, and no others", () => {
    const queue = store.create("r", "q", { MessageRetentionPeriod: "60", VisibilityTimeout: "3600" });
    const [ready, inFlight, delayed] = queue.send([draft("ready"), draft("in flight"), draft("delayed", 900)]);
    queue.receive(1);
    now += 59_999;
    queue.send([draft("young")]);
    assert.deepEqual(queue.counts(), { visible: 2, inFlight: 1, delayed: 1 });
    now += 1;
    assert.deepEqual(
      queue.receive(10).map(({ message }) => message.body),
      ["young"],
    );
    assert.deepEqual(new Set(expired), new Set([ready!, inFlight!, delayed!].map(({ messageId }) => messageId)));
    assert.deepEqual(queue.counts(), { visible: 0, inFlight: 1, delayed: 0 });
  });

  it("counts the retention of a dead message from its first send", () => {
    const dead = store.create("r", "dead", { MessageRetentionPeriod: "120" });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const queue = store.create("r", "q", { RedrivePolicy, VisibilityTimeout: "0" });
    queue.send([draft("a")]);
    now += 100_000;
    queue.receive(1);
    queue.receive(1);
    assert.equal(dead.counts().visible, 1);
    now += 20_000;
    assert.equal(dead.counts().visible, 0);
    assert.equal(expired.length, 1);
  });

  it("is full at 120,000 messages in flight, and not before", function () {
    this.timeout(60_000);
    const queue = create();
    for (let sent = 0; sent <= MAX_IN_FLIGHT; sent += 10_000)
      queue.send(Array.from({ length: 10_000 }, () => draft("a")));
    let [last] = queue.receive(1);
    for (let taken = 1; taken < MAX_IN_FLIGHT;) {
      const received = queue.receive(7_000);
      taken += received.length;
      last = received.at(-1);
    }
    assert.deepEqual([queue.isFull, queue.receive(1).length], [true, 0]);
    queue.delete([last!.receiptHandle]);
    assert.deepEqual([queue.isFull, queue.receive(2).length], [false, 1]);
  });

  it("hides a message for 12 hours in all, extensions included", () => {
    const queue = create();
    queue.send([draft("a")]);
    const [{ receiptHandle }] = queue.receive(1, 43_200) as [Received];
    assert.equal(queue.changeVisibility(receiptHandle, 43_200), "changed");
    now += 1;
    assert.equal(queue.changeVisibility(receiptHandle, 43_200), "beyond-limit");
    assert.equal(queue.changeVisibility(receiptHandle, 43_199), "changed");
  });

  it("does not hide messages for days after its clock was set back during a stop", () => {
    const queue = create();
    now += 3 * 24 * 3_600_000;
    queue.send([draft("in flight"), draft("delayed", 900)]);
    queue.receive(1);
    now -= 3 * 24 * 3_600_000;
    restart();
    const again = store.find("r", "q")!;
    assert.deepEqual(again.counts(), { visible: 0, inFlight: 1, delayed: 1 });
    now += 60_000;
    assert.deepEqual(again.counts(), { visible: 1, inFlight: 0, delayed: 1 });
    now += 840_000;
    assert.deepEqual(again.counts(), { visible: 2, inFlight: 0, delayed: 0 });
  });

  it("opens the file of an older version, and keeps its messages", () => {
    const file = path.join(dataDir, "queue.sqlite");
    create().send([draft("a")]);
    store.close();
    const database = new DatabaseSync(file);
    for (const column of ["received_at", "group_id", "original_id", "dead_letter_source"])
      database.exec(`ALTER TABLE message DROP COLUMN ${column}`);
    database.exec("PRAGMA user_version = 1");
    database.close();
    open();
    assert.deepEqual(
      store
        .find("r", "q")!
        .receive(1)
        .map(({ message }) => message.body),
      ["a"],
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
