import { setTimeout as delay } from "node:timers/promises";
import { ExpectedError } from "../../../common/errors";
import type { LogLine } from "../../../runtime/stack/lineBuffer";
import type { TailEntry } from "../../environment";
import { InterruptibleSleep } from "../../looking/interruptibleSleep";
import { connectionLost, ContainerEvents } from "../containerEvents";
import type { ContainerEvent } from "../containerEvents";
import { findContainer, inspectContainer, statusOf } from "../containerLookup";
import type { RunEnd } from "./containerRuns";
import type { DockerEngine } from "../dockerEngine";
import { engineReturn } from "./engineReturn";
import { millisecondsOf } from "./engineTime";
import { containerOfPosition, FollowedContainer } from "./followedContainer";
import type { EngineLogRecord } from "./recordReader";

type Gap = Extract<TailEntry, { kind: "gap" }>;

/** A container that runs again within this time was restarted; otherwise it is stopped. */
const RESTART_WITHIN_MS = 2_000;
/** Lines written before a mark may still be in transit. */
const SETTLE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Follows one container's log by name, whatever happens to the container.
 *
 *     connecting ──events are open──▶ looking ──found──▶ reading ──the log ended──▶ ended
 *         ▲                            ▲   ▲               │                          │
 *         │                 an event:  │   └── successor ──┘       starts within 2 s: │ gap restarted / recreated
 *      gap engine-back        looking  │                            else: gap stopped │
 *         │                         waiting ◀───────── none ──────────────────────────┘
 *      gone ◀── connection lost and no answer (gap engine-gone), from any state
 *
 * - The container is followed by its id: a rename only causes a gap. A newer one under the name takes over as soon as
 *   it has started, or when the followed one no longer runs; an ended container's last lines come first.
 * - Every end of a run is one gap, placed between the lines before and after it by the engine's own times
 *   (ContainerRuns).
 * - Delivered lines are known by output and time (DeliveredLines), so reading any part again loses and repeats nothing.
 * - It reads only when the next entry is requested: a slow reader slows the connection down, and nothing is buffered
 *   here.
 */
export class ContainerTail {
  readonly #engine: DockerEngine;
  readonly #name: string;
  readonly #signal: AbortSignal;
  readonly #wakeup = new InterruptibleSleep();
  #followed: FollowedContainer | undefined;
  #position: string | undefined;
  /** A container found after the first look is new, and is read from its beginning. */
  #hasLooked = false;
  #seq = 0;
  /** How often in a row the log broke off without a new line. */
  #fruitless = 0;

  constructor(engine: DockerEngine, name: string, position: string | undefined, signal: AbortSignal) {
    this.#engine = engine;
    this.#name = name;
    this.#position = position;
    this.#signal = signal;
  }

  /** Runs until the signal. Errors: `engine-denied`, `engine-refused` (a log driver that cannot be read). */
  async *entries(): AsyncGenerator<TailEntry> {
    this.#signal.addEventListener("abort", this.#wakeup.wake);
    try {
      for (;;) {
        try {
          yield* this.#connected();
        } catch (error) {
          if (!ExpectedError.is(error, "engine-unreachable")) throw error;
        }
        this.#signal.throwIfAborted();
        yield* this.#reconnect();
      }
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    } finally {
      this.#signal.removeEventListener("abort", this.#wakeup.wake);
    }
  }

  /** A broken connection to a running engine is not a gap. */
  async *#reconnect(): AsyncGenerator<TailEntry> {
    if (await this.#engine.answers(this.#signal)) return await this.#pause();
    for (const end of this.#followed?.runs.takeAll() ?? []) yield gapOf("stopped", end);
    yield { kind: "gap", at: Date.now(), reason: "engine-gone" };
    await engineReturn(this.#engine, this.#signal);
    this.#fruitless = 0;
    yield { kind: "gap", at: Date.now(), reason: "engine-back" };
  }

  async #pause(): Promise<void> {
    await delay(Math.min(LONGEST_PAUSE_MS, 50 * 2 ** this.#fruitless++), undefined, { signal: this.#signal });
  }

  async *#connected(): AsyncGenerator<TailEntry> {
    // Opened before the first look: anything that happens in between arrives as an event.
    const events = await ContainerEvents.open(this.#engine, this.#wakeup.wake, this.#signal);
    try {
      yield* this.#look();
      for (;;) {
        yield* this.#handle(events);
        const followed = this.#followed;
        if (followed?.mayHaveLines) yield* this.#read(followed, events);
        else await this.#sleep();
      }
    } finally {
      events.close();
    }
  }

  async #sleep(limitMs?: number): Promise<boolean> {
    const wasWoken = await this.#wakeup.sleep(limitMs);
    this.#signal.throwIfAborted();
    return wasWoken;
  }

  /** Processes the engine's events, and looks again where they may change which container is followed. */
  async *#handle(events: ContainerEvents): AsyncGenerator<TailEntry> {
    const { events: told, isComplete } = events.take();
    let isLookDue = !isComplete;
    for (const event of told) {
      const followed = this.#followed;
      if (event.id === followed?.id) {
        followed.hear(event);
        if (event.action === "rename") yield { kind: "gap", at: millisecondsOf(event.at), reason: "renamed" };
      }
      isLookDue ||= event.id === followed?.id || this.#isOfName(event);
    }
    if (isLookDue) yield* this.#look();
  }

  #isOfName({ name, service }: ContainerEvent): boolean {
    return name === this.#name || service === this.#name;
  }

