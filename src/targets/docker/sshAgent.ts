import { spawn } from "node:child_process";
import http from "node:http";
import { Duplex } from "node:stream";
import type { SshDestination } from "./engineAddress";

/** The last words of ssh are its reason. */
const KEPT_ERROR_CHARACTERS = 2_000;

/**
 * Connections to an engine through the system's `ssh … docker system dial-stdio`, as Docker's own command line makes
 * them: ~/.ssh/config, jump hosts, agents and known_hosts count. (The SSH client that docker-modem brings takes any host
 * key.) Nothing is ever asked for: what needs a person fails with ssh's own words.
 */
export class SshAgent extends http.Agent {
  readonly #destination: SshDestination;

  constructor(destination: SshDestination) {
    super({ keepAlive: false });
    this.#destination = destination;
  }

  override createConnection(): Duplex {
    const { host, user, port } = this.#destination;
    const child = spawn(
      "ssh",
      [
        ...["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"],
        ...(user ? ["-l", user] : []),
        ...(port ? ["-p", String(port)] : []),
        // A host that begins with "-" must not become an option.
        ...["--", host, "docker", "system", "dial-stdio"],
      ],
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-KEPT_ERROR_CHARACTERS);
    });
    const connection = Duplex.from({ writable: child.stdin, readable: child.stdout });
    connection.once("close", () => child.kill());
    child.once("error", (error) => connection.destroy(error));
    child.once("close", (code) => {
      if (code === 0 || connection.destroyed) return;
      connection.destroy(Object.assign(new Error(words.trim() || `ssh ended with ${code}`), { code: "ECONNRESET" }));
    });
    return connection;
  }
}
