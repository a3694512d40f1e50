import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { engineAddress } from "../../../src/targets/docker/engineAddress";

/** Stands between a target and its engine: tells what was asked, and cuts connections while the engine lives on. */
export class EngineProxy {
  /** "GET /containers/…/logs?…", in the order they came. */
  readonly requests: string[] = [];
  /** From the engine. */
  bytes = 0;
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "mrd-proxy-"));
  readonly #connections = new Set<net.Socket>();
  readonly #waiting = new Set<() => void>();
  readonly #server: net.Server;

  private constructor(engineHost: string) {
    const address = engineAddress(engineHost);
    // Each side may end before the other, as the input of a process does.
    const allowHalfOpen = true;
    this.#server = net.createServer({ allowHalfOpen }, (client) => {
      const engine =
        address.kind === "tcp"
          ? net.connect({ port: address.port, host: address.host, allowHalfOpen })
          : net.connect({ path: address.kind === "socket" ? address.path : "", allowHalfOpen });
      for (const [socket, other] of [
        [client, engine],
        [engine, client],
      ] as const) {
        this.#connections.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => {
          this.#connections.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
      engine.on("data", ({ length }: Buffer) => (this.bytes += length));
      client.on("data", (data: Buffer) => this.#note(data.toString("latin1")));
    });
  }

  static async start(engineHost: string): Promise<EngineProxy> {
    const proxy = new EngineProxy(engineHost);
    proxy.#server.listen(path.join(proxy.#folder, "engine.sock"));
    await once(proxy.#server, "listening");
    return proxy;
  }

  get host(): string {
    return `unix://${this.#folder}/engine.sock`;
  }

  /** The nth request of that form has come: what happens from now on, it sees. */
  async untilAsked(form: RegExp, count = 1): Promise<void> {
    while (this.requests.filter((request) => form.test(request)).length < count) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  cut(): void {
    for (const socket of this.#connections) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #note(data: string): void {
    for (const [request] of data.matchAll(/^(?:GET|POST|HEAD|DELETE) \/\S*/gm)) this.requests.push(request);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
