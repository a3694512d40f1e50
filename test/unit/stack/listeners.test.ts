import assert from "node:assert/strict";
import type { Logger } from "../../../src/common/logger";
import { silentLogger } from "../../../src/common/logger";
import { Signal } from "../../../src/common/signal";
import { EventHub } from "../../../src/runtime/stack/eventHub";
import { LineBuffer } from "../../../src/runtime/stack/lineBuffer";

/** Throws at its first value, and hears the later ones. */
function failingOnce<T>(heard: T[]): (value: T) => void {
  let isFirst = true;
  return (value) => {
    if (isFirst) {
      isFirst = false;
      throw new Error("first value refused");
    }
    heard.push(value);
  };
}

describe("A listener that throws once", () => {
  const errors: string[] = [];
  const log: Logger = { ...silentLogger, error: (text) => void errors.push(text) };
  beforeEach(() => void errors.splice(0));

  it("stays subscribed to the stack's events, and is logged (it was removed without a word)", () => {
    const hub = new EventHub(log);
    const heard: number[] = [];
    const listen = failingOnce<number>(heard);
    hub.subscribe(({ seq }) => listen(seq));
    for (const at of [1, 2]) hub.publish({ type: "queue.deleted", at, traceId: "t", details: { queueName: "q" } });
    assert.deepEqual([heard, errors], [[2], ["a listener of events failed: first value refused"]]);
  });

  it("stays subscribed to lines, and the lines after it are kept (the rest of the chunk was lost)", () => {
    const lines = new LineBuffer(log);
    const heard: string[] = [];
    const listen = failingOnce<string>(heard);
    lines.subscribe(({ text }) => listen(text));
    lines.input().write("one\ntwo\n");
    assert.deepEqual([heard, lines.since(0).map(({ text }) => text)], [["two"], ["one", "two"]]);
    assert.deepEqual(errors, ["a listener of lines failed: first value refused"]);
  });

  it("stays subscribed to a signal, and its error is reported", () => {
    const reported: unknown[] = [];
    const signal = new Signal<number>((error) => reported.push(error));
    const heard: number[] = [];
    signal.subscribe(failingOnce(heard));
    signal.fire(1);
    signal.fire(2);
    assert.deepEqual([heard, reported.map(String)], [[2], ["Error: first value refused"]]);
  });
});

describe("Lines of two streams in one log", () => {
  it("stay apart where both stand in the middle of a line (half of stderr's joined half of stdout's)", () => {
    const lines = new LineBuffer(silentLogger);
    const [stdout, stderr] = [lines.input(), lines.input()];
    stdout.write("sent to 010");
    stderr.write("(node:1) Warn");
    stdout.write("1****\n");
    stderr.write("ing: old\nlast");
    stderr.end();
    assert.deepEqual(
      lines.since(0).map(({ text }) => text),
      ["sent to 0101****", "(node:1) Warning: old", "last"],
    );
  });
});
