import type { Severity } from "./annotator";

/** Lines of a kind shown per window. The limit for infos is higher: each may belong to another message. */
const SHOWN: Record<Severity, number> = { error: 5, warning: 5, info: 50 };
const WINDOW_MS = 10_000;

/** Maximum number of kinds tracked at once. The one that was silent longest is dropped first. */
const MOST_KINDS = 500;

/** Lines of one kind that came too fast to show each. */
export interface Fold {
  /** The newest of these lines. */
  text: string;
  severity: Severity;
  /** Lines hidden in this run so far. */
  count: number;
  perSecond: number;
}

interface Run {
  severity: Severity;
  text: string;
  firstAt: number;
  lastAt: number;
  lines: number;
  folded: number;
  tellAt: number;
}

/**
 * Holds back floods. A kind of line is `quiet` until it exceeds `SHOWN` within a window. From then on its lines are
 * folded and summarized at 10, 100, 1,000 … lines, and once more when the flood ends. A flood ends after one window
 * without a line.
 */
export class FloodFolder {
  readonly #runs = new Map<string, Run>();

  /** Times are in milliseconds. `show`: print the line. `fold`: the summary to print instead, if one is due. */
  take(kind: string, severity: Severity, text: string, at: number): { show: boolean; fold?: Fold } {
    const run = this.#runOf(kind, severity, at);
    run.lines++;
    run.lastAt = at;
    run.text = text;
    if (run.lines <= SHOWN[severity]) return { show: true };
    run.folded++;
    if (run.folded < run.tellAt) return { show: false };
    run.tellAt *= 10;
    return { show: false, fold: foldOf(run) };
  }

  /** Floods that have ended by now. Returns each once. */
  ended(at: number): Fold[] {
    const folds: Fold[] = [];
    for (const [kind, run] of this.#runs) {
      if (at - run.lastAt < WINDOW_MS) continue;
      this.#runs.delete(kind);
      if (run.folded > 0 && run.folded * 10 !== run.tellAt) folds.push(foldOf(run));
    }
    return folds;
  }

  /** The earliest time at which a flood may end. Undefined if there is none. */
  get nextEnd(): number | undefined {
    const ends = [...this.#runs.values()].filter(({ folded }) => folded > 0).map(({ lastAt }) => lastAt + WINDOW_MS);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  clear(): void {
    this.#runs.clear();
  }

  #runOf(kind: string, severity: Severity, at: number): Run {
    const known = this.#runs.get(kind);
    // Lines spread over more than one window are not a flood. A folded flood goes on until it pauses.
    if (known && (known.folded > 0 || at - known.firstAt < WINDOW_MS)) {
      this.#runs.delete(kind);
      this.#runs.set(kind, known);
      return known;
    }
    const run = { severity, text: "", firstAt: at, lastAt: at, lines: 0, folded: 0, tellAt: 10 };
    this.#runs.delete(kind);
    this.#runs.set(kind, run);
    if (this.#runs.size > MOST_KINDS) this.#runs.delete(this.#runs.keys().next().value!);
    return run;
  }
}

function foldOf({ severity, text, firstAt, lastAt, folded, lines }: Run): Fold {
  const seconds = Math.max(1, (lastAt - firstAt) / 1_000);
  return { severity, text, count: folded, perSecond: Math.round((lines / seconds) * 10) / 10 };
}

/** Lines without a pattern are of the same kind if they differ only in numbers and IDs. */
export const shapeOf = (text: string): string => text.slice(0, 200).replace(/[0-9a-f]{8,}|\d+/gi, "#");
