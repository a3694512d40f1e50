import assert from "node:assert/strict";
import fs from "node:fs";
import { enqueueMany, StackFixture } from "../integration/stack/stackFixture";
import { isShort, report, scaled } from "./scale";

const MESSAGES = scaled(100_000, 2_000);
const PARTS = 10;
/** Fill what is bounded: the newest traces, events and lines, and SQLite's page caches. Not part of the tenths. */
const WARM_UP = scaled(5_000, 200);
/** Between the means of the first and the last tenth. */
const MAX_GROWTH = 1.2;

/** Bytes of memory that the process holds; the system's own number. */
function residentBytes(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

describe(`${MESSAGES} messages at full speed`, () => {
  let stack: StackFixture;
  before(async function () {
    if (process.platform !== "linux") {
      process.stdout.write("    skipped: reads /proc, which Linux has\n");
      this.skip();
    }
    stack = await StackFixture.start();
  });
  after(() => stack?.stop());

  it("take no more memory at their end than at their beginning", async () => {
    const { client } = stack;
    await client.setSender("saessak", "", "0212345678");
    const { worker, queue, pid } = await client.snapshot();
    const pids = { stack: pid, worker: worker.pid! };
    const means: Record<keyof typeof pids, number[]> = { stack: [], worker: [] };
    const handle = async (name: string, count: number): Promise<void> => {
      const events = client.events((await client.snapshot()).seq);
      const handled = async (): Promise<void> => {
        for (let deleted = 0; deleted < count;) {
          const { value, done } = await events.next();
          if (done) throw new Error("the stack ended");
          if (value.type === "queue.deleted" && value.details.queueName === queue.name) deleted++;
        }
      };
      // Both at once: a stream that nobody reads is cut off.
      await Promise.all([handled(), enqueueMany(client, name, count)]);
      await events.return(undefined);
    };
    await handle("warmUp", WARM_UP);
    const startedAt = performance.now();
    for (let part = 0; part < PARTS; part++) {
      const samples: Record<keyof typeof pids, number[]> = { stack: [], worker: [] };
      const sample = setInterval(() => {
        for (const name of ["stack", "worker"] as const) samples[name].push(residentBytes(pids[name]));
      }, 100);
      await handle(`memory${part}`, MESSAGES / PARTS);
      clearInterval(sample);
      for (const name of ["stack", "worker"] as const) {
        samples[name].push(residentBytes(pids[name]));
        means[name].push(samples[name].reduce((sum, each) => sum + each, 0) / samples[name].length);
      }
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const growth = Object.fromEntries(
      Object.entries(means).map(([name, each]) => [name, Number((each.at(-1)! / each[0]!).toFixed(2))]),
    );
    const megabytes = Object.fromEntries(
      Object.entries(means).map(([name, each]) => [name, each.map((bytes) => Math.round(bytes / 1e6))]),
    );
    report("memory", { messages: MESSAGES, perSecond: Math.round(MESSAGES / seconds), growth, megabytes });
    // A short run measures the start of the processes, not their growth.
    if (isShort) return;
    for (const [name, times] of Object.entries(growth)) assert.ok(times <= MAX_GROWTH, `${name} grew ${times} times`);
  }).timeout(scaled(900_000, 60_000));
});
