import fs from "node:fs/promises";
import { codeOf } from "../../common/errors";

/** What a process file shows: whether the process runs and, on Linux, since when. */
export interface ProcessState {
  state: "running" | "exited" | "missing";
  pid?: number;
  /** ISO 8601. */
  startedAt?: string;
}

/** USER_HZ: Linux fixes it for user space, whatever the kernel's own clock does. */
const TICKS_PER_SECOND = 100;
/** A process starts before its id is written; /proc rounds, and clocks are adjusted. */
const TOLERANCE_MS = 10_000;

/**
 * The process whose id is in a file. "missing": no file, or an empty one. "exited": no such process, or a later one
 * that reuses the id.
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
    return codeOf(error) === "EPERM"; // another user's process
  }
}

/** Milliseconds since the Unix epoch; undefined if /proc does not say. */
async function startOf(pid: number): Promise<number | "zombie" | undefined> {
  try {
    const [stat, system] = await Promise.all([
      fs.readFile(`/proc/${pid}/stat`, "utf8"),
      fs.readFile("/proc/stat", "utf8"),
    ]);
    // The process name comes first and may contain anything, even closing brackets.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [, bootedAt] = /^btime (\d+)$/m.exec(system) ?? [];
    const ticks = Number(fields[18]);
    if (state === "Z") return "zombie";
    return Number(bootedAt) * 1_000 + (ticks / TICKS_PER_SECOND) * 1_000;
  } catch {
    return undefined;
  }
}

/** The process's initial environment as `NAME=value` pairs (Linux, own processes); undefined if unavailable. */
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
