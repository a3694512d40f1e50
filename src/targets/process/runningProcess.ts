import fs from "node:fs/promises";
import { codeOf } from "../../common/errors";

/** What a process file tells: whether the process runs, and since when where the system says so (Linux). */
export interface ProcessState {
  state: "running" | "exited" | "missing";
  pid?: number;
  /** ISO 8601. */
  startedAt?: string;
}

/** USER_HZ, which Linux fixes for everything it tells programs, whatever its own clock does. */
const TICKS_PER_SECOND = 100;
/** A process is started before its id is written down; /proc rounds, and clocks are set. */
const TOLERANCE_MS = 10_000;

/**
 * The process whose id stands in a file. "missing": no such file, or nothing in it. "exited": no such process, or another
 * one that was given the same id later.
 */
export async function readProcess(pidFile: string): Promise<ProcessState> {
  let pid: number;
  let writtenAt: number;
  try {
    pid = Number.parseInt(await fs.readFile(pidFile, "utf8"), 10);
    writtenAt = (await fs.stat(pidFile)).mtimeMs;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { state: "missing" };
    throw error;
  }
  if (!(pid > 0)) return { state: "missing" };
  if (!isAlive(pid)) return { state: "exited", pid };
  const started = await startOf(pid);
  if (started === "zombie" || (started !== undefined && started > writtenAt + TOLERANCE_MS)) {
    return { state: "exited", pid };
  }
  return { state: "running", pid, ...(started !== undefined && { startedAt: new Date(started).toISOString() }) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM"; // somebody else's
  }
}

/** Milliseconds since the Unix epoch; undefined where /proc does not tell. */
async function startOf(pid: number): Promise<number | "zombie" | undefined> {
  try {
    const [stat, system] = await Promise.all([
      fs.readFile(`/proc/${pid}/stat`, "utf8"),
      fs.readFile("/proc/stat", "utf8"),
    ]);
    // The name before it may contain anything, closing brackets too.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [, bootedAt] = /^btime (\d+)$/m.exec(system) ?? [];
    const ticks = Number(fields[18]);
    if (state === "Z") return "zombie";
    return Number(bootedAt) * 1_000 + (ticks / TICKS_PER_SECOND) * 1_000;
  } catch {
    return undefined;
  }
}

/** `NAME=value` pairs that the process was started with (Linux, one's own processes); undefined where they are not told. */
export async function variablesOf(pid: number): Promise<Record<string, string> | undefined> {
  try {
    const pairs = (await fs.readFile(`/proc/${pid}/environ`, "utf8")).split("\0").filter((pair) => pair.includes("="));
    return Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    );
  } catch {
    return undefined;
  }
}
