import fs from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { checkWal } from "./walFile";

/**
 * Opens a SQLite file that no other process has open, after it checked every page. A damaged file is set aside under
 * another name, never deleted, and `open` makes a new one; the log says so. So does a file whose content `open` cannot
 * read. `name`: what people call it.
 */
export function openDataFile<T>(file: string, name: string, log: Logger, open: () => T): T {
  // First: whoever opens the file may merge its log into it, and remove the log.
  keepDamagedWal(file, name, log);
  const damage = damageOf(file);
  if (damage !== undefined) setAside(file, name, damage, log);
  try {
    return open();
  } catch (error) {
    if (!isDamage(error)) throw error;
    setAside(file, name, messageOf(error), log);
    return open();
  }
}

/** Undefined for a whole file and for a missing one. Throws if the file cannot be opened at all. */
function damageOf(file: string): string | undefined {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (found.isDirectory()) return "it is a folder";
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const { quick_check: answer } = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
    return answer === "ok" ? undefined : answer.replace(/\s+/g, " ");
  } catch (error) {
    if (isDamage(error)) return messageOf(error);
    throw error;
  } finally {
    database?.close();
  }
}

/** What a damaged log still holds is used; the log itself is kept for whoever wants to look for the rest. */
function keepDamagedWal(file: string, name: string, log: Logger): void {
  const wal = `${file}-wal`;
  const state = checkWal(wal);
  if (state === "whole") return;
  if (state === "torn") return log.warning(`${name}: the last write was not finished, and does not count: ${wal}`);
  const kept = `${file}.damaged-${Date.now()}-wal`;
  fs.copyFileSync(wal, kept);
  log.warning(`${name}: the newest changes could not be read and are missing; the damaged log is ${kept}`);
}

function setAside(file: string, name: string, why: string, log: Logger): void {
  const aside = `${file}.unreadable-${Date.now()}`;
  for (const suffix of ["", "-wal", "-shm"])
    if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, aside + suffix);
  log.warning(`${name} could not be read (${why}); starting empty, the old file is ${aside}`);
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, or a field that is no JSON. A locked file, or one without permission, stays in place. */
function isDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown };
  return error instanceof SyntaxError || (typeof errcode === "number" && [11, 26].includes(errcode & 0xff));
}
