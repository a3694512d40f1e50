import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { python } from "../django/requirements";
import { distDir } from "../stack/stackFixture";
import type { StackFixture } from "../stack/stackFixture";

export const programsDir = path.resolve("test/fixtures/programs");

/** Whether the Python of the tests has all of these modules. */
export const hasModules = (...names: string[]): boolean =>
  spawnSync(python, ["-c", `import ${names.join(", ")}`], { stdio: "ignore" }).status === 0;

export interface ProgramEnd {
  code: number | null;
  output: string;
}

/** A program of the user's, started by `messaging run` on a stack. */
export class StartedProgram {
  readonly ended: Promise<ProgramEnd>;
  #output = "";
  readonly #looks = new Set<() => void>();

  private constructor(readonly cli: ChildProcess) {
    for (const stream of [cli.stdout!, cli.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
        for (const look of this.#looks) look();
      });
    this.ended = once(cli, "close").then(([code]) => ({ code: code as number | null, output: this.#output }));
  }

  static start({ stateDir }: Pick<StackFixture, "stateDir">, words: string[], env: NodeJS.ProcessEnv = {}) {
    const options = { MESSAGING_STATE_DIR: stateDir, MESSAGING_ANY_PORT: "1", MESSAGING_LANG: "en", NO_COLOR: "1" };
    const args = [path.join(distDir, "cli.js"), "run", ...words];
    return new StartedProgram(
      spawn(process.execPath, args, { env: { ...process.env, ...options, ...env }, stdio: "pipe" }),
    );
  }

  /** Resolves when the program waits for messages. Fails if it ends before. */
  polls({ client }: StackFixture): Promise<void> {
    return Promise.race([foreignPoll(client), this.#endedBefore("its first poll")]);
  }

  /** Resolves when it, or `messaging run`, has printed this. Fails if it ends before. */
  says(sentence: string | RegExp): Promise<string[]> {
    const said = new Promise<string[]>((resolve) => {
      const look = () => {
        if (typeof sentence !== "string") {
          const found = sentence.exec(this.#output);
          if (found) resolve(found);
        } else if (this.#output.includes(sentence)) resolve([sentence]);
      };
      this.#looks.add(look);
      look();
    });
    return Promise.race([said, this.#endedBefore(String(sentence))]);
  }

  async #endedBefore(what: string): Promise<never> {
    const { code, output } = await this.ended;
    throw new Error(`it ended with ${code} before ${what}:\n${output}`);
  }
}

async function foreignPoll(client: StackFixture["client"]): Promise<void> {
  for await (const _change of client.changes()) {
    const { pollers } = (await client.snapshot()).queue;
    if (pollers.some(({ userAgent, openPolls }) => openPolls > 0 && !userAgent.startsWith("messaging-worker/"))) return;
  }
  throw new Error("the stack has ended");
}
