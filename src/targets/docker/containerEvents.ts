import * as l10n from "@vscode/l10n";
import type { Readable } from "node:stream";
import { ExpectedError, messageOf } from "../../common/errors";
import { TextLines } from "../../common/text/textLines";
import { COMPOSE_SERVICE } from "./containerLookup";
import type { DockerEngine } from "./dockerEngine";
import { timeOfNanoseconds } from "./tail/engineTime";
import type { EngineTime } from "./tail/engineTime";

const ACTIONS = ["create", "start", "die", "oom", "rename", "destroy"] as const;
type Action = (typeof ACTIONS)[number];

export interface ContainerEvent {
  action: Action;
  id: string;
  at: EngineTime;
  /** Without the leading slash. */
  name: string;
  service?: string;
  exitCode?: number;
}

/** The engine's raw event; only the fields that are read. */
interface RawEvent {
  Action?: string;
  timeNano?: number;
  Actor?: { ID?: string; Attributes?: Record<string, string> };
}

/** Other containers on the engine may flood the events: dropped ones are replaced by one look. */
const MAX_KEPT = 1_000;

/** Events of an engine's containers, from opening until it is closed or the connection ends. */
export class ContainerEvents {
  #events: ContainerEvent[] = [];
  #overflowed = false;
  readonly #stream: Readable;
  readonly #controller: AbortController;

  private constructor(stream: Readable, controller: AbortController, onChange: () => void) {
    this.#stream = stream;
    this.#controller = controller;
    const lines = new TextLines();
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      for (const line of lines.read(text)) this.#keep(line);
      if (this.#events.length > 0) onChange();
    });
    stream.once("close", onChange);
    stream.once("end", onChange);
  }

  /** `onChange`: new events, or the end of the stream. Errors: DockerEngine's. */
  static async open(engine: DockerEngine, onChange: () => void, signal: AbortSignal): Promise<ContainerEvents> {
    const controller = new AbortController();
    const filters = { type: ["container"], event: ACTIONS };
    const stream = await engine.openEvents(filters, AbortSignal.any([signal, controller.signal]));
    return new ContainerEvents(stream, controller, onChange);
  }

  /**
   * Returns the events since the last call. `isComplete`: none was dropped.
   * @throws ExpectedError `engine-unreachable` after the connection has ended
   */
  take(): { events: ContainerEvent[]; isComplete: boolean } {
    const taken = { events: this.#events, isComplete: !this.#overflowed };
    this.#events = [];
    this.#overflowed = false;
    if (taken.events.length === 0 && (this.#stream.destroyed || this.#stream.readableEnded)) {
      throw connectionLost(this.#stream.errored);
    }
    return taken;
  }

  close(): void {
    this.#controller.abort();
  }

  #keep(line: string): void {
    const event = line.trim() === "" ? undefined : readEvent(line);
    if (!event) return;
    this.#events.push(event);
    if (this.#events.length <= MAX_KEPT) return;
    this.#events.shift();
    this.#overflowed = true;
  }
}

function readEvent(line: string): ContainerEvent | undefined {
  const { Action, Actor: { ID, Attributes = {} } = {}, timeNano } = JSON.parse(line) as RawEvent;
  const action = ACTIONS.find((known) => known === Action);
  if (!action || ID === undefined || timeNano === undefined) return undefined;
  const { exitCode, name = "", [COMPOSE_SERVICE]: service } = Attributes;
  return {
    action,
    id: ID,
    at: timeOfNanoseconds(timeNano),
    name: name.replace(/^\//, ""),
    ...(service !== undefined && { service }),
    ...(exitCode !== undefined && { exitCode: Number(exitCode) }),
  };
}

export function connectionLost(error: unknown): ExpectedError {
  return new ExpectedError(
    "engine-unreachable",
    l10n.t("The connection to Docker was lost ({0})", error ? messageOf(error) : "end"),
    l10n.t("Start Docker, or correct its address."),
    { cause: error },
  );
}
