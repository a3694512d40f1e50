import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { distDir } from "../stack/stackFixture";
import type { StackFixture } from "../stack/stackFixture";

export const programsDir = path.resolve("test/fixtures/programs");

export interface ProgramEnd {
  code: number | null;
  output: string;
}

/** A program of the user's, started by `messaging run` on a stack. */
export class StartedProgram {
  readonly ended: Promise<ProgramEnd>;

  private constructor(readonly cli: ChildProcess) {
    let output = "";
    for (const stream of [cli.stdout!, cli.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    this.ended = once(cli, "close").then(([code]) => ({ code: code as number | null, output }));
  }

  static start({ stateDir }: Pick<StackFixture, "stateDir">, words: string[], env: NodeJS.ProcessEnv = {}) {
    const options = { MESSAGING_STATE_DIR: stateDir, MESSAGING_ANY_PORT: "1", MESSAGING_LANG: "en", NO_COLOR: "1" };
    const args = [path.join(distDir, "cli.js"), "run", ...words];
    return new StartedProgram(
      spawn(process.execPath, args, { env: { ...process.env, ...options, ...env }, stdio: ["ignore", "pipe", "pipe"] }),
    );
  }

  /** Resolves when the program waits for messages. Fails if it ends before. */
  polls({ client }: StackFixture): Promise<void> {
    const early = this.ended.then(({ code, output }) => {
      throw new Error(`it ended with ${code} before its first poll:\n${output}`);
    });
    return Promise.race([foreignPoll(client), early]);
  }
}

async function foreignPoll(client: StackFixture["client"]): Promise<void> {
  for await (const _change of client.changes()) {
    const { pollers } = (await client.snapshot()).queue;
    if (pollers.some(({ userAgent, openPolls }) => openPolls > 0 && !userAgent.startsWith("messaging-worker/"))) return;
  }
  throw new Error("the stack has ended");
}
