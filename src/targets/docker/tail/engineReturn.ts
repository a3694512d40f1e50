import fs from "node:fs";
import path from "node:path";
import { InterruptibleSleep } from "../../looking/interruptibleSleep";
import type { DockerEngine } from "../dockerEngine";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/**
 * Resolves when the engine answers again. Tries at once when its socket appears, and also at growing intervals, because
 * no event announces an engine on another machine. Throws only for the signal.
 */
export async function engineReturn(engine: DockerEngine, signal: AbortSignal): Promise<void> {
  const wakeup = new InterruptibleSleep();
  const watcher = watchSocket(engine, wakeup.wake);
  signal.addEventListener("abort", wakeup.wake);
  try {
    for (let wait = FIRST_WAIT_MS; !(await engine.answers(signal)); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await wakeup.sleep(wait);
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener("abort", wakeup.wake);
    watcher?.close();
  }
}

function watchSocket({ address }: DockerEngine, wake: () => void): fs.FSWatcher | undefined {
  if (address.kind !== "socket" || process.platform === "win32") return undefined;
  const name = path.basename(address.path);
  try {
    const watcher = fs.watch(path.dirname(address.path), (_event, changed) => {
      if (changed === null || changed === name) wake();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined; // the socket's folder is gone too: only the intervals remain
  }
}
