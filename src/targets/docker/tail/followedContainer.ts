import type { ContainerInspectInfo } from "dockerode";
import type http from "node:http";
import type { ContainerEvent } from "../containerEvents";
import { ContainerRuns } from "./containerRuns";
import { inspectContainer } from "../containerLookup";
import { runState } from "../containerState";
import { DeliveredLines } from "./deliveredLines";
import type { DockerEngine } from "../dockerEngine";
import { BEGINNING, readEngineTime } from "./engineTime";
import { recordReader } from "./recordReader";
import type { EngineLogRecord, RecordReader } from "./recordReader";

/** Position: `docker <container id> <start of its run> <DeliveredLines>`. */
const POSITION = /^docker ([0-9a-f]+) (\S+) (.+)$/;

/** The container whose log a position is in. */
export const containerOfPosition = (position: string | undefined) => POSITION.exec(position ?? "")?.[1];

/** The container that a tail reads: its id, its runs, and which lines of its log were delivered. */
export class FollowedContainer {
  readonly id: string;
  /** The position belongs to another container, which is gone. */
  readonly isSuccessor: boolean;
  readonly runs: ContainerRuns;
  readonly delivered: DeliveredLines;
  readonly #engine: DockerEngine;
  readonly #terminal: boolean;
  /** Nothing more can follow: it does not run, and its log was read to the end. */
  #isExhausted = false;
  /** Removed for good. */
  #isGone = false;
  /** False while it is merely created. */
  #hasStarted: boolean;

  private constructor(
    engine: DockerEngine,
    info: ContainerInspectInfo,
    runs: ContainerRuns,
    delivered: DeliveredLines,
    isSuccessor: boolean,
  ) {
    this.#engine = engine;
    this.id = info.Id;
    this.runs = runs;
    this.delivered = delivered;
    this.isSuccessor = isSuccessor;
    this.#terminal = info.Config.Tty;
    this.#hasStarted = runState(info).startedAt > BEGINNING;
    runs.look(runState(info));
  }

  /**
   * Starts at the position if it is this container's; from the log's beginning if the position is another container's,
   * or if this one is new (an earlier look did not find it); else from now.
   */
  static async begin(
    engine: DockerEngine,
    info: ContainerInspectInfo,
    position: string | undefined,
    isNew: boolean,
    signal: AbortSignal,
  ): Promise<FollowedContainer> {
    const resends = await engine.resendsLines(signal);
    const state = runState(info);
    const [, id, run = "", marks = ""] = POSITION.exec(position ?? "") ?? [];
    const startedAt = readEngineTime(run);
    const delivered = DeliveredLines.parse(marks, resends);
    const make = (runs: ContainerRuns, lines: DeliveredLines) =>
      new FollowedContainer(engine, info, runs, lines, id !== undefined && id !== info.Id);
    if (id === info.Id && startedAt && delivered) return make(ContainerRuns.since(startedAt), delivered);
    if (isNew || id !== undefined) return make(ContainerRuns.from(state), DeliveredLines.none(resends));
    const newest = (await lastRecord(engine, info, signal))?.time;
    const lines = newest ? DeliveredLines.upTo(newest, resends) : DeliveredLines.none(resends);
    return make(ContainerRuns.from(state), lines);
  }

  get position(): string {
    return `docker ${this.id} ${this.runs.startedAt} ${this.delivered.toString()}`;
  }

  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  get mayHaveLines(): boolean {
    return this.#hasStarted && !this.#isExhausted;
  }

  hear({ action, at, exitCode }: ContainerEvent): void {
    if (action === "start") {
      this.#hasStarted = true;
      this.runs.started(at);
    }
    if (action === "oom") this.runs.ranOutOfMemory(at);
    if (action === "die") this.runs.died(at, exitCode);
    if (this.runs.isRunning) this.#isExhausted = false;
  }

  see(info: ContainerInspectInfo): void {
    const state = runState(info);
    this.#hasStarted ||= state.startedAt > BEGINNING;
    this.runs.look(state);
    if (this.runs.isRunning) this.#isExhausted = false;
  }

  async refresh(signal: AbortSignal): Promise<void> {
    const info = await inspectContainer(this.#engine, this.id, signal);
    if (info) this.see(info);
    else this.vanish();
  }

  get isDown(): boolean {
    return this.#isGone || !this.runs.isRunning;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Its log was read to the end. */
  finishRun(): void {
    this.#isExhausted = this.isDown;
  }

  vanish(): void {
    this.#isGone = true;
    this.#isExhausted = true;
  }

  async openLog(signal: AbortSignal, onChange: () => void): Promise<LogPass> {
    const { since } = this.delivered;
    const stream = await this.#engine.openLog(this.id, { follow: true, ...(since && { since }) }, signal);
    this.delivered.beginPass();
    return new LogPass(stream, recordReader(this.#terminal), onChange);
  }
}

/** One pass over a followed log, read piece by piece. */
export class LogPass {
  readonly #stream: http.IncomingMessage;
  readonly #reader: RecordReader;

  constructor(stream: http.IncomingMessage, reader: RecordReader, onChange: () => void) {
    this.#stream = stream;
    this.#reader = reader;
    for (const event of ["readable", "end", "error", "close"]) stream.on(event, onChange);
  }

  /** The lines received; undefined if nothing has arrived. */
  read(): EngineLogRecord[] | undefined {
    const chunk = this.#stream.read() as Buffer | null;
    return chunk ? this.#reader.read(chunk) : undefined;
  }

  get hasEnded(): boolean {
    return this.#stream.readableEnded;
  }

  get error(): unknown {
    return this.#stream.errored ?? (this.#stream.destroyed ? new Error("closed") : undefined);
  }

  /** A last line without a newline. */
  rest(): EngineLogRecord[] {
    return this.#reader.end();
  }
}

async function lastRecord(
  engine: DockerEngine,
  info: ContainerInspectInfo,
  signal: AbortSignal,
): Promise<EngineLogRecord | undefined> {
  const stream = await engine.openLog(info.Id, { follow: false, tail: 1 }, signal);
  const reader = recordReader(info.Config.Tty);
  let last: EngineLogRecord | undefined;
  for await (const chunk of stream as AsyncIterable<Buffer>) last = reader.read(chunk).at(-1) ?? last;
  return reader.end().at(-1) ?? last;
}
