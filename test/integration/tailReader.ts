import type { TailEntry, WorkerTarget } from "../../src/targets/environment";

export type Gap = Extract<TailEntry, { kind: "gap" }>;

/** Reads a tail in the background and lets a test wait for what comes. */
export class TailReader {
  readonly entries: TailEntry[] = [];
  readonly texts: string[] = [];
  readonly gaps: Gap[] = [];
  readonly #controller = new AbortController();
  readonly #done: Promise<void>;
  readonly #waiting = new Set<() => void>();
  #error: unknown;

  constructor(target: WorkerTarget, position?: string) {
    this.#done = this.#read(target, position);
  }

  /** Of the last line. */
  get position(): string | undefined {
    return this.entries.findLast((entry) => entry.kind === "line")?.position;
  }

  /** Resolves when it holds; what has come already counts. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#error) throw this.#error;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
      this.#waiting.clear();
    }
  }

  untilText(text: string): Promise<void> {
    return this.until(() => this.texts.includes(text));
  }

  untilGap(reason: Gap["reason"]): Promise<void> {
    return this.until(() => this.gaps.some((gap) => gap.reason === reason));
  }

  async stop(): Promise<void> {
    this.#controller.abort();
    await this.#done;
    if (this.#error) throw this.#error;
  }

  async #read(target: WorkerTarget, position: string | undefined): Promise<void> {
    try {
      for await (const entry of target.tail(position, this.#controller.signal)) {
        this.entries.push(entry);
        if (entry.kind === "line") this.texts.push(entry.line.text);
        else this.gaps.push(entry);
        this.#wake();
      }
    } catch (error) {
      this.#error = error;
      this.#wake();
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
  }
}

/** The entries as text, one a line: lines as they are, gaps as `-- reason exit oom`. */
export function transcript(entries: readonly TailEntry[]): string[] {
  return entries.map((entry) => {
    if (entry.kind === "line") return entry.line.text;
    const { reason, exitCode, oomKilled } = entry;
    return ["--", reason, ...(exitCode === undefined ? [] : [exitCode]), ...(oomKilled ? ["oom"] : [])].join(" ");
  });
}
