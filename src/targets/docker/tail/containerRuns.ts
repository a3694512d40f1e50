import type { EngineTime } from "./engineTime";

/** The end of a container's run, to be marked between two lines. */
export interface RunEnd {
  at: EngineTime;
  /** undefined: it ended unobserved. */
  exitCode?: number;
  oomKilled?: boolean;
}

/** What inspecting the container returns. Docker keeps the previous run's `finishedAt` after the next start. */
export interface RunState {
  isRunning: boolean;
  startedAt: EngineTime;
  finishedAt: EngineTime;
  exitCode: number;
  oomKilled: boolean;
}

/** Bounds a crash loop while the reader is not reading. */
const MAX_PENDING = 1_000;

/**
 * Which runs of one container have ended, each once, although the engine reports them twice: by events, which may be
 * late or missed, and by looks, which may see two runs as one.
 *
 *     running ──die event, or a look: not running, or another start──▶ ended ──start event, or a look──▶ running
 *
 * An end belongs to the run that was current at its time; an end older than the current run is already known. All times
 * are the engine's.
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

  /** From now on: ignores earlier ends. */
  static from({ isRunning, startedAt, finishedAt }: RunState): ContainerRuns {
    return new ContainerRuns(startedAt, isRunning ? undefined : finishedAt);
  }

  /** From a run seen earlier. */
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
    // A look has already shown the next run, but not how this one ended.
    else if (exitCode !== undefined) this.#amend({ exitCode });
  }

  look(state: RunState): void {
    // A start event's time is a moment after the start itself.
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

  /** Takes the next end before that time. */
  takeBefore(time: EngineTime): RunEnd | undefined {
    return this.#pending[0] && this.#pending[0].at < time ? this.#pending.shift() : undefined;
  }

  /** Takes all remaining ends. */
  takeAll(): RunEnd[] {
    return this.#pending.splice(0);
  }

  get hasEnds(): boolean {
    return this.#pending.length > 0;
  }

  /** Whether runs before the current one have ended. */
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
