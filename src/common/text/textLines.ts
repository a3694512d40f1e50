/** Cuts the chunks of a stream into lines; an incomplete last line waits for its rest. */
export class TextLines {
  readonly #longest: number;
  #rest = "";

  /** `longest`: what is beyond it in a line is dropped; in UTF-16 code units. */
  constructor(longest = Infinity) {
    this.#longest = longest;
  }

  /** The lines that end in this chunk, without their ends. */
  read(chunk: string): string[] {
    const lines = (this.#rest + chunk).split("\n").map((line) => line.slice(0, this.#longest));
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => line.replace(/\r$/, ""));
  }

  /** The incomplete last line, once nothing more can follow. */
  end(): string[] {
    const lines = this.#rest ? [this.#rest] : [];
    this.#rest = "";
    return lines;
  }
}
