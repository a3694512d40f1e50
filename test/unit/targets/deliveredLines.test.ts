import assert from "node:assert/strict";
import fc from "fast-check";
import { DeliveredLines } from "../../../src/targets/docker/tail/deliveredLines";
import { readEngineTime } from "../../../src/targets/docker/tail/engineTime";
import type { EngineLogRecord } from "../../../src/targets/docker/tail/recordReader";
import { timeAt } from "./dockerFrames";

const record = (output: EngineLogRecord["output"], nanoseconds: number, text: string): EngineLogRecord => ({
  output,
  time: readEngineTime(timeAt(nanoseconds))!,
  text,
});

/** A log whose outputs each rise in time, with several lines in a nanosecond now and then. */
const log = fc
  .array(fc.record({ output: fc.constantFrom("stdout" as const, "stderr" as const), step: fc.nat(2) }), {
    maxLength: 30,
  })
  .map((lines) => {
    const last = { stdout: 0, stderr: 0 };
    return lines.map(({ output, step }, index) => record(output, (last[output] += step), `line ${index}`));
  });

describe("delivered lines", () => {
  it("are never lost or repeated over any number of readings", () => {
    fc.assert(
      fc.property(log, fc.boolean(), fc.array(fc.nat(30), { maxLength: 5 }), (records, resends, ends) => {
        let delivered = DeliveredLines.none(resends);
        const taken: EngineLogRecord[] = [];
        for (const end of [...ends, records.length]) {
          delivered.beginPass();
          for (const each of records.slice(0, end)) if (delivered.take(each)) taken.push(each);
          // As a position that was written down.
          delivered = DeliveredLines.parse(delivered.toString(), resends)!;
        }
        assert.deepEqual(new Set(taken), new Set(records));
        assert.equal(taken.length, records.length);
      }),
    );
  });

  it("are dropped where an engine sends them again within a reading", () => {
    fc.assert(
      fc.property(log, fc.nat(30), fc.nat(30), (records, from, at) => {
        const delivered = DeliveredLines.none(true);
        delivered.beginPass();
        const middle = at % (records.length + 1);
        const start = records[from % (records.length || 1)];
        // It begins again with a line that is the first of its output's nanosecond: a file begins with a line.
        const again = records.slice(0, middle).filter(({ time }) => time >= (start?.time ?? ""));
        const sent = [...records.slice(0, middle), ...again, ...records.slice(middle)];
        const taken = sent.filter((each) => delivered.take(each));
        assert.deepEqual(taken, records);
      }),
    );
  });

  it("begin after everything there was", () => {
    const delivered = DeliveredLines.upTo(readEngineTime(timeAt(5))!, false);
    delivered.beginPass();
    const taken = [record("stdout", 5, "old"), record("stderr", 4, "old"), record("stderr", 6, "new")].filter((each) =>
      delivered.take(each),
    );
    assert.deepEqual(
      taken.map(({ text }) => text),
      ["new"],
    );
  });

  it("are still taken after somebody set the clock back", () => {
    const delivered = DeliveredLines.none(false);
    delivered.beginPass();
    assert.ok(delivered.take(record("stdout", 500, "one")));
    assert.ok(delivered.take(record("stdout", 400, "two")));
  });

  it("are no position where the text is something else", () => {
    for (const text of ["", "x", "2026-03-05T01:00:00Z+1", "a+1 b+2"]) {
      assert.equal(DeliveredLines.parse(text, false), undefined);
    }
  });
});
