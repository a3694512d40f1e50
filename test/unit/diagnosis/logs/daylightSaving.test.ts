import assert from "node:assert/strict";
import { parseLog } from "../../../../src/diagnosis/logs/logParser";

const TIME_ZONE = "America/New_York";
const lines = (day: string, times: readonly string[]) =>
  times.map((time) => `${day} ${time},000 [INFO] [MESSAGING-WORKER] Django setup done (ORM available)`).join("\n");

/** UTC times of the records, and which lie before the send. */
function read(day: string, times: readonly string[], sentAt: string) {
  const { records } = parseLog(lines(day, times), { source: "worker.logs", sentAt, timeZone: TIME_ZONE });
  return records.map(
    ({ at, beforeSend }) => `${new Date(at ?? NaN).toISOString().slice(11, 19)}${beforeSend ? " before" : ""}`,
  );
}

describe("log parser: daylight saving in New York", () => {
  it("March: the hour after 01:59 is 03, not two hours later", () =>
    assert.deepEqual(read("2026-03-08", ["01:59:50", "03:00:10"], "2026-03-08T07:00:00Z"), [
      "06:59:50 before",
      "07:00:10",
    ]));

  it("March: a time that no clock shows is read as if it had not changed", () =>
    assert.deepEqual(read("2026-03-08", ["02:30:00"], "2026-03-08T07:00:00Z"), ["07:30:00"]));

  it("November: the hour that comes twice is told by the clock going back", () =>
    assert.deepEqual(read("2026-11-01", ["01:30:00", "01:59:00", "01:00:10", "01:30:00"], "2026-11-01T06:00:00Z"), [
      "05:30:00 before",
      "05:59:00 before",
      "06:00:10",
      "06:30:00",
    ]));

  it("November: in a log of the second hour alone, by the send", () =>
    assert.deepEqual(read("2026-11-01", ["01:30:03", "02:00:01"], "2026-11-01T06:30:00Z"), ["06:30:03", "07:00:01"]));

  it("November: in a log of the first hour alone, by the send", () =>
    assert.deepEqual(read("2026-11-01", ["01:30:03", "01:40:01"], "2026-11-01T05:30:00Z"), ["05:30:03", "05:40:01"]));
});
