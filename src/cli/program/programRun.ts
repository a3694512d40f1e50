import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import os from "node:os";
import * as l10n from "@vscode/l10n";
import { codeOf, ExpectedError, messageOf } from "../../common/errors";
import { maskStart } from "../../common/masking";

/** Passed on to the program. */
const PASSED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type PassedSignal = (typeof PASSED)[number];

/**
 * One program in the foreground of this terminal. It takes the signals that this process gets; this process outlives
 * it, to clean up.
 *
 *     waiting ─start─▶ running ─exit, signal─▶ ended
 *        └─signal─▶ stopped: `start` runs nothing
 */
export class ProgramRun {
  #child: ChildProcess | undefined;
  #stopped: PassedSignal | undefined;
  readonly #handlers = PASSED.map((signal) => [signal, () => this.#pass(signal)] as const);

  constructor() {
    for (const [signal, pass] of this.#handlers) process.on(signal, pass);
  }

  /**
   * Resolves with the program's exit code, as a shell would say it: 128 and the signal's number if one ended it.
   * Errors: `program-not-found`, `program-unusable`.
   */
  async start([program = "", ...words]: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<number> {
    if (this.#stopped) return signalCode(this.#stopped);
    const child = spawn(program, words, { env, stdio: "inherit", ...(cwd !== undefined && { cwd }) });
    this.#child = child;
    try {
      return await new Promise((resolve, reject) => {
        child.once("error", (error) => reject(unusable(program, error)));
        child.once("exit", (code, signal) => resolve(code ?? signalCode(signal ?? "SIGTERM")));
      });
    } finally {
      this.#child = undefined;
    }
  }

  dispose(): void {
    for (const [signal, pass] of this.#handlers) process.off(signal, pass);
  }

  /** A terminal sends its interrupt to both processes. */
  #pass(signal: PassedSignal): void {
    this.#stopped ??= signal;
    if (signal !== "SIGINT" || !process.stdin.isTTY) this.#child?.kill(signal);
  }
}

const signalCode = (signal: NodeJS.Signals): number => 128 + os.constants.signals[signal];

function unusable(program: string, error: unknown): ExpectedError {
  if (codeOf(error) === "ENOENT")
    return new ExpectedError(
      "program-not-found",
      l10n.t("There is no program {0}", maskStart(program, 300)),
      l10n.t("Check its name and your PATH."),
      { cause: error },
    );
  return new ExpectedError(
    "program-unusable",
    l10n.t("{0} cannot be run: {1}", maskStart(program, 300), messageOf(error)),
    l10n.t("Check that it is a program that you may run."),
    { cause: error },
  );
}
