import assert from "node:assert/strict";
import { once } from "node:events";
import { FaultyProxy } from "./faultyProxy";
import { report, scaled, seed } from "./scale";
import { allWell, TortureBench, VISIBILITY_SECONDS } from "./tortureBench";

const MESSAGES = scaled(1_000, 100);
const AWAY_SECONDS = scaled(60, 4);

const pass = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

describe(`Outages while messages are on their way (SEED=${seed})`, () => {
  let bench: TortureBench;
  let proxy: FaultyProxy;
  beforeEach(async () => {
    bench = await TortureBench.start({
      sqsEndpoint: async (real) => {
        proxy = await FaultyProxy.start(real);
        return proxy.url;
      },
    });
  });
  afterEach(async () => {
    await bench.stop();
    await proxy.close().catch(() => undefined);
  });

  it(`SQS away for ${AWAY_SECONDS} s`, async () => {
    const creditBefore = await bench.ledger.credit();
    const traceIds = await bench.enqueue("away", MESSAGES);
    bench.startWorker({ MESSAGING_WORKER_MAX_IN_FLIGHT: "50" });
    await bench.untilHandled(traceIds, MESSAGES / 4);
    await proxy.close();
    await pass(AWAY_SECONDS);
    await proxy.open();
    await bench.untilHandled(traceIds);
    const { ambiguous, ...rest } = await bench.verify(traceIds, creditBefore);
    report("SQS away", { messages: MESSAGES, seconds: AWAY_SECONDS, ambiguous: ambiguous.length });
    assert.deepEqual([rest, ambiguous], [allWell, []]);
  }).timeout(240_000);

  it("a worker paused (SIGSTOP) beyond the visibility timeout, while another goes on", async () => {
    const creditBefore = await bench.ledger.credit();
    const traceIds = await bench.enqueue("paused", MESSAGES);
    const env = { MESSAGING_WORKER_MAX_IN_FLIGHT: "50" };
    const pauses = scaled(5, 1);
    const paused = bench.startWorker(env);
    bench.startWorker(env);
    for (let pause = 1; pause <= pauses; pause++) {
      await bench.untilHandled(traceIds, Math.floor((pause * MESSAGES) / (pauses + 2)));
      paused.kill("SIGSTOP");
      await pass(2 * VISIBILITY_SECONDS + 1);
      paused.kill("SIGCONT");
    }
    await bench.untilHandled(traceIds);
    const { ambiguous, ...rest } = await bench.verify(traceIds, creditBefore);
    report("worker paused", { messages: MESSAGES, pauses, ambiguous: ambiguous.length });
    assert.deepEqual([rest, ambiguous], [allWell, []]);
  }).timeout(240_000);

  for (const hours of [1, -1])
    it(`the clock of one of two workers ${hours} h off`, async () => {
      const creditBefore = await bench.ledger.credit();
      const traceIds = await bench.enqueue(`clock${hours}`, MESSAGES);
      const env = { MESSAGING_WORKER_MAX_IN_FLIGHT: "50" };
      const shift = `const { now } = Date; Date.now = () => now() + ${hours} * 3_600_000;`;
      const ahead = bench.startWorker(env, ["--import", `data:text/javascript,${encodeURIComponent(shift)}`]);
      bench.startWorker(env);
      await bench.untilHandled(traceIds, MESSAGES / 2);
      // Its leases stay behind, and the other worker's clock judges them.
      const ended = once(ahead, "exit");
      ahead.kill("SIGKILL");
      await ended;
      await bench.untilHandled(traceIds);
      const { ambiguous, ...rest } = await bench.verify(traceIds, creditBefore);
      report("clock off", { messages: MESSAGES, hours, ambiguous: ambiguous.length });
      assert.deepEqual([rest, ambiguous], [allWell, []]);
    }).timeout(180_000);
});
