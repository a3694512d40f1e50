import assert from "node:assert/strict";
import { silentLogger } from "../../../src/common/logger";
import { createAnnotator } from "../../../src/logs/annotator";
import { WorkerTail } from "../../../src/logs/workerTail";
import { fakeEnvironment } from "../targets/fakeEnvironment";
import { openLog } from "../../../src/operations/log/openLog";
import type { FollowedLog } from "../../../src/operations/log/openLog";
import type { TailStatus } from "../../../src/logs/workerTail";
import { LineBuffer } from "../../../src/runtime/stack/lineBuffer";
import type { LogLine } from "../../../src/runtime/stack/lineBuffer";
import type { TailEntry } from "../../../src/targets/environment";

/** A stack that ends when it is told to; its lines are the real buffer's. */
class FakeStack implements FollowedLog {
  readonly buffer = new LineBuffer(silentLogger);
  #end: (error?: Error) => void = () => undefined;
  readonly #ended = new Promise<Error | undefined>((resolve) => (this.#end = resolve));
  #wake: () => void = () => undefined;
  readonly #queue: LogLine[] = [];

  print(...lines: string[]): void {
    for (const line of lines) this.buffer.add(line);
  }

  end(error?: Error): void {
    this.#end(error);
  }

  readonly origin = undefined;
  readonly isNumbered = true;

  begin(lines: number): Promise<string> {
    return Promise.resolve(String(lines === Infinity ? 0 : (this.buffer.since(0).at(-lines - 1)?.seq ?? 0)));
  }

