import type { ChildProcess } from "node:child_process";
import { on, once } from "node:events";
import type { FromStack, StackArguments } from "../stack/stackProcessMessages";
import { forkStack, whenUp } from "./stackLauncher";
import type { StackClient } from "./stackClient";

/** Longer than a stack that has closed its ports takes to say that it has ended. */
const ENDED_WITHIN_MS = 30_000;

/**
 * Processes for stacks of their own that follow one another: a process whose stack has ended starts the next one, on
 * other ports and with other data, without loading the program again. A process has one stack at a time, so one that
 * crashes takes no other with it; it is not used again.
 */
export class StackProcesses {
  readonly #distDir: string;
  readonly #idle: ChildProcess[] = [];

  constructor(distDir: string) {
    this.#distDir = distDir;
  }

  /** Runs on a new stack, and ends it. Errors: those of `launchStack`, and `stack-not-ended`. */
  async use<T>(stateDir: string, run: (client: StackClient) => Promise<T>): Promise<T> {
    const child = this.#start({ stateDir, stay: false, preferredPorts: false, again: true });
    let isWhole = false;
    try {
      const client = await whenUp(child, stateDir);
      try {
        return await run(client);
      } finally {
        const ended = hasEnded(child);
        await client.end();
        isWhole = await ended;
      }
    } finally {
      if (isWhole) this.#idle.push(child);
      else child.kill("SIGKILL");
    }
  }

  /** Resolves when no process is left. Every stack has ended by then. */
  async close(): Promise<void> {
    await Promise.all(
      this.#idle.splice(0).map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return; // it was ended from outside
        const gone = once(child, "exit");
        if (child.connected) child.disconnect();
        await gone;
      }),
    );
  }

  #start(stackArguments: StackArguments): ChildProcess {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.connected) continue; // it was ended from outside
      idle.send(stackArguments, () => undefined);
      return idle;
    }
    return forkStack(this.#distDir, stackArguments);
  }
}

/** False if the process ends, or says nothing in time. */
async function hasEnded(child: ChildProcess): Promise<boolean> {
  const late = AbortSignal.timeout(ENDED_WITHIN_MS);
  try {
    for await (const [message] of on(child, "message", { signal: late, close: ["exit"] }) as AsyncIterable<[FromStack]>)
      if (message.kind === "ended") return true;
  } catch (error) {
    if (!late.aborted) throw error;
  }
  return false;
}
