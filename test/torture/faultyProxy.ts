import http from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";

/** What happens to a call: before it is carried out, or to its answer. */
export type ProxyFault = (call: {
  /** Carries the call out. */
  forward: () => Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>;
  response: http.ServerResponse;
  request: http.IncomingMessage;
}) => Promise<void> | void;

/** A real HTTP proxy in front of a real server, whose connections break as told. */
export class FaultyProxy {
  /** Decides for each call; undefined: it is passed on. */
  faultOf: (request: http.IncomingMessage) => ProxyFault | undefined = () => undefined;
  readonly #server = http.createServer((request, response) => void this.#handle(request, response));
  #port = 0;

  private constructor(private readonly target: string) {}

  static async start(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    await proxy.open();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, on the same port as before. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Nobody listens: as if the service were gone. Open calls break off. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const forward = () => this.#forward(request, Buffer.concat(chunks));
      const fault = this.faultOf(request);
      if (fault) return await fault({ forward, response, request });
      const { status, headers, body } = await forward();
      response.writeHead(status, headers).end(body);
    } catch {
      response.destroy();
    }
  }

  async #forward(request: http.IncomingMessage, body: Buffer) {
    const { method = "GET", url = "/", headers } = request;
    const onward = http.request(this.target + url, {
      method,
      headers: { ...headers, host: new URL(this.target).host },
    });
    onward.end(body);
    const [answer] = (await once(onward, "response")) as [http.IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
  }
}
