import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Logger } from "../../../common/logger";
import { unusableFile, unusableFolder } from "../../control/stackAddress";

/** SQLITE_BUSY, and SQLITE_CORRUPT and SQLITE_NOTADB. */
const HELD = 5;
const DAMAGED = [11, 26];

/**
 * Ensures one stack per workspace. The lock is SQLite's, on an empty file: the system releases it when the process ends
 * in any way, so there are no stale locks. Blocks this process for up to `waitMs`, and returns undefined if another
 * process still holds the lock.
 * @throws ExpectedError `state-folder-unusable`
 */
export function lockStack(stateDir: string, log: Logger, waitMs = 0): { release(): void } | undefined {
  const file = path.join(stateDir, "stack.lock");
  try {
    fs.mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    return lock(file, waitMs);
  } catch (error) {
    if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw unusableFile(file, { code: "EISDIR" });
    if (!DAMAGED.includes(codeOfSqlite(error))) throw unusableFolder(stateDir, error);
    // Nobody holds it: SQLite checks the lock first. An empty file is valid, and truncation keeps the same file.
    log.warning(`${file} was damaged, and was made anew`);
    fs.truncateSync(file);
    return lock(file, waitMs);
  }
}

function lock(file: string, waitMs: number): { release(): void } | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${waitMs}`);
    database.exec("BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (codeOfSqlite(error) === HELD) return undefined;
    throw error;
  }
}

/** The primary result code without its extension; 0 for any other error. */
const codeOfSqlite = (error: unknown): number => {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : 0;
};
