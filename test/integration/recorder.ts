import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import type { AddressInfo } from "node:net";

/** A server that keeps every request it gets, with its body, and answers all in the same way. */
export class Recorder {
  readonly requests: { method: string; path: string; headers: http.IncomingHttpHeaders; body: string }[] = [];

  private constructor(
    readonly url: string,
    private readonly server: http.Server,
  ) {}

  static async start(status = 200, headers: http.OutgoingHttpHeaders = {}, answer = "{}"): Promise<Recorder> {
    const server = http.createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        const { method = "", url = "" } = request;
        recorder.requests.push({ method, path: url, headers: request.headers, body });
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(answer);
      });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const recorder = new Recorder(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    return recorder;
  }

  /** Everything that it got, for a search. */
  get text(): string {
    return JSON.stringify(this.requests);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Counts connections at an address of this machine that is not a loopback one; undefined where it has none. */
export class OutsideListener {
  connections = 0;

  private constructor(
    readonly host: string,
    readonly port: number,
    private readonly server: net.Server,
  ) {}

  static async start(): Promise<OutsideListener | undefined> {
    const addresses = Object.values(os.networkInterfaces()).flatMap((each) => each ?? []);
    const host = addresses.find(({ internal, family }) => !internal && family === "IPv4")?.address;
    if (host === undefined) return undefined;
    const server = net.createServer((socket) => {
      listener.connections++;
      socket.on("error", () => undefined).destroy();
    });
    await once(server.listen(0, host), "listening");
    const listener = new OutsideListener(host, (server.address() as AddressInfo).port, server);
    return listener;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}
