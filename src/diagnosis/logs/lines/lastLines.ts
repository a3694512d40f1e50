import type { RawLine } from "./rawLine";

const LINES = 199;
const LINE_KEPT = 2_000;

/** The last lines of a log of any length. A line of its own states how many came before. */
export class LogTail {
  #lines: (string | RawLine)[] = [];
  #count = 0;

  add(line: string | RawLine): void {
    this.#count++;
    this.#lines.push(line);
    if (this.#lines.length >= 2 * LINES) this.#lines = this.#lines.slice(-LINES);
  }

  get text(): string {
    const kept = this.#lines.slice(-LINES);
    const lines = kept.map((line) => (typeof line === "string" ? line : line.text).slice(0, LINE_KEPT));
    const before = this.#count - lines.length;
    return [...(before > 0 ? [`… ${before} …`] : []), ...lines].join("\n");
  }
}
