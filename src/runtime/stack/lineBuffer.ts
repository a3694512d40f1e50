/** One line of a process' output. `at`: when it was read, milliseconds since the Unix epoch. */
export interface LogLine {
  seq: number;
  at: number;
  text: string;
}

const KEPT_LINES = 10_000;

/** A longer line is cut: somebody else's output must not fill the memory. */
const MAX_LINE = 64 * 1024;

/** The newest lines of an output, and whoever follows them. */
export class LineBuffer {
  readonly #lines: LogLine[] = [];
  readonly #listeners = new Set<(line: LogLine) => void>();
  #partial = "";
  #seq = 0;

  /** Takes a piece of output as it comes; an incomplete last line waits for its rest. */
  write(chunk: string): void {
    const parts = (this.#partial + chunk).split("\n");
    this.#partial = (parts.pop() ?? "").slice(0, MAX_LINE);
    for (const part of parts) this.#add(part.replace(/\r$/, ""));
  }

  /** Ends an incomplete line, as at the end of a process. */
  end(): void {
    if (this.#partial) this.#add(this.#partial);
    this.#partial = "";
  }

  since(seq: number): LogLine[] {
    const first = this.#lines[0]?.seq ?? 0;
    return this.#lines.slice(Math.max(0, seq + 1 - first));
  }

  subscribe(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #add(text: string): void {
    const line = { seq: ++this.#seq, at: Date.now(), text: text.slice(0, MAX_LINE) };
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES * 1.1) this.#lines.splice(0, this.#lines.length - KEPT_LINES);
    for (const listener of this.#listeners) listener(line);
  }
}
