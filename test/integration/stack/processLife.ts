import { setTimeout as sleep } from "node:timers/promises";

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves when a process is gone. Nothing tells the end of one that is no child of this process. */
export async function processGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}
