/**
 * The `fetch` that the bundled solapi SDK sees (esbuild.js binds it, in that module alone). Observed in solapi 6.0.1: no
 * option for a base URL, no time-out, and up to three silent re-posts on HTTP 503 or on any error text that contains
 * "aborted", "refused", "reset" or "econn"; for a send that is a second SMS. Hence: the URL is rewritten, the time-out
 * covers the body too, 503 is handed over as a status that the SDK does not retry, and errors are reworded.
 */
const SOLAPI_ORIGIN = "https://api.solapi.com";

/** Solapi has no such status: the SDK takes it for a server error and leaves it alone. */
const SERVICE_UNAVAILABLE_NOT_RETRIED = 599;

const API_KEY_IN_HEADER = /apiKey=([^,]+)/;

export interface SolapiRoute {
  /** Where requests go instead of https://api.solapi.com, without a trailing slash. */
  baseUrl: string;
  timeoutMs: number;
  /** Called once per request, with the status or `undefined` where no answer came. */
  onExchange?: (exchange: { method: string; url: string; status: number | undefined; elapsedMs: number }) => void;
}

/**
 * Why no usable answer came. `not-sent`: no connection was made, so nothing can have happened. The other two may have
 * been taken by Solapi.
 */
export type TransportFailure = "not-sent" | "timed-out" | "cut-off";

/** Neutral words: each is free of the SDK's retry keywords. */
const failureText: Record<TransportFailure, string> = {
  "not-sent": "solapi-transport:not-sent",
  "timed-out": "solapi-transport:timed-out",
  "cut-off": "solapi-transport:cut-off",
};

/** Finds the failure again in the text of the error that the SDK made of it. */
export function transportFailureIn(text: string): TransportFailure | undefined {
  const found = /solapi-transport:(not-sent|timed-out|cut-off)/.exec(text);
  return found?.[1] as TransportFailure | undefined;
}

const routes = new Map<string, SolapiRoute>();

/** Routes the requests made with this API key; `undefined` takes the route away. */
export function setSolapiRoute(apiKey: string, route: SolapiRoute | undefined): void {
  if (route) routes.set(apiKey, route);
  else routes.delete(apiKey);
}

/** Codes of a connection that was never made: DNS, refused, unreachable, or timed out while connecting. */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function failureOf(error: unknown): TransportFailure {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (cause?.code && NEVER_CONNECTED.has(cause.code)) return "not-sent";
  return name === "TimeoutError" || name === "AbortError" ? "timed-out" : "cut-off";
}

export const fetch: typeof globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const authorization = new Headers(init?.headers).get("authorization") ?? "";
  const apiKey = API_KEY_IN_HEADER.exec(authorization)?.[1];
  const route = apiKey === undefined ? undefined : routes.get(apiKey);
  // Without a route nothing may leave: a forgotten one must not ring a phone.
  if (!route) throw new Error(failureText["not-sent"]);
  const target = url.startsWith(SOLAPI_ORIGIN) ? route.baseUrl + url.slice(SOLAPI_ORIGIN.length) : url;
  const startedAt = performance.now();
  const tell = (status: number | undefined) =>
    route.onExchange?.({
      method: init?.method ?? "GET",
      url: target,
      status,
      elapsedMs: performance.now() - startedAt,
    });
  try {
    const response = await globalThis.fetch(target, { ...init, signal: AbortSignal.timeout(route.timeoutMs) });
    const body = await response.text();
    tell(response.status);
    const status = response.status === 503 ? SERVICE_UNAVAILABLE_NOT_RETRIED : response.status;
    return new Response(body || null, { status, headers: response.headers });
  } catch (error) {
    tell(undefined);
    throw new Error(failureText[failureOf(error)], { cause: undefined });
  }
};
