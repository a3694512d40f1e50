/** Maximum part of a line that is read, in characters. The rest is only counted. */
export const LINE_CAP = 16_000;
/** The maximum for a line that contains a whole export. */
const EXPORT_CAP = 32_000_000;
/** This much of a line shows whether it contains an export. */
const HEAD_CHARACTERS = 200;

/** Receives a line without its line break. `number` is 1-based; `cut` counts the characters left out. */
export type OnLine = (line: string, number: number, cut: number) => void;

/**
 * Splits a stream of text or UTF-8 bytes into lines, wherever the chunks end: within a character, or between CR and LF.
 * Drops a byte order mark. A UTF-16 mark (PowerShell's `>` writes one) changes the encoding.
 */
export class LineReader {
  readonly #onLine: OnLine;
  /** Decides by its beginning whether a line is kept up to `EXPORT_CAP`. */
  readonly #isExport: (head: string) => boolean;
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  #firstBytes: Uint8Array = new Uint8Array();
  /** The beginning of the line that the chunks so far have not ended. */
  #open = "";
  #openCut = 0;
  /** The cap of that line. */
  #cap = LINE_CAP;
  #isStart = true;
  #lines = 0;

  constructor(onLine: OnLine, isExport: (head: string) => boolean = () => false) {
    this.#onLine = onLine;
    this.#isExport = isExport;
  }

  /** Lines so far. A last line without a line break counts after `end`. */
  get lines(): number {
    return this.#lines;
  }

  push(chunk: string | Uint8Array): void {
    if (typeof chunk === "string") this.#cut(this.#decodeRest() + chunk);
    else this.#decode(chunk);
  }

  end(): void {
    this.#cut(this.#decodeRest());
    if (this.#open !== "" || this.#openCut > 0) this.#emit();
  }

  #decode(chunk: Uint8Array): void {
    let bytes = chunk;
    if (!this.#decoder) {
      bytes = this.#firstBytes.length > 0 ? concat(this.#firstBytes, chunk) : chunk;
      if (bytes.length < 2) {
        this.#firstBytes = bytes.slice();
        return;
      }
      this.#firstBytes = new Uint8Array();
      this.#decoder = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8", {
        ignoreBOM: true,
      });
    }
    this.#cut(this.#decoder.decode(bytes, { stream: true }));
  }

  #decodeRest(): string {
    if (this.#decoder) {
      const rest = this.#decoder.decode();
      this.#decoder = undefined;
      return rest;
    }
    const bytes = this.#firstBytes;
    this.#firstBytes = new Uint8Array();
    return bytes.length > 0 ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : "";
  }

  #cut(text: string): void {
    if (text === "") return;
    let from = this.#isStart && text.startsWith("\uFEFF") ? 1 : 0;
    this.#isStart = false;
    for (let end = text.indexOf("\n", from); end >= 0; end = text.indexOf("\n", from)) {
      this.#append(text, from, end);
      this.#emit();
      from = end + 1;
    }
    this.#append(text, from, text.length);
  }

  #append(text: string, from: number, to: number): void {
    if (this.#open.length < HEAD_CHARACTERS) {
      const head = (this.#open + text.slice(from, Math.min(to, from + HEAD_CHARACTERS))).slice(0, HEAD_CHARACTERS);
      this.#cap = this.#isExport(head) ? EXPORT_CAP : LINE_CAP;
    }
    const room = Math.max(0, this.#cap + 1 - this.#open.length); // one more for the CR of a line of exactly the cap
    const taken = Math.min(room, to - from);
    if (taken > 0)
      this.#open = this.#open === "" ? text.slice(from, from + taken) : this.#open + text.slice(from, from + taken);
    this.#openCut += to - from - taken;
  }

  #emit(): void {
    let line = this.#open;
    let cut = this.#openCut;
    this.#open = "";
    this.#openCut = 0;
    while (line.endsWith("\r")) line = line.slice(0, -1);
    if (line.length > this.#cap) {
      cut += line.length - this.#cap;
      line = line.slice(0, this.#cap);
    }
    this.#onLine(line, ++this.#lines, cut);
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
