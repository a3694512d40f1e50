import fs from "node:fs";
import path from "node:path";

/** The files of a running stack, and those of them that were set aside as unreadable. */
const STACK_FILE = /^(?:store|queue|messages)\.sqlite(?:\.unreadable-\d+)?$/;
/** What could not be read of past messages, and when it was set aside. */
const LOST = /^messages\.sqlite\.(?:unreadable|damaged)-(\d+)/;

/** A first start makes its files one after the other. */
const FIRST_START_MS = 60_000;

/**
 * Until when messages may be missing from the archive, in milliseconds since the Unix epoch: its file or its log was
 * damaged, or the stack ran before this file began. Undefined if the archive is as old as the stack. `since`: when the
 * file began.
 */
export function missingUntil(stateDir: string, since: number): number | undefined {
  const names = fs.readdirSync(stateDir);
  const lost = names.flatMap((name) => LOST.exec(name)?.[1] ?? []).map(Number);
  const isYounger = names
    .filter((name) => STACK_FILE.test(name))
    .some((name) => fs.statSync(path.join(stateDir, name)).birthtimeMs < since - FIRST_START_MS);
  const ends = [...lost, ...(isYounger ? [since] : [])];
  return ends.length === 0 ? undefined : Math.max(...ends);
}
