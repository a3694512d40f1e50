import assert from "node:assert/strict";
import { timeOfLine, zoneAheadMs } from "../../../src/targets/process/lineTime";

describe("times of a log file's lines", () => {
  const line = "2026-03-05 10:00:00,123 [INFO] x";
  const said = timeOfLine(line)!;
  const hours = (n: number) => n * 3_600_000;

  it("are taken back by as much as the log's zone is ahead of the machine's", () => {
    assert.equal(zoneAheadMs(line, said - hours(9) + 40), hours(9));
    assert.equal(zoneAheadMs(line, said + hours(5.5)), -hours(5.5));
  });

  it("are left alone where they agree with the file's, name their zone, or are not there", () => {
    assert.equal(Math.abs(zoneAheadMs(line, said + 900)), 0);
    assert.equal(zoneAheadMs("2026-03-05T10:00:00Z x", said - hours(9)), 0);
    assert.equal(zoneAheadMs(undefined, said), 0);
  });
});
