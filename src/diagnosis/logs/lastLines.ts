const LINES = 199;
const LINE_KEPT = 2_000;

/** The last lines of a log of any length. A line of its own states how many came before. */
export class LogTail {
  #lines: string[] = [];
  #count = 0;

  add(line: string): void {
    this.#count++;
    this.#lines.push(line);
    if (this.#lines.length >= 2 * LINES) this.#lines = this.#lines.slice(-LINES);
  }

  get text(): string {
    const lines = this.#lines.slice(-LINES).map((line) => line.slice(0, LINE_KEPT));
    const before = this.#count - lines.length;
    return [...(before > 0 ? [`… ${before} …`] : []), ...lines].join("\n");
  }
}
