import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

/**
 * `copying` stands before the copy is asked for; then `refused` where SQS did not take it, `copied` once it has confirmed
 * it, and `removed` when the original is gone.
 */
export type RedriveStep = "copying" | "refused" | "copied" | "removed";

/** SQS keeps a message for 14 days at most. */
const KEPT_MS = 14 * 86_400_000;

interface Entry {
  id: string;
  step: RedriveStep;
  /** Milliseconds since the Unix epoch. */
  at: number;
}

/**
 * How far each dead message's way back is, in files that outlive a crash: one JSON object a line, each on the disk before
 * the next step is taken. One file a queue and month, below the state folder; no bodies, no numbers.
 *
 * A file is only appended to, by any number of processes, and removed as a whole once nobody can need or write it: a file
 * that is written anew loses the note that another process makes at that moment, and the message is copied twice.
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
    // What a crash cut off must not swallow the next note.
    await file.appendFile("\n");
    const journal = new RedriveJournal(folder, queue, file);
    await journal.#removeOld(now);
    await journal.reload();
    return journal;
  }

  /** Undefined: nothing was begun, or it ended long ago. */
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

  /** Takes up what another process has noted meanwhile. A line that a crash cut off says nothing. */
  async reload(): Promise<void> {
    const texts = await Promise.all((await this.#files()).map((file) => fs.readFile(file, "utf8")));
    this.#steps.clear();
    for (const line of texts.join("\n").split("\n")) {
      const entry = parsed(line);
      if (entry && Date.now() - entry.at < KEPT_MS) this.#steps.set(entry.id, entry);
    }
  }

  /** Oldest first. The version before this one had one file without a month. */
  async #files(): Promise<string[]> {
    const names = (await fs.readdir(this.folder)).filter(
      (name) => name === `${this.queue}.jsonl` || (name.startsWith(`${this.queue}-`) && name.endsWith(".jsonl")),
    );
    return names
      .sort((one, other) => one.length - other.length || one.localeCompare(other))
      .map((name) => path.join(this.folder, name));
  }

  /** A process that has opened the file of a month goes on with it for as long as a redrive takes: never for a month. */
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
