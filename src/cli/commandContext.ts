import type { Output } from "./output";
import type { StackChoice } from "./stackSession";

export interface CommandRun {
  output: Output;
  stack: StackChoice;
}

/** What every command is given: how to run with the global options, the errors and the exit code settled in one place. */
export interface CommandContext {
  /** `command` returns the exit code. */
  run(command: (run: CommandRun) => Promise<number>): Promise<void>;
}
