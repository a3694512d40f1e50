import * as l10n from "@vscode/l10n";
import type Dockerode from "dockerode";
import type { ContainerInspectInfo } from "dockerode";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import { MOST_LINES } from "../environment";
import type { EnvironmentVariables, TailEntry, WorkerContainer, WorkerTarget } from "../environment";
import { readOwnAccess } from "../own/ownAccess";
import type { OwnAccess, OwnPlaces } from "../own/ownAccess";
import type { DockerSettings } from "../settings/environmentSettings";
import { withoutSecrets } from "../secretFingerprint";
import type { WorkerWriter } from "../writers";
import { connectionLost } from "./containerEvents";
import { containerMissing, findContainer, inspectContainer, requireContainer, statusOf } from "./containerLookup";
import { describeContainer } from "./containerState";
import { ContainerTail } from "./tail/containerTail";
import { DockerEngine } from "./dockerEngine";
import { millisecondsOf, sinceOf, timeOfMilliseconds } from "./tail/engineTime";
import { recordReader } from "./tail/recordReader";

/** Of all lines together; the oldest are dropped. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
/** Docker gives a container ten seconds to stop before it kills it. */
const RESTART_TIMEOUT_MS = 60_000;
const ALREADY = 304;

/**
 * The worker in a container, found by its exact name, else by its compose service. Opens no connection by itself.
 * @throws ExpectedError `engine-address-invalid`
 */
export function createDockerWorkerTarget(settings: {
  name: string;
  docker?: DockerSettings | undefined;
  /** What its own identity is for: a worker receives, an API sends. */
  wants?: "SendMessage" | "ReceiveMessage";
}): Required<WorkerTarget & Omit<WorkerWriter, "hand" | "setAside">> {
  const { name, docker, wants = "ReceiveMessage" } = settings;
  return new DockerWorkerTarget(new DockerEngine(docker?.host), name, wants);
}

class DockerWorkerTarget implements Required<WorkerTarget & Omit<WorkerWriter, "hand" | "setAside">> {
  readonly #engine: DockerEngine;
  readonly #name: string;
  readonly #wants: "SendMessage" | "ReceiveMessage";

  constructor(engine: DockerEngine, name: string, wants: "SendMessage" | "ReceiveMessage") {
    this.#engine = engine;
    this.#name = name;
    this.#wants = wants;
  }

  get origin(): string {
    return l10n.t("container {0}", this.#name);
  }

  async container(signal?: AbortSignal): Promise<WorkerContainer> {
    const id = await findContainer(this.#engine, this.#name, signal);
    const info = id === undefined ? undefined : await inspectContainer(this.#engine, id, signal);
    return info ? describeContainer(info) : { name: this.#name, state: "missing" };
  }

  /** The variables that the container was created with, even if it is stopped. Errors: `container-missing`. */
  async variables(signal?: AbortSignal): Promise<EnvironmentVariables> {
    return withoutSecrets(variablesIn(await this.#inspect(signal)));
  }

  async ownAccess(places: OwnPlaces, signal?: AbortSignal): Promise<OwnAccess> {
    return readOwnAccess(variablesIn(await this.#inspect(signal)), this.#wants, places, signal);
  }

  async linesSince(at: number, signal?: AbortSignal): Promise<LogLine[]> {
    const info = await this.#inspect(signal);
    const controller = new AbortController();
    const query = { follow: false, since: sinceOf(timeOfMilliseconds(at)), tail: MOST_LINES };
    const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    const stream = await this.#engine.openLog(info.Id, query, either);
    const reader = recordReader(info.Config.Tty);
    const lines = new NewestLines();
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        for (const record of reader.read(chunk)) lines.add(millisecondsOf(record.time), record.text);
      }
      for (const record of reader.end()) lines.add(millisecondsOf(record.time), record.text);
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionLost(error);
    } finally {
      controller.abort();
    }
    return lines.all();
  }

  tail(position: string | undefined, signal: AbortSignal): AsyncIterable<TailEntry> {
    return new ContainerTail(this.#engine, this.#name, position, signal).entries();
  }

  /** Succeeds if it already runs. Errors: `container-missing`. */
  async start(signal?: AbortSignal): Promise<void> {
    const id = await requireContainer(this.#engine, this.#name, signal);
    try {
      await this.#engine.call((client, abortSignal) => client.getContainer(id).start({ abortSignal }), signal);
    } catch (error) {
      if (statusOf(error) !== ALREADY) throw error;
    }
  }

  /** Succeeds if it is already stopped. Errors: `container-missing`. */
  async stop(signal?: AbortSignal): Promise<void> {
    const id = await requireContainer(this.#engine, this.#name, signal);
    const stop = (client: Dockerode, abortSignal: AbortSignal) => client.getContainer(id).stop({ abortSignal });
    try {
      await this.#engine.call(stop, signal, RESTART_TIMEOUT_MS);
    } catch (error) {
      if (statusOf(error) !== ALREADY) throw error;
    }
  }

  async restart(signal?: AbortSignal): Promise<void> {
    const id = await requireContainer(this.#engine, this.#name, signal);
    const restart = this.#engine.call(
      (client, abortSignal) => client.getContainer(id).restart({ abortSignal }),
      signal,
      RESTART_TIMEOUT_MS,
    );
    await restart;
  }

  async #inspect(signal?: AbortSignal) {
    const id = await requireContainer(this.#engine, this.#name, signal);
    const info = await inspectContainer(this.#engine, id, signal);
    if (!info) throw containerMissing(this.#engine, this.#name);
    return info;
  }
}

function variablesIn({ Config }: ContainerInspectInfo): Record<string, string> {
  const pairs = Config.Env.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name, value.join("=")] as const;
  });
  return Object.fromEntries(pairs);
}

class NewestLines {
  readonly #lines: LogLine[] = [];
  #characters = 0;
  #first = 0;

  add(at: number, text: string): void {
    this.#lines.push({ seq: this.#lines.length + 1, at, text });
    this.#characters += text.length;
    for (; this.#characters > MAX_CHARACTERS; this.#first++) {
      const oldest = this.#lines[this.#first]!;
      this.#characters -= oldest.text.length;
      oldest.text = "";
    }
  }

  all(): LogLine[] {
    return this.#lines.slice(this.#first);
  }
}
