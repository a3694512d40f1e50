import type { Output } from "./output";
import type { StackChoice } from "./stack/stackSession";

export interface CommandRun {
  output: Output;
  stack: StackChoice;
}

/** What every command is given: how to run with the global options, the errors and the exit code settled in one place. */
export interface CliContext {
  /** `command` returns the exit code. */
  run(command: (run: CommandRun) => Promise<number>): Promise<void>;
}
