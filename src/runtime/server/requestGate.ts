import type { IncomingHttpHeaders } from "node:http";
import { isLoopback } from "./loopback";
import type { Logger } from "../../common/logger";

/** The name under which this machine's containers reach it. */
const OF_CONTAINERS = /^[\w-]{1,63}\.docker\.internal$/i;

/**
 * Guards each local server. A browser lets any page send requests to 127.0.0.1; the gate refuses those before anything
 * of them is recorded, and only counts them.
 */
export class RequestGate {
  #refused = 0;
  #nextNotice = 1;

  constructor(
    private readonly name: string,
    private readonly log: Logger,
    /** A name besides 127.0.0.1 and localhost under which a program's own client reaches the server. */
    private readonly alias?: string,
  ) {}

  get refused(): number {
    return this.#refused;
  }

  /** Why the request is refused; undefined if it may pass. */
  refusalOf(headers: IncomingHttpHeaders): string | undefined {
    const refusal = refusalOf(headers, this.alias);
    if (refusal !== undefined) this.#count(refusal);
    return refusal;
  }

  /** Logs one line for 1, 10, 100 … refusals. */
  #count(refusal: string): void {
    if (++this.#refused < this.#nextNotice) return;
    this.#nextNotice *= 10;
    this.log.warning(`[${this.name}] ${refusal} Refused so far: ${this.#refused}.`);
  }
}

/** A page's own name is never one. */
const isLocal = (host: string) => isLoopback(host) || OF_CONTAINERS.test(host);

function refusalOf(headers: IncomingHttpHeaders, alias: string | undefined): string | undefined {
  if (headers.origin !== undefined) return "Web pages may not use the local stack.";
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "none") return "Web pages may not use the local stack.";
  const host = headers.host?.replace(/:\d{1,5}$/, "");
  if (host !== undefined && host !== alias && !isLocal(host))
    return "The local stack answers to 127.0.0.1 and localhost only: the Host header names another machine.";
  return undefined;
}
