import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

export interface ProcessEnd {
  /** null where a signal ended it. */
  code: number | null;
  signal: string | null;
}

/** A process that is talked to by its standard streams, here or in a container. */
export interface HelperProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves once it has ended and its output is read. Rejects with the system's error where it did not start. */
  readonly exit: Promise<ProcessEnd>;
  /** At once, whatever it is at. */
  kill(): void;
}

/** Starts it on this machine. No shell is between: the arguments arrive as they are. */
export function startLocalProcess(
  command: string,
  args: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv,
): HelperProcess {
  // The bytecode that Python would write is a change of the backend's folder.
  const env = { ...variables, PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(command, args, { cwd, env, stdio: "pipe", windowsHide: true });
  const exit = new Promise<ProcessEnd>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exit,
    kill: () => void child.kill("SIGKILL"),
  };
}
