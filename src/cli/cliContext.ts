import type { Output } from "./output";
import type { StackChoice } from "./stack/stackSession";

export interface CommandRun {
  output: Output;
  stack: StackChoice;
}

/** Passed to every command: runs it with the global options and handles errors and the exit code in one place. */
export interface CliContext {
  /** `command` returns the exit code. */
  run(command: (run: CommandRun) => Promise<number>): Promise<void>;
}
