import * as l10n from "@vscode/l10n";
import type { Duplex, Readable } from "node:stream";
import { PassThrough, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { ExpectedError, messageOf } from "../../common/errors";
import { inspectContainer, requireContainer, statusOf } from "./containerLookup";
import type { DockerEngine } from "./dockerEngine";
import { FrameDecoder } from "./tail/frameDecoder";

/** A process's three streams and its exit; common to Node's child processes and processes inside a container. */
export interface SpawnedProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves after its outputs have ended. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Sends TERM, and KILL if it still runs two seconds later. */
  kill(): void;
}

export interface ProcessExit {
  /** undefined: killed by a signal, or the connection was lost first. */
  exitCode?: number;
  error?: ExpectedError;
}

export interface ContainerCommand {
  /** Program and arguments; not passed through a shell. */
  command: readonly string[];
  env?: Readonly<Record<string, string>>;
  workingDirectory?: string;
}

/** Prints its process id inside the container first: the engine has no call that ends an exec. */
const TELL_PID = 'echo "$$"; exec "$@"';
const SEND_SIGNAL = 'kill -s "$1" "$2"';
const KILL_AFTER_MS = 2_000;
/** The engine stores the exit code a moment after the outputs end. */
const EXIT_CODE_WAITS_MS = [0, 20, 50, 100, 250, 500, 1_000, 2_000];

/**
 * Starts a process inside a running container, as `docker exec -i` does, found by name or compose service.
 *
 *     starting ──pid line──▶ running ──outputs ended──▶ exited (exit code)
 *         └──── connection lost ────┴──────────────────▶ exited (error, no code)
 *
 * Slow readers of stdout or stderr slow the process down; nothing is buffered without limit. Needs `/bin/sh` in the
 * container. A missing program gives exit code 126 or 127, with the engine's words on stderr.
 * @throws ExpectedError `container-missing`, `container-stopped`, or DockerEngine's
 */
export async function startContainerProcess(
  engine: DockerEngine,
  container: string,
  { command, env = {}, workingDirectory }: ContainerCommand,
  signal?: AbortSignal,
): Promise<SpawnedProcess> {
  const id = await requireContainer(engine, container, signal);
  const options = {
    Cmd: ["/bin/sh", "-c", TELL_PID, "sh", ...command],
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(workingDirectory !== undefined && { WorkingDir: workingDirectory }),
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false },
  };
  const connection = new AbortController();
  try {
    const exec = await engine.call(
      (client, abortSignal) => client.getContainer(id).exec({ ...options, abortSignal }),
      signal,
    );
    const socket = await engine.stream(
      (_client, abortSignal) => exec.start({ hijack: true, stdin: true, abortSignal }),
      signal ? AbortSignal.any([signal, connection.signal]) : connection.signal,
    );
    return new ContainerProcess(engine, id, exec.id, socket);
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    throw new ExpectedError(
      "container-stopped",
      l10n.t("The container {0} is not running", container),
      l10n.t("Start it, then try again."),
      { cause: error },
    );
  }
}

class ContainerProcess implements SpawnedProcess {
  readonly stdin: Writable;
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly exited: Promise<ProcessExit>;
  readonly #engine: DockerEngine;
  readonly #containerId: string;
  readonly #execId: string;
  readonly #socket: Duplex;
  /** Digits only; undefined before the first line. */
  #pid: string | undefined;
  #firstLine = "";
  #killed = false;
  #ended = false;

  constructor(engine: DockerEngine, containerId: string, execId: string, socket: Duplex) {
    this.#engine = engine;
    this.#containerId = containerId;
    this.#execId = execId;
    this.#socket = socket;
    this.stdin = new Writable({
      write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
      final: (done) => void socket.end(done),
    });
    // Ignores writes to a process that has exited; `exited` reports it.
    this.stdin.on("error", () => undefined);
    this.exited = this.#run();
  }

  kill(): void {
    if (this.#killed) return;
    this.#killed = true;
    void this.#kill();
  }

  async #run(): Promise<ProcessExit> {
    const lost = await this.#demultiplex();
    this.#ended = true;
    this.stdin.destroy();
    if (this.#pid === undefined && this.#firstLine) this.stderr.write(this.#firstLine);
    this.stdout.end();
    this.stderr.end();
    return lost ? { error: lost } : await this.#exitCode();
  }

  async #demultiplex(): Promise<ExpectedError | undefined> {
    const decoder = new FrameDecoder();
    try {
      for await (const chunk of this.#socket as AsyncIterable<Buffer>) {
        for (const { output, payload } of decoder.decode(chunk)) {
          const own = output === "stdout" ? this.#withoutPid(payload) : payload;
          if (own.length > 0) await put(this[output], own);
        }
      }
      return undefined;
    } catch (error) {
      return new ExpectedError(
        "engine-unreachable",
        l10n.t("The connection to Docker was lost ({0})", messageOf(error)),
        l10n.t("Start Docker, or correct its address."),
        { cause: error },
      );
    }
  }

  #withoutPid(payload: Buffer): Buffer {
    if (this.#pid !== undefined) return payload;
    this.#firstLine += payload.toString("latin1");
    const end = this.#firstLine.indexOf("\n");
    const [, pid] = /^(\d+)\r?\n/.exec(this.#firstLine) ?? [];
    if (end < 0 || pid === undefined) return Buffer.alloc(0);
    const rest = Buffer.from(this.#firstLine.slice(end + 1), "latin1");
    this.#pid = pid;
    if (this.#killed) void this.#kill();
    return rest;
  }

  async #exitCode(): Promise<ProcessExit> {
    try {
      for (const wait of EXIT_CODE_WAITS_MS) {
        if (wait > 0) await delay(wait);
        const state = await this.#engine.call((client, abortSignal) =>
          client.getExec(this.#execId).inspect({ abortSignal }),
        );
        if (!state.Running && state.ExitCode !== null) return { exitCode: state.ExitCode };
      }
      return {};
    } catch (error) {
      // Removing a container removes its execs.
      return ExpectedError.is(error) ? { error } : {};
    }
  }

  async #kill(): Promise<void> {
    if (this.#pid === undefined) return; // killed as soon as its pid is known
    await this.#signal("TERM");
    const timer = new AbortController();
    const gone = this.exited.then(() => timer.abort());
    await Promise.race([gone, delay(KILL_AFTER_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
    if (this.#ended) return;
    await this.#signal("KILL");
    this.#socket.end();
  }

  async #signal(name: "TERM" | "KILL"): Promise<void> {
    const options = { Cmd: ["/bin/sh", "-c", SEND_SIGNAL, "sh", name, this.#pid!] };
    try {
      const exec = await this.#engine.call((client) => client.getContainer(this.#containerId).exec(options));
      await this.#engine.call((_client, abortSignal) => exec.start({ Detach: true, abortSignal }));
    } catch {
      // It can no longer be signalled: closing its connection ends it.
      if ((await this.#isRunning()) !== true) this.#socket.destroy();
    }
  }

  async #isRunning(): Promise<boolean | undefined> {
    try {
      return (await inspectContainer(this.#engine, this.#containerId))?.State.Running;
    } catch {
      return undefined;
    }
  }
}

/** Waits for a slow reader. Drops data that has no reader any more. */
async function put(stream: PassThrough, chunk: Buffer): Promise<void> {
  if (stream.destroyed || stream.write(chunk)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off("drain", done).off("close", done);
      resolve();
    };
    stream.on("drain", done).on("close", done);
  });
}
