import assert from "node:assert/strict";
import path from "node:path";
import { isShort, randomOf, report, scaled, seed } from "./scale";
import { allWell, TortureBench } from "./tortureBench";

/** The points of a job's life, in order. killHook.cjs says what each of them is. */
const points = [
  "receive:answered",
  "claim:before-commit",
  "claim:after-commit",
  "create-group:asked",
  "create-group:answered",
  "open-group:before-commit",
  "open-group:after-commit",
  "add-messages:sent",
  "add-messages:answered",
  "submit:before-commit",
  "submit:after-commit",
  "send-group:asked",
  "send-group:sent",
  "send-group:answered",
  "finish:before-commit",
  "finish:after-commit",
  "delete:asked",
  "delete:answered",
];
/** The short run takes those where the outcome is hardest to know. */
const shortPoints = ["submit:after-commit", "send-group:sent", "send-group:answered", "finish:after-commit"];

const MESSAGES = scaled(200, 40);
const KILLS = scaled(5, 1);

describe(`A worker that is killed (SIGKILL) at a point of a job's life (SEED=${seed})`, () => {
  let bench: TortureBench;
  const random = randomOf(seed);
  before(async () => (bench = await TortureBench.start()));
  after(() => bench.stop());

  for (const point of isShort ? shortPoints : points)
    it(`loses nothing and sends nothing twice: ${point}`, async () => {
      const creditBefore = await bench.ledger.credit();
      const traceIds = await bench.enqueue(point.replace(":", "-"), MESSAGES);
      let kills = 0;
      const start = (): void => {
        const hook = ["--require", path.resolve("test/torture/killHook.cjs")];
        const killAt = String(1 + Math.floor(random() * 3));
        // Small groups: a kill meets some of the messages, not all.
        const env = { MESSAGING_WORKER_MAX_IN_FLIGHT: String(scaled(20, 10)) };
        const worker =
          kills < KILLS
            ? bench.startWorker({ ...env, KILL_POINT: point, KILL_AT: killAt }, hook)
            : bench.startWorker(env);
        worker.once("exit", (_code, signal) => {
          if (signal !== "SIGKILL" || isDone) return;
          kills++;
          start();
        });
      };
      let isDone = false;
      start();
      await bench.untilHandled(traceIds);
      isDone = true;
      for (const worker of bench.workers) worker.kill("SIGKILL");
      const { ambiguous, ...rest } = await bench.verify(traceIds, creditBefore);
      report("kill points", { point, messages: MESSAGES, kills, ambiguous: ambiguous.length });
      assert.deepEqual(rest, allWell);
      assert.ok(kills > 0, "the point was never reached");
    }).timeout(180_000);
});