  async *tail(position: string | undefined, signal: AbortSignal): AsyncGenerator<TailEntry> {
    this.#queue.push(...this.buffer.since(Number(position)));
    const unsubscribe = this.buffer.subscribe((line) => {
      this.#queue.push(line);
      this.#wake();
    });
    const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    let error: { ended: Error | undefined } | undefined;
    void this.#ended.then((ended) => ((error = { ended }), this.#wake()));
    void aborted.then(() => this.#wake());
    try {
      for (;;) {
        for (let line = this.#queue.shift(); line; line = this.#queue.shift()) {
          yield { kind: "line", line, position: String(line.seq) };
        }
        if (signal.aborted) return;
        if (error?.ended) throw error.ended;
        if (error) return;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      unsubscribe();
    }
  }
}

/** A word without digits for each number: lines that are no flood. */
const wordOf = (index: number) => String(index).replace(/\d/g, (digit) => "klmnopqrst"[Number(digit)] ?? "");

const line = (level: string, text: string) => `2026-03-05 10:00:00,123 [${level}] [MESSAGING-WORKER] ${text}`;
const entryOf = (line: LogLine): TailEntry => ({ kind: "line", line, position: String(line.seq) });

/** A log of these entries, from its beginning. */
const sourceOf = (
  { isNumbered, origin }: { isNumbered: boolean; origin?: string },
  ...entries: TailEntry[]
): FollowedLog => ({
  origin,
  isNumbered,
  begin: () => Promise.resolve("0"),
  async *tail() {
    yield* entries;
  },
});
const running = (pid: number, changes: Partial<TailStatus> = {}) =>
  ({ state: "running", pid, restartCount: 0, ...changes }) as TailStatus;

describe("the tail of the worker's log", () => {
  let written: string[];
  let tail: WorkerTail;
  let stack: FakeStack;

  beforeEach(() => {
    written = [];
    const sink = {
      write: (severity: string, text: string) => void written.push(`${severity} ${text}`),
      clear: () => void written.splice(0),
    };
    tail = new WorkerTail(sink, createAnnotator());
    stack = new FakeStack();
  });

  /** Everything that was printed, when the stack has ended. */
  async function tailed(...lines: string[]): Promise<string[]> {
    stack.print(...lines);
    stack.end();
    await tail.follow(stack);
    return written.slice(0, -1);
  }

  it("puts the layer before a known line and its meaning behind it", async () => {
    const [known, unknown] = await tailed(
      line("INFO", "send_sms ok to=01012345678 group_id=G4V1 trace_id=7f3a91c0"),
      line("WARNING", "nobody has ever printed this"),
    );
    assert.match(known ?? "", /^info \[Solapi\] send_sms ok to=0101\*\*\*\* group_id=G4V1 trace_id=7f3a91c0 {2}⟵ \w/);
    assert.equal(unknown, "warning [Worker] nobody has ever printed this");
  });

  it("leaves the lines of a traceback as they are", async () => {
    const lines = await tailed(
      line("ERROR", "boom"),
      "Traceback (most recent call last):",
      '  File "x.py", line 3, in f',
    );
    assert.equal(lines[2], 'info   File "x.py", line 3, in f');
  });

  it("folds a flood", async () => {
    const lines = await tailed(...Array.from({ length: 40 }, (_, index) => line("ERROR", `strange thing ${index}`)));
    assert.equal(lines.filter((text) => text.includes("[Worker] strange")).length, 5);
    assert.ok(
      lines.some((text) => /… 10 more like this, .* strange thing 14/.test(text)),
      lines.join("\n"),
    );
  });

  it("marks the worker's end with its exit code, once, and the gap before its next line", async () => {
    tail.note(running(11));
    const following = tail.follow(stack);
    tail.note(running(11, { state: "restarting", exitCode: 3, restartCount: 1 }));
    tail.note(running(11, { state: "restarting", exitCode: 3, restartCount: 1 }));
    stack.print(line("INFO", "hello"));
    stack.end();
    await following;
    assert.equal(written[0], "error ──── the worker, process 11, ended with exit code 3 ────");
    assert.match(written[1] ?? "", /^info ──── the worker runs again, 0 ms after its last line ────$/);
    assert.equal(written[2], "info [Worker] hello");
  });

  it("tells of an end that nobody looked at while it lasted", async () => {
    tail.note(running(11));
    const following = tail.follow(stack);
    tail.note(running(12, { signal: "SIGKILL", restartCount: 1 }));
    stack.end();
    await following;
    assert.match(written[0] ?? "", /process 11, ended with SIGKILL/);
    assert.match(written[1] ?? "", /is running again as process 12/);
  });

  it("says that it waits when the stack ends, and goes on with the next one from its first line", async () => {
    stack.print(line("INFO", "one"), line("INFO", "two"));
    stack.end(new Error("ECONNRESET"));
    await tail.follow(stack);
    const next = new FakeStack();
    next.print(line("INFO", "three"));
    next.end();
    await tail.follow(next);
    assert.deepEqual(written, [
      "info [Worker] one",
      "info [Worker] two",
      "warning ──── the log was cut off, waiting for the local stack: ECONNRESET ────",
      "info [Worker] three",
      "warning ──── the local stack ended; waiting for it to come back ────",
    ]);
    assert.ok(!tail.isFollowing);
  });

  it("goes on where it was on a stack that cut it off, and tells of the cut once", async () => {
    stack.print(line("INFO", "one"));
    stack.end(new Error("ECONNRESET"));
    await tail.follow(stack);
    await tail.follow(stack);
    await tail.follow(stack);
    assert.deepEqual(written, [
      "info [Worker] one",
      "warning ──── the log was cut off, waiting for the local stack: ECONNRESET ────",
    ]);
  });

  it("says how many lines are missing after a cut", async () => {
    const lines = [1, 2, 7].map((seq) => ({ seq, at: Date.now(), text: line("INFO", `line ${wordOf(seq)}`) }));
    await tail.follow(sourceOf({ isNumbered: true }, ...lines.map(entryOf)));
    assert.equal(written[2], "warning ──── lines missing here: 4 ────");
  });

  it("marks what an engine says of a container between its lines, with the exit code", async () => {
    const at = Date.now();
    const one = entryOf({ seq: 1, at, text: line("INFO", "one") });
    const two = entryOf({ seq: 9, at, text: line("INFO", "two") });
    const origin = "container academy-messaging-worker";
    await tail.follow(
      sourceOf(
        { isNumbered: false, origin },
        one,
        { kind: "gap", at, reason: "stopped", exitCode: 137, oomKilled: true },
        { kind: "gap", at, reason: "restarted" },
        { kind: "gap", at, reason: "engine-gone" },
        two,
      ),
    );
    assert.deepEqual(
      written.filter((text) => text.includes("────")),
      [
        "warning ──── the worker ended with exit code 137, out of memory ────",
        "info ──── the worker was started again ────",
        "warning ──── the container engine is gone; waiting for it to come back ────",
        "warning ──── the log of container academy-messaging-worker ended ────",
      ],
      "and no line is missed by its number, which is the tail's own",
    );
  });

  it("shows one message alone, from what is kept", async () => {
    stack.print(line("INFO", "for 7f3a91c0"), line("INFO", "for another"), line("INFO", "of group G4V1"));
    stack.end();
    await tail.showOnly({ title: "7f3a91c0", ids: ["7f3a91c0", "G4V1"], since: 0 }, stack);
    assert.deepEqual(written.slice(0, 3), [
      "info ──── only the lines of 7f3a91c0 ────",
      "info [Worker] for 7f3a91c0",
      "info [Worker] of group G4V1",
    ]);
  });

  it("begins with the last 200 of the lines that are kept", async () => {
    const lines = await tailed(...Array.from({ length: 300 }, (_, index) => line("INFO", `word ${wordOf(index)}`)));
    assert.equal(lines.length, 200);
  });

  it("ends at once when it is stopped, with a mark", async () => {
    const following = tail.follow(stack);
    tail.stop();
    await following;
    assert.deepEqual(written, ["info ──── the tail was stopped ────"]);
  });
});

describe("the annotation of a line", () => {
  it("of a failed poll promises no pause and denies none (it said that our worker polls without one)", () => {
    const { known } = createAnnotator().annotate(
      line("ERROR", "Failed to receive message from academy-messaging-jobs: connection refused"),
    );
    assert.equal(known?.meaning, "A poll of the queue failed; the worker polls again.");
  });

  it("knows a line again that the tail has written into an output channel", () => {
    const annotator = createAnnotator();
    const first = annotator.annotate(line("INFO", "send_sms ok to=0101**** group_id=G4V1 trace_id=7f3a91c0"));
    const again = annotator.annotate(
      "2026-11-23 21:18:25.195 [info] [Solapi] send_sms ok to=0101**** group_id=G4V1 trace_id=7f3a91c0  ⟵ The provider took it.",
    );
    assert.ok(first.known);
    assert.equal(again.known?.patternId, first.known.patternId);
  });
});

describe("the log of a real environment's worker, filtered to one message", () => {
  const at = (seconds: number, text: string): LogLine => ({ seq: 0, at: seconds * 1000, text: line("INFO", text) });

  it("shows the lines from before first, and one that was read twice once", async () => {
    const written: string[] = [];
    const sink = { write: (_severity: string, text: string) => void written.push(text), clear: () => undefined };
    const asked: number[] = [];
    const worker = {
      origin: "container academy-messaging-worker",
      linesSince: (since: number) => {
        asked.push(since);
        return Promise.resolve([at(61, "one of 7f3a91c0"), at(62, "for another"), at(63, "two of 7f3a91c0")]);
      },
      async *tail(): AsyncGenerator<TailEntry> {
        yield { kind: "line", line: at(63, "two of 7f3a91c0"), position: "a" };
        yield { kind: "line", line: at(64, "three of 7f3a91c0"), position: "b" };
      },
    };
    const tail = new WorkerTail(sink, createAnnotator(), () => 64_000);
    await tail.showOnly(
      { title: "7f3a91c0", ids: ["7f3a91c0"], since: 60_000 },
      openLog(fakeEnvironment({ worker: worker as never }), "worker"),
    );
    assert.deepEqual(asked, [60_000]);
    const numbers = written.flatMap((text) => /(one|two|three) of/.exec(text)?.[1] ?? []);
    assert.deepEqual(numbers, ["one", "two", "three"]);
  });
});
