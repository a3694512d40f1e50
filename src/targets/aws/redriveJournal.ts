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
 * How far each dead message's way back is, in a file that outlives a crash: one JSON object a line, each on the disk
 * before the next step is taken. One file a queue, below the state folder; no bodies, no numbers.
 */
export class RedriveJournal {
  readonly #steps = new Map<string, Entry>();

  private constructor(private readonly file: fs.FileHandle) {}

  static async open(stateDir: string, deadLetterQueueUrl: string): Promise<RedriveJournal> {
    const folder = path.join(stateDir, "redrive");
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const name = createHash("sha256").update(deadLetterQueueUrl).digest("hex").slice(0, 16);
    const journal = new RedriveJournal(await fs.open(path.join(folder, `${name}.jsonl`), "a+", 0o600));
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
    const { size } = await this.file.stat();
    const { buffer } = await this.file.read(Buffer.alloc(size), 0, size, 0);
    const text = buffer.toString("utf8");
    this.#steps.clear();
    for (const line of text.split("\n")) {
      const entry = parsed(line);
      if (entry && Date.now() - entry.at < KEPT_MS) this.#steps.set(entry.id, entry);
    }
    if (this.#steps.size === 0) await this.file.truncate();
    else if (!text.endsWith("\n")) await this.file.appendFile("\n");
  }
}

function parsed(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