  /** Finds the container to follow, and its state. */
  async *#look(): AsyncGenerator<TailEntry> {
    const before = this.#followed;
    const named = await findContainer(this.#engine, this.#name, this.#signal, before?.id);
    const id = named ?? before?.id ?? containerOfPosition(this.#position);
    const state = id === undefined ? undefined : await inspectContainer(this.#engine, id, this.#signal);
    const isNew = this.#hasLooked;
    this.#hasLooked = true;
    if (id === undefined || state === undefined) return before?.vanish();
    if (id === before?.id) return before.see(state);
    const next = await FollowedContainer.begin(this.#engine, state, this.#position, isNew, this.#signal);
    if (before) {
      if (before.mayHaveLines && (before.isDown || !next.hasStarted)) return;
      const ends = before.runs.takeAll();
      for (const end of ends.slice(0, -1)) yield gapOf("restarted", end);
      yield gapOf("recreated", ends.at(-1) ?? { at: next.runs.startedAt });
    } else if (next.isSuccessor) {
      yield gapOf("recreated", { at: next.runs.startedAt });
    }
    this.#position = undefined;
    this.#followed = next;
  }

  async *#read(followed: FollowedContainer, events: ContainerEvents): AsyncGenerator<TailEntry> {
    const controller = new AbortController();
    const signal = AbortSignal.any([this.#signal, controller.signal]);
    try {
      const pass = await followed.openLog(signal, this.#wakeup.wake);
      for (;;) {
        yield* this.#handle(events);
        if (this.#followed !== followed) return;
        const records = pass.read();
        if (records) {
          for (const record of records) yield* this.#deliver(followed, record);
        } else if (pass.hasEnded) {
          return yield* this.#ended(followed, events, pass.rest());
        } else if (pass.error !== undefined) {
          throw connectionLost(pass.error);
        } else if (!(await this.#sleep(followed.runs.hasRestarted ? SETTLE_MS : undefined))) {
          for (const end of followed.runs.takeAll()) yield gapOf("restarted", end);
        }
      }
    } catch (error) {
      // Removed after the look.
      if (statusOf(error) !== 404) throw error;
      followed.vanish();
      yield* this.#look();
    } finally {
      controller.abort();
    }
  }

  *#deliver(followed: FollowedContainer, record: EngineLogRecord): Generator<TailEntry> {
    if (!followed.delivered.take(record)) return;
    for (let end = followed.runs.takeBefore(record.time); end; end = followed.runs.takeBefore(record.time)) {
      yield gapOf("restarted", end);
    }
    this.#fruitless = 0;
    const line: LogLine = { seq: ++this.#seq, at: millisecondsOf(record.time), text: record.text };
    yield { kind: "line", line, position: followed.position };
  }

  async *#ended(
    followed: FollowedContainer,
    events: ContainerEvents,
    rest: EngineLogRecord[],
  ): AsyncGenerator<TailEntry> {
    await followed.refresh(this.#signal);
    if (!followed.isDown && !followed.runs.hasRestarted) return await this.#pause(); // cut off, not ended
    for (const record of rest) yield* this.#deliver(followed, record);
    followed.finishRun();
    if (followed.isGone && !followed.runs.hasEnds) {
      // An event says how it ended, and may arrive after the container is gone.
      await this.#sleep(SETTLE_MS);
      yield* this.#handle(events);
      if (this.#followed !== followed) return;
    }
    if (!followed.runs.hasEnds && !followed.isGone) return; // it did not run when it was found
    yield* this.#look();
    const limit = performance.now() + RESTART_WITHIN_MS;
    while (this.#followed === followed && followed.isDown) {
      yield* this.#handle(events);
      const left = limit - performance.now();
      if (left > 0) await this.#sleep(left);
      else for (const end of followed.runs.takeAll()) yield gapOf("stopped", end);
      if (left <= 0) return;
    }
  }
}

function gapOf(reason: Gap["reason"], { at, exitCode, oomKilled }: RunEnd): Gap {
  return {
    kind: "gap",
    at: millisecondsOf(at),
    reason,
    ...(exitCode !== undefined && { exitCode }),
    ...(oomKilled !== undefined && { oomKilled }),
  };
}
