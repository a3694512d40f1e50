import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import http from "node:http";
import { Duplex } from "node:stream";
import type { SshDestination } from "./engineAddress";

/** Keeps the end of ssh's stderr, which has the reason. */
const KEPT_ERROR_CHARACTERS = 2_000;

/**
 * Connects to an engine through the system's `ssh … docker system dial-stdio`, as Docker's own command line does:
 * ~/.ssh/config, jump hosts, agents and known_hosts apply. (docker-modem's SSH client accepts any host key.) Never
 * prompts: a connection that needs a person fails with ssh's own words.
 */
export class SshAgent extends http.Agent {
  readonly #destination: SshDestination;

  constructor(destination: SshDestination) {
    super({ keepAlive: false });
    this.#destination = destination;
  }

  override createConnection(): Duplex {
    const { host, user, port } = this.#destination;
    const options = [
      ...["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"],
      ...(user ? ["-l", user] : []),
      ...(port ? ["-p", String(port)] : []),
    ];
    // A host that begins with "-" must not become an option.
    return new SshConnection(spawn("ssh", [...options, "--", host, "docker", "system", "dial-stdio"]));
  }
}

/** Ends when ssh exits: its exit code and stderr distinguish an end from a failure. */
class SshConnection extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(child: ChildProcessWithoutNullStreams) {
    super();
    this.#child = child;
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-KEPT_ERROR_CHARACTERS);
    });
    child.stdout.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    // Ignores writes to an ssh that has exited; its exit reports the reason.
    child.stdin.on("error", () => undefined);
    child.once("error", (error) => this.destroy(error));
    child.once("close", (code) => {
      if (code === 0) this.push(null);
      else this.destroy(new Error(words.trim() || `ssh ended with ${code}`));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }
}
