// Ends the local stack that a window has left: by itself it waits for the window to come back.
import fs from "node:fs";
import path from "node:path";

/** Resolves when the stack of this state folder, if one runs, is gone. Close the window first: it would start it again. */
export async function endStack(stateDir: string): Promise<void> {
  const file = path.join(stateDir, "stack.json");
  if (!fs.existsSync(file)) return;
  const { pid } = JSON.parse(fs.readFileSync(file, "utf8")) as { pid: number };
  try {
    process.kill(pid, "SIGTERM");
    process.kill(pid, "SIGCONT"); // a test may have halted it
    for (;;) {
      process.kill(pid, 0);
      await new Promise((resolve) => setImmediate(resolve)); // a process of another parent tells nothing
    }
  } catch {
    return; // it is gone
  }
}
