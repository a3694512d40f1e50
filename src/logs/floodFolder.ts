import type { Severity } from "./annotator";

/** So many lines of a kind within the window are shown; an info may be another message's, so more of them are. */
const SHOWN: Record<Severity, number> = { error: 5, warning: 5, info: 50 };
const WINDOW_MS = 10_000;

/** Kinds that are watched at a time; the one that was silent longest is let go. */
const MOST_KINDS = 500;

/** Lines of one kind that came too fast to be shown each. */
export interface Fold {
  /** The newest of them. */
  text: string;
  severity: Severity;
  /** How many were not shown, in all of this run. */
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
 * Holds back floods. A kind of line is `quiet` until it comes more often than `SHOWN` within a window; then its lines
 * are folded, told of at 10, 100, 1,000 …, and once more at its end. It ends when none came for a window.
 */
export class FloodFolder {
  readonly #runs = new Map<string, Run>();

  /** Times in milliseconds. `show`: print the line; `fold`: a summary to print instead, if one is due. */
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

  /** Floods that have ended by now, each told once. */
  ended(at: number): Fold[] {
    const folds: Fold[] = [];
    for (const [kind, run] of this.#runs) {
      if (at - run.lastAt < WINDOW_MS) continue;
      this.#runs.delete(kind);
      if (run.folded > 0 && run.folded * 10 !== run.tellAt) folds.push(foldOf(run));
    }
    return folds;
  }

  /** When the next flood may have ended; undefined where there is none. */
  get nextEnd(): number | undefined {
    const ends = [...this.#runs.values()].filter(({ folded }) => folded > 0).map(({ lastAt }) => lastAt + WINDOW_MS);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  clear(): void {
    this.#runs.clear();
  }

  #runOf(kind: string, severity: Severity, at: number): Run {
    const known = this.#runs.get(kind);
    // Lines that are spread over more than a window are no flood, and one that is folded goes on until it pauses.
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

/** Lines without a pattern are of one kind where they differ in numbers and ids alone. */
export const shapeOf = (text: string): string => text.slice(0, 200).replace(/[0-9a-f]{8,}|\d+/gi, "#");
