import type { EngineTime } from "./engineTime";

/** The end of a run of a container, to be marked between two lines. */
export interface RunEnd {
  at: EngineTime;
  /** undefined: it ended while nobody could see. */
  exitCode?: number;
  oomKilled?: boolean;
}

/** What a look at the container tells. Docker keeps `finishedAt` of the run before over the next start. */
export interface RunState {
  isRunning: boolean;
  startedAt: EngineTime;
  finishedAt: EngineTime;
  exitCode: number;
  oomKilled: boolean;
}

/** A crash loop in front of a reader that sleeps. */
const MAX_PENDING = 1_000;

/**
 * Which runs of one container have ended, each once, though the engine tells it twice: by events, which come late or are
 * missed, and by looks, which may see two runs as one.
 *
 *     running ──die event, or a look: not running, or another start──▶ ended ──start event, or a look──▶ running
 *
 * An end belongs to the run that was going on at its time; one that is older than the present run is known already. All
 * times are the engine's.
 */
export class ContainerRuns {
  #startedAt: EngineTime;
  #endedAt: EngineTime | undefined;
  #sawOom = false;
  readonly #pending: RunEnd[] = [];

  private constructor(startedAt: EngineTime, endedAt?: EngineTime) {
    this.#startedAt = startedAt;
    this.#endedAt = endedAt;
  }

  /** From now on: what has ended before is nobody's loss. */
  static from({ isRunning, startedAt, finishedAt }: RunState): ContainerRuns {
    return new ContainerRuns(startedAt, isRunning ? undefined : finishedAt);
  }

  /** From a run on that was seen earlier. */
  static since(startedAt: EngineTime): ContainerRuns {
    return new ContainerRuns(startedAt);
  }

  get startedAt(): EngineTime {
    return this.#startedAt;
  }

  get isRunning(): boolean {
    return this.#endedAt === undefined;
  }

  started(at: EngineTime): void {
    if (this.#endedAt !== undefined && at > this.#endedAt) this.#begin(at);
  }

  ranOutOfMemory(at: EngineTime): void {
    if (at >= this.#startedAt) this.#sawOom = true;
  }

  died(at: EngineTime, exitCode: number | undefined): void {
    if (at >= this.#startedAt) this.#end(at, exitCode, this.#sawOom);
    // A look told of the next run already, and could not tell how this one ended.
    else if (exitCode !== undefined) this.#amend({ exitCode });
  }

  look(state: RunState): void {
    // A start event is told a moment after the start it tells of.
    if (state.startedAt > this.#startedAt && state.startedAt > (this.#endedAt ?? this.#startedAt)) {
      if (state.finishedAt > this.#startedAt && state.finishedAt <= state.startedAt) this.#end(state.finishedAt);
      else this.#end(state.startedAt);
      this.#begin(state.startedAt);
    }
    // A look may be older than the last event.
    if (state.isRunning || state.finishedAt < this.#startedAt) return;
    if (this.isRunning) this.#end(state.finishedAt, state.exitCode, state.oomKilled);
    else if (state.oomKilled) this.#amend({ oomKilled: true });
  }

  /** The next end that is older than that moment, taken out. */
  takeBefore(time: EngineTime): RunEnd | undefined {
    return this.#pending[0] && this.#pending[0].at < time ? this.#pending.shift() : undefined;
  }

  /** All ends that were not taken, taken out. */
  takeAll(): RunEnd[] {
    return this.#pending.splice(0);
  }

  get hasEnds(): boolean {
    return this.#pending.length > 0;
  }

  /** There are ends of runs before the present one. */
  get hasRestarted(): boolean {
    return this.isRunning && this.#pending.length > 0;
  }

  #amend(told: Pick<RunEnd, "exitCode" | "oomKilled">): void {
    const last = this.#pending.at(-1);
    if (last) Object.assign(last, { ...told, ...(last.exitCode !== undefined && { exitCode: last.exitCode }) });
  }

  #begin(at: EngineTime): void {
    this.#startedAt = at;
    this.#endedAt = undefined;
    this.#sawOom = false;
  }

  #end(at: EngineTime, exitCode?: number, oomKilled?: boolean): void {
    if (this.#endedAt !== undefined) return;
    this.#endedAt = at;
    this.#pending.push({
      at,
      ...(exitCode !== undefined && { exitCode }),
      ...(oomKilled !== undefined && { oomKilled }),
    });
    if (this.#pending.length > MAX_PENDING) this.#pending.shift();
  }
}
