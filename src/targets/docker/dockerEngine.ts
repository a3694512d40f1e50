import * as l10n from "@vscode/l10n";
import Docker from "dockerode";
import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { codeOf, ExpectedError, messageOf } from "../../common/errors";
import { describeAddress, engineAddress } from "./engineAddress";
import type { EngineAddress } from "./engineAddress";
import { SshAgent } from "./sshAgent";

/** Timeout of a call that returns an answer, not a stream. Stop and restart add the container's own stop time. */
const CALL_TIMEOUT_MS = 10_000;

/**
 * One engine. All methods throw `engine-unreachable` (the system's code as `cause.code`), `engine-denied` (the socket's
 * permissions), `engine-refused` (an HTTP status as `cause.statusCode`), or the signal's own reason.
 */
export class DockerEngine {
  readonly address: EngineAddress;
  readonly #client: Docker;

  /** `host` as in DOCKER_HOST. Opens no connection. @throws ExpectedError `engine-address-invalid` */
  constructor(host?: string) {
    this.address = engineAddress(host);
    this.#client = new Docker(clientOptions(this.address));
  }

  get name(): string {
    return describeAddress(this.address);
  }

  /**
   * Runs one call with an answer. Races it with a timer, because in the client a call that is cut off in the middle of
   * its answer never settles.
   */
  async call<T>(
    work: (client: Docker, abortSignal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Promise<T> {
    const timer = AbortSignal.timeout(timeoutMs);
    const either = signal ? AbortSignal.any([signal, timer]) : timer;
    try {
      return await orAborted(work(this.#client, either), either);
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#explain(error);
    }
  }

  /**
   * Runs a call that returns an endless stream. Only its start has a timeout; the signal ends it at any time. The
   * stream has an error listener: its reader checks `errored`.
   */
  async stream<T extends Readable>(
    work: (client: Docker, abortSignal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const begun = new AbortController();
    const timer = setTimeout(() => begun.abort(new DOMException("No answer", "TimeoutError")), CALL_TIMEOUT_MS);
    const either = AbortSignal.any([signal, begun.signal]);
    try {
      const stream = await orAborted(work(this.#client, either), either);
      stream.on("error", () => undefined);
      return stream;
    } catch (error) {
      signal.throwIfAborted();
      throw this.#explain(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Streams the log even when it is not followed: the client would buffer all of it in memory twice. */
  openLog(id: string, query: LogQuery, signal: AbortSignal): Promise<http.IncomingMessage> {
    const options = { stdout: true, stderr: true, timestamps: true, ...query };
    const path = `/containers/${encodeURIComponent(id)}/logs?`;
    return this.stream((client, abortSignal) => openStream(client, { path, options, abortSignal }), signal);
  }

  /** Endless JSON lines, from now on. */
  openEvents(filters: Record<string, readonly string[]>, signal: AbortSignal): Promise<http.IncomingMessage> {
    const request = { path: "/events?", options: { filters } };
    return this.stream((client, abortSignal) => openStream(client, { ...request, abortSignal }), signal);
  }

  /** Whether the engine answers. Throws only for the signal. */
  async answers(signal: AbortSignal): Promise<boolean> {
    try {
      const path = "/_ping";
      (await this.stream((client, abortSignal) => openStream(client, { path, abortSignal }), signal)).resume();
      return true;
    } catch (error) {
      signal.throwIfAborted();
      return ExpectedError.is(error, "engine-refused");
    }
  }

  /** Whether the engine resends lines of a followed log when its file is rotated: before version 23. */
  async resendsLines(signal?: AbortSignal): Promise<boolean> {
    const { ApiVersion } = await this.call((client) => client.version(), signal);
    const [major = 0, minor = 0] = ApiVersion.split(".").map(Number);
    return major < 1 || (major === 1 && minor < 42);
  }

  #explain(error: unknown): unknown {
    if (ExpectedError.is(error)) return error;
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== undefined) {
      return new ExpectedError(
        "engine-refused",
        l10n.t("Docker refused: {0}", messageOf(error).trim()),
        l10n.t("Look at the container with `docker ps -a`."),
        { cause: error },
      );
    }
    const code = codeOf(error);
    if (code === "EACCES" || code === "EPERM") {
      return new ExpectedError(
        "engine-denied",
        l10n.t("No permission to talk to Docker on {0}", this.name),
        l10n.t("Add your user to the group `docker`, or set DOCKER_HOST to an engine of your own."),
        { cause: error },
      );
    }
    return new ExpectedError(
      "engine-unreachable",
      l10n.t("Docker does not answer on {0} ({1})", this.name, code ?? messageOf(error)),
      l10n.t("Start Docker, or correct its address."),
      { cause: error },
    );
  }
}

/** `since` is `seconds.nanoseconds`, inclusive; the engine answers an ISO time with 500. */
export interface LogQuery {
  follow: boolean;
  since?: string;
  tail?: number;
}

/** A GET that the client's own methods do not support: unbuffered, or with a signal. */
function openStream(
  client: Docker,
  request: { path: string; options?: object; abortSignal: AbortSignal },
): Promise<http.IncomingMessage> {
  const statusCodes = { 200: true, 404: "no such container", 500: "server error", 501: "not supported" };
  return new Promise((resolve, reject) => {
    client.modem.dial({ ...request, method: "GET", isStream: true, statusCodes }, (error, answer) =>
      answer instanceof http.IncomingMessage ? resolve(answer) : reject(error ?? new Error("no stream")),
    );
  });
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * Sets every option, because the client fills in DOCKER_HOST by itself. No `timeout`: it is an idle timeout and would
 * end a quiet log. No keep-alive: a kept connection breaks the first call after the engine comes back.
 */
function clientOptions(address: EngineAddress): Docker.DockerOptions & { agent: http.Agent } {
  const nothing = { host: undefined, port: undefined, socketPath: undefined, timeout: undefined };
  const tls = { ca: undefined, cert: undefined, key: undefined };
  switch (address.kind) {
    case "socket":
      return { ...nothing, ...tls, protocol: "http", socketPath: address.path, agent: new http.Agent() };
    case "tcp": {
      const agent = address.tls ? new https.Agent() : new http.Agent();
      const protocol = address.tls ? "https" : "http";
      return { ...nothing, ...tls, host: address.host, port: address.port, protocol, ...address.tls, agent };
    }
    case "ssh":
      return {
        ...nothing,
        ...tls,
        host: "docker",
        port: 80,
        protocol: "http",
        agent: new SshAgent(address.destination),
      };
  }
}
