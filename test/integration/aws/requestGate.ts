import http from "node:http";
import type { AddressInfo } from "node:net";

/** Before the server sees the request, or after it has answered and before the client hears of it. */
type Moment = "before" | "after";

/** Stands in front of an SQS server and stops one action at one moment, so that a test can kill the client there. */
export class RequestGate {
  /** Actions that reached the server. */
  readonly passed: string[] = [];
  readonly #server: http.Server;
  #hold: { action: string; moment: Moment; reached: () => void } | undefined;

  private constructor(private readonly target: string) {
    this.#server = http.createServer((request, response) => void this.#pass(request, response));
  }

  static async open(target: string): Promise<RequestGate> {
    const gate = new RequestGate(target);
    await new Promise<void>((resolve) => gate.#server.listen(0, "127.0.0.1", resolve));
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when a client is held there; it never gets an answer. */
  hold(action: string, moment: Moment): Promise<void> {
    return new Promise((reached) => (this.#hold = { action, moment, reached }));
  }

  release(): void {
    this.#hold = undefined;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const action = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
    const held = this.#hold?.action === action ? this.#hold : undefined;
    if (held?.moment === "before") return held.reached();
    const { method = "POST", headers, url = "/" } = request;
    const answer = await fetch(this.target + url, {
      method,
      headers: Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) =>
          /^(?:host|connection|content-length|expect)$/.test(name) ? [] : [[name, String(value)]],
        ),
      ),
      body: Buffer.concat(chunks),
    });
    this.passed.push(action);
    const body = await answer.text();
    if (held) return held.reached();
    response.writeHead(answer.status, {
      "content-type": answer.headers.get("content-type") ?? "",
      "x-amzn-query-error": answer.headers.get("x-amzn-query-error") ?? "",
    });
    response.end(body);
  }
}
