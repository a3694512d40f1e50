import { once } from "node:events";
import net from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import type { Environment } from "../../targets/environment";
import { isStacksWorker } from "../../targets/local/localQueue";
import type { OperationContext } from "../operation";
import { programVariables } from "../program/programVariables";
import type { ProgramStart } from "../program/programVariables";
import { stackOf } from "../stack/stackOf";
import { controlWorker } from "../worker/controlWorker";
import { OwnProgram } from "../program/ownProgram";
import type { MessageScenario } from "./scenarioSchema";
import { within } from "./scenarioLimit";

/** For a program of one's own to listen, or to poll. */
const READY_WITHIN_MS = 60_000;
/** Nobody says when a port is open. */
const ASK_AGAIN_MS = 100;

type Command = NonNullable<MessageScenario["own"]["api"]>;
type Place = Omit<ProgramStart, "platform"> & { cwd: string };

/** The programs of the user's own that a scenario runs. What they mean when they end: see OwnProgram. */
export class ScenarioPrograms {
  readonly #running: OwnProgram[] = [];
  readonly #place: Place;
  readonly #context: OperationContext;

  constructor(place: Place, context: OperationContext) {
    this.#place = place;
    this.#context = context;
  }

  /** Runs the API on a free port. Resolves with its address once it listens. */
  async startApi(environment: Environment, command: Command): Promise<string> {
    const port = await freePort();
    const withPort = (word: string) => word.replaceAll("{port}", String(port));
    const words = typeof command === "string" ? withPort(command) : command.map(withPort);
    const program = await this.#start(environment, words, { PORT: String(port) });
    const listens = (signal: AbortSignal) => untilListening(port, signal);
    await this.#ready(program, l10n.t("your API to listen on port {0}", port), listens);
    return `http://127.0.0.1:${port}`;
  }

  /** Runs the worker in place of the stack's. Resolves once it polls. */
  async startWorker(environment: Environment, command: Command): Promise<void> {
    await controlWorker(environment, "stop", this.#context);
    const program = await this.#start(environment, command, {});
    await this.#ready(program, l10n.t("your worker to poll the queue"), (signal) => untilPolled(environment, signal));
  }

  /** The work, or the failure of a program that ends meanwhile with anything but exit code 0. */
  orEnded<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, ...this.#running.map((program) => program.untilItEnds({ mayEnd: true }))]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((program) => program.stop()));
  }

  async #start(environment: Environment, command: Command, own: NodeJS.ProcessEnv): Promise<OwnProgram> {
    const variables = await programVariables(environment, this.#place);
    const program = new OwnProgram(command, this.#place.cwd, { ...variables, ...own });
    this.#running.push(program);
    return program;
  }

  async #ready(program: OwnProgram, what: string, isReady: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const over = new AbortController();
    const ready = within(READY_WITHIN_MS, what, AbortSignal.any([this.#context.signal, over.signal]), isReady);
    try {
      await Promise.race([ready, program.untilItEnds({ mayEnd: false })]);
    } finally {
      over.abort();
      await ready.catch(() => undefined);
    }
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilListening(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const socket = net.connect({ port, host: "127.0.0.1" });
    try {
      await once(socket, "connect", { signal });
      return;
    } catch {
      await wait(ASK_AGAIN_MS, undefined, { signal });
    } finally {
      socket.destroy();
    }
  }
}

/** Another worker than the stack's own polls. */
async function untilPolled(environment: Environment, signal: AbortSignal): Promise<void> {
  const stack = stackOf(environment);
  const polls = async () =>
    (await stack.snapshot(signal)).queue.pollers.some(
      ({ userAgent, openPolls }) => openPolls > 0 && !isStacksWorker(userAgent),
    );
  if (await polls()) return;
  for await (const _change of stack.changes(signal)) if (await polls()) return;
}
