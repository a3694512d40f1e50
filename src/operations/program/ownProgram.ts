import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as l10n from "@vscode/l10n";
import { parseArgsStringToArgv } from "string-argv";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { maskStart } from "../../common/masking";

/** A program that does not end by then is killed. */
const ENDED_WITHIN_MS = 5_000;
const KEPT_CHARACTERS = 4_000;

/**
 * A program of the user's own, in the background, with all processes that it starts.
 *
 *     running ─exit─▶ ended
 *        └─stop─▶ asked to end ─5 s─▶ killed ─▶ ended
 */
export class OwnProgram {
  readonly #child: ChildProcess;
  readonly #program: string;
  readonly #exited: Promise<unknown>;
  #isEnded = false;
  #said = "";
  #failure: string | undefined;

  /** `command`: as typed in a terminal, or its words. No shell reads it. */
  constructor(command: string | readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    const [program = "", ...words] = typeof command === "string" ? parseArgsStringToArgv(command) : command;
    this.#program = maskStart(program, 200);
    // A group of its own, so that what it starts ends with it.
    const detached = process.platform !== "win32";
    this.#child = spawn(program, words, { cwd, env, detached, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream
        ?.setEncoding("utf8")
        .on("data", (text: string) => (this.#said = (this.#said + text).slice(-KEPT_CHARACTERS)));
    this.#exited = Promise.race([
      once(this.#child, "close"),
      once(this.#child, "error").then(([error]) => this.#failed(error)),
    ])
      .catch((error: unknown) => this.#failed(error))
      .finally(() => (this.#isEnded = true));
  }

  #failed(error: unknown): void {
    this.#failure = codeOf(error) === "ENOENT" ? l10n.t("there is no program {0}", this.#program) : messageOf(error);
  }

  /**
   * Rejects when the program ends, with its last lines: `program-ended`, or `port-taken` where that is why. `mayEnd`:
   * one that ends with exit code 0 has done its work, and this never settles.
   */
  async untilItEnds({ mayEnd }: { mayEnd: boolean }): Promise<never> {
    await this.#exited;
    if (mayEnd && this.#failure === undefined && this.#child.exitCode === 0) return new Promise(() => undefined);
    const said = this.#said.trim();
    const last = this.#failure ?? said.split("\n").slice(-5).join("\n");
    // A stack trace hides the line that says it.
    const taken = /[^\n]{0,200}(?:EADDRINUSE|[Aa]ddress already in use)[^\n]{0,200}/.exec(said)?.[0];
    throw new ExpectedError(
      taken === undefined ? "program-ended" : "port-taken",
      l10n.t("Your program ended before the message was decided: {0}", maskStart(taken ?? last, 500)),
      taken === undefined
        ? l10n.t("Try the command on its own.")
        : l10n.t("Let it take the port of the variable {0}, or {1} in its command.", "PORT", "{port}"),
    );
  }

  /** Resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#isEnded) return;
    this.#signal("SIGTERM");
    const late = setTimeout(() => this.#signal("SIGKILL"), ENDED_WITHIN_MS);
    await this.#exited;
    clearTimeout(late);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === "win32") spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true });
      else process.kill(-pid, signal);
    } catch {
      this.#child.kill(signal);
    }
  }
}
