import assert from "node:assert/strict";
import { offsetAt } from "../../../src/common/timeZone";
import { instantOfLine, timeOfLine, zoneOfFile } from "../../../src/targets/process/lineTime";

describe("times of a log file's lines", () => {
  const line = "2026-03-05 10:00:00,123 [INFO] x";
  const minutes = (n: number) => n * 60_000;
  const writtenAt = Date.parse("2026-03-05T01:00:00.900Z");

  it("are in the zone that is as far ahead of the file's last write", () => {
    const offset = offsetAt(zoneOfFile(line, writtenAt), writtenAt);
    assert.equal(offset, 540);
    assert.equal(zoneOfFile("2026-03-05 04:15:00 x", Date.parse("2026-03-05T10:00:00Z")), "-05:45");
  });

  it("are in the machine's zone where they agree with it, name a zone, or tell none", () => {
    const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const { wall = NaN } = timeOfLine(line);
    assert.equal(zoneOfFile(line, wall - minutes(offsetAt(machine, wall)) + 900), machine);
    assert.equal(zoneOfFile("2026-03-05T10:00:00Z x", writtenAt), machine);
    assert.equal(zoneOfFile("Traceback (most recent call last):", writtenAt), machine);
    assert.equal(zoneOfFile(undefined, writtenAt), machine);
    assert.equal(zoneOfFile("2025-03-05 10:00:00 an old log that was copied here", writtenAt), machine);
  });

  it("are instants where they name their zone, whatever the file's is", () => {
    const at = Date.parse("2026-03-05T01:00:03.123Z");
    assert.equal(instantOfLine("2026-03-05 10:00:03,123+0900 [INFO] x", "America/New_York"), at);
    assert.equal(instantOfLine("2026-03-04 20:00:03,123 [INFO] x", "America/New_York"), at);
    assert.equal(instantOfLine("  File x", "UTC"), undefined);
  });

  it("follow daylight saving: New York's offset is another before and after the change", () => {
    assert.equal(instantOfLine("2026-03-08 01:59:59 x", "America/New_York"), Date.parse("2026-03-08T06:59:59Z"));
    assert.equal(instantOfLine("2026-03-08 03:00:00 x", "America/New_York"), Date.parse("2026-03-08T07:00:00Z"));
    assert.equal(instantOfLine("2026-11-01 00:59:59 x", "America/New_York"), Date.parse("2026-11-01T04:59:59Z"));
    assert.equal(instantOfLine("2026-11-01 02:00:00 x", "America/New_York"), Date.parse("2026-11-01T07:00:00Z"));
  });
});
