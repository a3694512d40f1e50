import type { ChildProcess } from "node:child_process";
import fs from "node:fs";

/** Linux counts CPU time in hundredths of a second, regardless of the kernel's tick (man 5 proc). */
const MS_PER_TICK = 10;

/** User and system time of a process so far, in milliseconds; NaN without /proc. */
export function cpuMsOf({ pid }: ChildProcess): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in parentheses, which may contain spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return NaN;
  }
}

/** The most memory that the process has had in RAM, in megabytes; NaN without /proc, 0 once it has ended. */
export function peakMemoryOf(pid: number): number {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_000;
  } catch {
    return fs.existsSync("/proc/self") ? 0 : NaN;
  }
}

/** Resolves with the exit code or the signal; at once if the process has ended. */
export function ended(child: ChildProcess): Promise<number | string> {
  const { exitCode, signalCode } = child;
  if (exitCode !== null || signalCode !== null) return Promise.resolve(exitCode ?? signalCode ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal ?? ""));
  });
}

/** Everything the process writes to stdout. */
export async function outputOf({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  if (stdout) for await (const chunk of stdout) text += String(chunk);
  return text;
}

const cleanups = new Set<() => void>();

/**
 * Runs `clean` if this process ends (by an error, Ctrl-C or a time limit) before the returned function is called. A
 * consumer held at the gate would otherwise stay forever, and block the reader of its output.
 */
export function atExit(clean: () => void): () => void {
  if (cleanups.size === 0) {
    process.once("exit", cleanUp);
    for (const signal of SIGNALS) process.on(signal, endBySignal);
  }
  cleanups.add(clean);
  return () => {
    cleanups.delete(clean);
    if (cleanups.size > 0) return;
    process.off("exit", cleanUp);
    for (const signal of SIGNALS) process.off(signal, endBySignal);
  };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const cleanUp = () => cleanups.forEach((clean) => clean());

const endBySignal = (_signal: NodeJS.Signals, number: number) => process.exit(128 + number);
