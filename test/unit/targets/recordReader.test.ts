import assert from "node:assert/strict";
import fc from "fast-check";
import { recordReader } from "../../../src/targets/docker/tail/recordReader";
import { cut, frame, timeAt } from "./dockerFrames";

const PIECE = 16 * 1024;

/** As an engine stores a line: pieces of 16 KiB, all of them with the time of the first. */
function pieces(line: Buffer, time: string): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 0; start < line.length || start === 0; start += PIECE) {
    found.push(Buffer.concat([Buffer.from(`${time} `), line.subarray(start, start + PIECE)]));
  }
  return found;
}

function readAll(bytes: Buffer, places: readonly number[], terminal: boolean) {
  const reader = recordReader(terminal);
  return [...cut(bytes, places).flatMap((chunk) => reader.read(chunk)), ...reader.end()];
}

const line = fc.record({
  output: fc.constantFrom("stdout" as const, "stderr" as const),
  text: fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !/[\r\n]/.test(text)),
    fc.integer({ min: 5_000, max: 15_000 }).map((letters) => "발신번호 ".repeat(letters / 5)),
  ),
});
const places = fc.array(fc.nat(200_000), { maxLength: 12 });

describe("records of a container's log", () => {
  it("are the lines that were written, however the network cuts the frames", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), places, (lines, cuts) => {
        const bytes = lines.flatMap(({ output, text }, index) =>
          pieces(Buffer.from(`${text}\n`), timeAt(index)).map((piece) => frame(output, piece)),
        );
        assert.deepEqual(
          readAll(Buffer.concat(bytes), cuts, false),
          lines.map(({ output, text }, index) => ({ output, text, time: timeAt(index) })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("are the lines that were written to a terminal too", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), places, (lines, cuts) => {
        const bytes = lines.flatMap(({ text }, index) => pieces(Buffer.from(`${text}\r\n`), timeAt(index)));
        assert.deepEqual(
          readAll(Buffer.concat(bytes), cuts, true),
          lines.map(({ text }, index) => ({ output: "stdout", text, time: timeAt(index) })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("keep the pieces of two outputs apart that come between each other", () => {
    const [long, other] = ["가".repeat(10_000), "나".repeat(10_000)];
    const [a, b] = pieces(Buffer.from(`${long}\n`), timeAt(1));
    const [c, d] = pieces(Buffer.from(`${other}\n`), timeAt(2));
    const bytes = Buffer.concat([frame("stdout", a!), frame("stderr", c!), frame("stdout", b!), frame("stderr", d!)]);
    assert.deepEqual(
      readAll(bytes, [], false).map(({ text }) => text),
      [long, other],
    );
  });

  it("end where a process ended in the middle of a line", () => {
    const bytes = Buffer.concat([
      frame("stdout", `${timeAt(1)} cut of`),
      frame("stdout", `${timeAt(2)} next run\n`),
      frame("stdout", `${timeAt(3)} cut again`),
    ]);
    assert.deepEqual(
      readAll(bytes, [], false).map(({ text }) => text),
      ["cut of", "next run", "cut again"],
    );
  });

  it("are cut where they are endless", () => {
    const reader = recordReader(false);
    for (let piece = 0; piece < 100; piece++) {
      assert.deepEqual(reader.read(frame("stdout", `${timeAt(1)} ${"x".repeat(PIECE)}`)), []);
    }
    const [record] = reader.read(frame("stdout", `${timeAt(1)} end\n`));
    assert.equal(record!.text.length, 256 * 1024);
  });

  it("are refused where the stream is something else", () => {
    assert.throws(() => recordReader(false).read(Buffer.from("2026-03-05T01:00:00Z plain text\n")), /multiplexed/);
    assert.throws(() => recordReader(true).read(Buffer.from("no time here\n")), /without a time/);
  });
});
