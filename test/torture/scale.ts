import fs from "node:fs";
import path from "node:path";

/** TORTURE=short: a sample that takes a minute in all, in `npm test`. Otherwise everything: `npm run test:torture`. */
export const isShort = process.env["TORTURE"] === "short";

/** The number for the full run, or for the short one. */
export const scaled = (full: number, short: number): number => (isShort ? short : full);

/** Repeatable: SEED=… plays the same sequence again. */
export const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

/** Mulberry32: 32 bits of state are enough to choose what to break. */
export function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Prints a figure; the full run also keeps it in out/torture.jsonl, for docs/reliability.md. */
export function report(part: string, figures: object): void {
  const line = JSON.stringify({ part, seed, ...figures });
  process.stdout.write(`    ${line}\n`);
  if (!isShort) fs.appendFileSync(path.resolve("out/torture.jsonl"), `${line}\n`);
}
