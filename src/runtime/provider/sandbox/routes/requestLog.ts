import type { Clock } from "../../../../common/clock";

/** A request that the sandbox received. */
export interface LoggedRequest {
  /** Milliseconds since the Unix epoch. */
  at: number;
  method: string;
  /** With its query. */
  path: string;
  /** undefined: no answer was sent, or none yet. */
  status: number | undefined;
  elapsedMs: number | undefined;
  /** The scenario it met. */
  scenario?: string;
}

const KEPT_REQUESTS = 500;

/** The newest requests, oldest first. */
export class RequestLog {
  #requests: LoggedRequest[] = [];

  constructor(private readonly clock: Clock) {}

  add(method: string, path: string): LoggedRequest {
    const request: LoggedRequest = { at: this.clock.now(), method, path, status: undefined, elapsedMs: undefined };
    this.#requests.push(request);
    if (this.#requests.length >= 2 * KEPT_REQUESTS) this.#requests = this.#requests.slice(-KEPT_REQUESTS);
    return request;
  }

  answered(request: LoggedRequest, status: number): void {
    request.status = status;
    request.elapsedMs = this.clock.now() - request.at;
  }

  list(): LoggedRequest[] {
    return this.#requests.slice(-KEPT_REQUESTS).map((request) => ({ ...request }));
  }
}
