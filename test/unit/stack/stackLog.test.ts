import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { MAX_LOG_BYTES, StackLog } from "../../../src/runtime/stack/stateFolder/stackLog";

describe("the stack's log file", () => {
  let folder: string;
  let file: string;
  let descriptor: number;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-log-"));
    file = path.join(folder, "stack.log");
    descriptor = fs.openSync(file, "a", 0o600);
  });
  afterEach(() => {
    fs.closeSync(descriptor);
    fs.rmSync(folder, { recursive: true });
  });

  const linesOf = (name: string) => fs.readFileSync(path.join(folder, name), "utf8").trimEnd().split("\n");
  /** A warning of 16 KB, recognised by its number. */
  const warn = (log: StackLog, number: number) => log.warning(`number ${number} ${"x ".repeat(8_000)}`);
  const numbersOf = (name: string) => linesOf(name).map((line) => Number(/number (\d+)/.exec(line)?.[1]));

  it("is bounded: a long one is put aside once, and no line is lost in between (it grew for ever)", () => {
    const log = new StackLog(file, descriptor);
    const count = Math.ceil((MAX_LOG_BYTES * 1.5) / 16_000);
    for (let number = 0; number < count; number++) warn(log, number);
    const [aside, now] = [numbersOf("stack.log.1"), numbersOf("stack.log")];
    assert.deepEqual(
      [...aside, ...now],
      Array.from({ length: count }, (_, number) => number),
    );
    for (const name of ["stack.log", "stack.log.1"]) {
      const { size } = fs.statSync(path.join(folder, name));
      assert.ok(size <= MAX_LOG_BYTES, `${name}: ${size}`);
    }
  });

  it("counts what a stack before wrote", () => {
    fs.writeSync(descriptor, "before\n".repeat(MAX_LOG_BYTES / 7));
    warn(new StackLog(file, descriptor), 1);
    assert.equal(linesOf("stack.log.1")[0], "before");
    assert.deepEqual(numbersOf("stack.log"), [1]);
  });

  it("bounds one text, masks it, and keeps the first and the latest notices", () => {
    const log = new StackLog(file, descriptor);
    log.error(`01012345678 ${"x".repeat(1_000_000)}`);
    assert.ok(fs.statSync(file).size < 30_000);
    assert.match(linesOf("stack.log")[0]!, /^\S+Z \[ERROR\] \[stack\] 0101\*\*\*\* x/);
    for (let number = 0; number < 200; number++) log.warning(`[store] notice ${number}`);
    assert.equal(log.notices.length, 50);
    assert.deepEqual([log.notices[0], log.notices.at(-1)], ["notice 0", "notice 199"]);
  });
});
