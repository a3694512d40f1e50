import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { localTimestamp } from "../../../src/common/timeZone";
import { parseLog } from "../../../src/diagnosis/logs/logParser";
import { WorkerLog } from "../../../src/runtime/worker/workerLog";

describe("the worker's log", () => {
  it("says its zone: read anywhere, a line's time is when it was written", async () => {
    const out = new PassThrough();
    const log = new WorkerLog(out);
    const before = Date.now();
    log.info("Messaging Worker shutdown complete");
    await log.flush();
    const after = Date.now();
    out.end();
    const printed = await text(out);
    assert.match(
      printed,
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}[+-]\d{4} \[INFO\] \[MESSAGING-WORKER\] Messaging Worker shutdown complete\n$/,
    );
    const { zone, records } = parseLog(printed, { source: "worker.logs" });
    const [{ at = NaN, pattern, logger } = {}] = records;
    assert.ok(at >= before && at <= after, String(at));
    assert.deepEqual([zone.source, pattern?.id, logger], ["stated", "worker-stopped", "MESSAGING-WORKER"]);
  });

  it("prints the machine's clock", () => {
    const at = Date.parse("2026-03-05T01:00:00.123Z");
    const clock = new Date(at).toLocaleString("sv");
    assert.ok(localTimestamp(at).startsWith(`${clock},123`), localTimestamp(at));
  });
});
