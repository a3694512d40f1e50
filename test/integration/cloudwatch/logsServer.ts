import http from "node:http";
import type { AddressInfo } from "node:net";
import { EventStreamCodec } from "@smithy/core/event-streams";

export interface StoredEvent {
  eventId: string;
  logStreamName: string;
  timestamp: number;
  ingestionTime: number;
  message: string;
}

interface Failure {
  status: number;
  code: string;
  message?: string;
}

/** Operations of the log group's users; every call is kept by name. */
type Input = Record<string, unknown>;

export const LOG_GROUP = "/ecs/academy-messaging-worker";
const ARN = `arn:aws:logs:ap-northeast-2:000000000001:log-group:${LOG_GROUP}`;

/**
 * One log group of CloudWatch Logs, in its JSON protocol for the unmodified SDK: FilterLogEvents with AWS' paging,
 * DescribeLogGroups, and StartLiveTail as an event stream.
 */
export class LogsServer {
  readonly calls: string[] = [];
  pageSize = 10_000;
  /** Answered in place of the operation, until it is deleted. */
  readonly failures = new Map<string, Failure>();
  readonly #events: StoredEvent[] = [];
  readonly #live = new Set<http.ServerResponse>();
  readonly #waiters = new Set<() => void>();
  #server: http.Server | undefined;
  #port = 0;
  #lastId = 0;

  static async start(): Promise<LogsServer> {
    const server = new LogsServer();
    await server.up();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** On the port it had before, as an engine that comes back. */
  async up(): Promise<void> {
    const server = http.createServer((request, response) => void this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await new Promise<void>((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** Ingested now, with whatever timestamp its sender gave it. */
  put(message: string, timestamp = Date.now(), logStreamName = "worker/1"): void {
    this.#lastId += 1;
    const eventId = String(this.#lastId).padStart(56, "0");
    this.#events.push({ eventId, logStreamName, timestamp, ingestionTime: Date.now(), message });
    this.#events.sort((one, other) => one.timestamp - other.timestamp);
    for (const response of this.#live) response.write(frame("sessionUpdate", { sessionResults: [{ message }] }));
  }

  /** Resolves once `done` holds; it is asked again after every call. */
  until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!done()) return;
        this.#waiters.delete(check);
        resolve();
      };
      this.#waiters.add(check);
      check();
    });
  }

  count(operation: string): number {
    return this.calls.filter((call) => call === operation).length;
  }

  get liveSessions(): number {
    return this.#live.size;
  }

  /** As AWS does after three hours. */
  endLiveSessions(): void {
    for (const response of this.#live)
      response.end(frame("SessionTimeoutException", { message: "three hours are over" }, "exception"));
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const input = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}") as Input;
    const operation = String(request.headers["x-amz-target"]).replace(/^Logs_20140328\./, "");
    this.calls.push(operation);
    const failure = this.failures.get(operation) ?? this.#refusal(input);
    if (failure) send(response, failure.status, { __type: failure.code, message: failure.message ?? failure.code });
    else if (operation === "FilterLogEvents") send(response, 200, this.#filter(input));
    else if (operation === "DescribeLogGroups")
      send(response, 200, { logGroups: [{ logGroupName: LOG_GROUP, arn: `${ARN}:*`, logGroupArn: ARN }] });
    else if (operation === "StartLiveTail") this.#startLive(response);
    else send(response, 400, { __type: "UnknownOperationException" });
    for (const waiter of this.#waiters) waiter();
  }

  #refusal({ logGroupIdentifier, logGroupIdentifiers }: Input): Failure | undefined {
    const group = logGroupIdentifier ?? (logGroupIdentifiers as string[] | undefined)?.[0];
    if (group === undefined || group === LOG_GROUP || group === ARN) return undefined;
    return { status: 400, code: "ResourceNotFoundException", message: "The specified log group does not exist." };
  }

  /** The token is the number of events before the page. AWS may give an empty page with a token; so do we at the end. */
  #filter({ startTime = 0, nextToken }: Input): object {
    const found = this.#events.filter(({ timestamp }) => timestamp >= Number(startTime));
    const first = Number(nextToken ?? 0);
    const events = found.slice(first, first + this.pageSize);
    const isLast = events.length < this.pageSize;
    return { events, searchedLogStreams: [], ...(!isLast && { nextToken: String(first + events.length) }) };
  }

  #startLive(response: http.ServerResponse): void {
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
    response.write(frame("sessionStart", { sessionId: "s-1", logGroupIdentifiers: [ARN] }));
    this.#live.add(response);
    response.once("close", () => this.#live.delete(response));
  }
}

function send(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body));
}

const codec = new EventStreamCodec(
  (input) => new TextDecoder().decode(typeof input === "string" ? Buffer.from(input) : input),
  (input) => new TextEncoder().encode(input),
);

/** One frame of AWS' binary event stream. */
function frame(type: string, payload: object, kind: "event" | "exception" = "event"): Uint8Array {
  const header = (value: string) => ({ type: "string" as const, value });
  return codec.encode({
    headers: {
      ":message-type": header(kind),
      [kind === "event" ? ":event-type" : ":exception-type"]: header(type),
      ":content-type": header("application/json"),
    },
    body: new TextEncoder().encode(JSON.stringify(payload)),
  });
}
