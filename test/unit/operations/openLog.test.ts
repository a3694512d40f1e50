import assert from "node:assert/strict";
import { openLog } from "../../../src/operations/log/openLog";
import type { TailEntry } from "../../../src/targets/environment";
import { fakeEnvironment } from "../targets/fakeEnvironment";

const entry = (seq: number): TailEntry => ({
  kind: "line",
  line: { seq, at: seq, text: `line ${seq}` },
  position: `${seq}`,
});

/** A log whose past and whose future overlap in one line. */
const log = {
  origin: "log file /var/log/worker.log",
  linesSince: () => Promise.resolve([1, 2].map((seq) => ({ seq, at: seq, text: `line ${seq}` }))),
  async *tail(): AsyncGenerator<TailEntry> {
    yield entry(2);
    yield entry(3);
  },
};

const signal = new AbortController().signal;

describe("the log of an environment's process", () => {
  it("of a real backend follows new lines; the past comes first where it is asked for, each line once", async () => {
    const opened = openLog(fakeEnvironment({ worker: log as never }), "worker");
    assert.equal(opened.origin, "log file /var/log/worker.log");
    assert.equal(await opened.begin(Infinity), undefined);
    const [news, all]: string[][] = [[], []];
    for await (const piece of opened.tail(undefined, signal)) news!.push(piece.kind);
    for await (const piece of opened.tail(undefined, signal, 0))
      if (piece.kind !== "gap") all!.push(`${piece.kind} ${piece.line.seq}`);
    assert.deepEqual(news, ["line", "line"]);
    assert.deepEqual(all, ["past 1", "past 2", "line 3"]);
  });

  it("of the local stack begins at the lines that are kept, by their numbers", async () => {
    const environment = fakeEnvironment({ worker: log as never, stack: {} as never });
    const opened = openLog(environment, "worker");
    assert.deepEqual([opened.origin, opened.isNumbered], [undefined, true]);
    assert.deepEqual(await Promise.all([Infinity, 1, 10].map((lines) => opened.begin(lines))), ["0", "1", "0"]);
  });

  it("is missing, with a next step, where the settings do not say where it is", () => {
    const environment = fakeEnvironment({ api: { url: "https://api.example.kr" } as never });
    for (const which of ["worker", "api"] as const)
      assert.throws(() => openLog(environment, which), {
        reason: "no-log",
        nextStep: "Add a container, a log file or a log group to it.",
      });
  });
});
