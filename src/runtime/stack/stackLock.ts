import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * One stack a workspace. The lock is SQLite's on an empty file: the system gives it up with the process, however that
 * ends, so there are no stale locks. Undefined where another process still holds it after `waitMs`, during which this one
 * does nothing else.
 */
export function lockStack(stateDir: string, waitMs = 0): { release(): void } | undefined {
  fs.mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path.join(stateDir, "stack.lock"));
  try {
    database.exec(`PRAGMA busy_timeout = ${waitMs}`);
    database.exec("BEGIN EXCLUSIVE");
  } catch {
    database.close();
    return undefined;
  }
  return { release: () => database.close() };
}
