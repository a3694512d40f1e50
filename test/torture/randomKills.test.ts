import assert from "node:assert/strict";
import { requireDjango, requirePostgres } from "../integration/django/requirements";
import { randomOf, report, scaled, seed } from "./scale";
import { allWell, TortureBench } from "./tortureBench";

const MESSAGES = scaled(10_000, 400);
const KILLS = scaled(50, 4);
const WORKERS = scaled(4, 2);

for (const database of ["sqlite", "postgres"] as const)
  describe(`${WORKERS} workers on one queue and ${database}, one of them killed now and then (SEED=${seed})`, () => {
    let bench: TortureBench;
    before(async function () {
      this.timeout(120_000);
      if (database === "postgres") {
        await requireDjango(this);
        requirePostgres(this);
      }
      bench = await TortureBench.start({ database });
    });
    after(() => bench?.stop());

    it(`lose nothing and send nothing twice: ${KILLS} kills over ${MESSAGES} messages`, async () => {
      const random = randomOf(seed);
      const creditBefore = await bench.ledger.credit();
      const traceIds = await bench.enqueue("kill", MESSAGES);
      let isDone = false;
      const start = (): void => {
        // A window that all of them can fill several times between two kills.
        const worker = bench.startWorker({ MESSAGING_WORKER_MAX_IN_FLIGHT: "50", SOLAPI_TIMEOUT_SECONDS: "3" });
        worker.once("exit", () => !isDone && start());
      };
      for (let count = 0; count < WORKERS; count++) start();
      const startedAt = Date.now();
      for (let kill = 1; kill <= KILLS; kill++) {
        await bench.untilHandled(traceIds, Math.floor((kill * MESSAGES) / (KILLS + 2)));
        bench.workers[Math.floor(random() * bench.workers.length)]?.kill("SIGKILL");
      }
      await bench.untilHandled(traceIds);
      isDone = true;
      const { ambiguous, ...rest } = await bench.verify(traceIds, creditBefore);
      const seconds = Math.round((Date.now() - startedAt) / 1_000);
      report("random kills", {
        database,
        messages: MESSAGES,
        kills: KILLS,
        workers: WORKERS,
        seconds,
        ambiguous: ambiguous.length,
      });
      assert.deepEqual(rest, allWell);
    }).timeout(scaled(900_000, 120_000));
  });
