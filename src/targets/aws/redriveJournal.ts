import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

/**
 * `copying` is written before the copy is sent; then `refused` if SQS refuses it, `copied` once SQS confirms it, and
 * `removed` once the original is deleted.
 */
export type RedriveStep = "copying" | "refused" | "copied" | "removed";

/** SQS retains a message for 14 days at most. */
const KEPT_MS = 14 * 86_400_000;

interface Entry {
  id: string;
  step: RedriveStep;
  /** Milliseconds since the Unix epoch. */
  at: number;
}

/**
 * Records each dead message's redrive step in files that survive a crash: one JSON object per line, flushed to disk
 * before the next step. One file per queue and month, below the state folder; no bodies, no numbers.
 *
 * Any number of processes append to a file. It is deleted as a whole once no process can need or write it: rewriting it
 * could lose another process's note, and the message would be copied twice.
 */
export class RedriveJournal {
  readonly #steps = new Map<string, Entry>();

  private constructor(
    private readonly folder: string,
    private readonly queue: string,
    private readonly file: fs.FileHandle,
  ) {}

  static async open(stateDir: string, deadLetterQueueUrl: string, now = Date.now()): Promise<RedriveJournal> {
    const folder = path.join(stateDir, "redrive");
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const queue = createHash("sha256").update(deadLetterQueueUrl).digest("hex").slice(0, 16);
    const file = await fs.open(path.join(folder, `${queue}-${monthOf(now)}.jsonl`), "a", 0o600);
    // Ends a line that a crash cut off, so that it does not swallow the next note.
    await file.appendFile("\n");
    const journal = new RedriveJournal(folder, queue, file);
    await journal.#removeOld(now);
    await journal.reload();
    return journal;
  }

  /** Undefined: no redrive began, or it ended long ago. */
  stepOf(id: string): RedriveStep | undefined {
    return this.#steps.get(id)?.step;
  }

  async note(id: string, step: RedriveStep): Promise<void> {
    const entry: Entry = { id, step, at: Date.now() };
    await this.file.appendFile(`${JSON.stringify(entry)}\n`);
    await this.file.datasync();
    this.#steps.set(id, entry);
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** Reads what other processes have written meanwhile. Ignores a line that a crash cut off. */
  async reload(): Promise<void> {
    const texts = await Promise.all((await this.#files()).map((file) => fs.readFile(file, "utf8")));
    this.#steps.clear();
    for (const line of texts.join("\n").split("\n")) {
      const entry = parsed(line);
      if (entry && Date.now() - entry.at < KEPT_MS) this.#steps.set(entry.id, entry);
    }
  }

  /** Oldest first. Includes files without a month in their names. */
  async #files(): Promise<string[]> {
    const names = (await fs.readdir(this.folder)).filter(
      (name) => name === `${this.queue}.jsonl` || (name.startsWith(`${this.queue}-`) && name.endsWith(".jsonl")),
    );
    return names
      .sort((one, other) => one.length - other.length || one.localeCompare(other))
      .map((name) => path.join(this.folder, name));
  }

  /** A process keeps its month's file open for the length of a redrive, which never takes a month. */
  async #removeOld(now: number): Promise<void> {
    const oldest = monthOf(now - KEPT_MS - MONTH_MS);
    for (const file of await this.#files()) {
      const month = /-(\d{4}-\d{2})\.jsonl$/.exec(file)?.[1];
      if (month !== undefined && month < oldest) await fs.rm(file, { force: true });
    }
  }
}

const MONTH_MS = 31 * 86_400_000;

const monthOf = (at: number) => new Date(at).toISOString().slice(0, 7);

function parsed(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
