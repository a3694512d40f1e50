/**
 * The `fetch` that the bundled solapi SDK sees (esbuild.js binds it, in that module alone). Observed in solapi 6.0.1:
 * no option for a base URL, no timeout, and up to three silent re-posts on HTTP 503 or on any error text that contains
 * "aborted", "refused", "reset" or "econn"; for a send, that means a second SMS. So this rewrites the URL, applies the
 * timeout to the body too, passes 503 on as a status that the SDK does not retry, and rewords errors.
 */
const SOLAPI_ORIGIN = "https://api.solapi.com";

/** Not a status of Solapi's: the SDK treats it as a server error and does not retry. */
const SERVICE_UNAVAILABLE_NOT_RETRIED = 599;

const API_KEY_IN_HEADER = /apiKey=([^,]+)/;

export interface SolapiRoute {
  /** Replaces https://api.solapi.com, without a trailing slash. */
  baseUrl: string;
  timeoutMs: number;
  /** Called once per request, with the status or `undefined` if no answer came. */
  onExchange?: (exchange: { method: string; url: string; status: number | undefined; elapsedMs: number }) => void;
}

/**
 * Why no usable answer came. `not-sent`: no connection was made, so nothing happened. Otherwise Solapi may have
 * accepted the request.
 */
export type TransportFailure = "not-sent" | "timed-out" | "cut-off";

export const transportSentence: Record<TransportFailure, string> = {
  "not-sent": "no connection to Solapi could be made",
  "timed-out": "Solapi did not answer in time (timed out)",
  "cut-off": "the connection to Solapi was cut before the answer was complete",
};

export class TransportError extends Error {
  override readonly name = "TransportError";

  constructor(readonly failure: TransportFailure) {
    super(transportSentence[failure]);
  }
}

/** Neutral words, free of the SDK's retry keywords. */
const failureText = (failure: TransportFailure) => `solapi-transport:${failure}`;

/** Recovers the failure from the text of the SDK's error. */
export function transportFailureIn(text: string): TransportFailure | undefined {
  const found = /solapi-transport:(not-sent|timed-out|cut-off)/.exec(text);
  return found?.[1] as TransportFailure | undefined;
}

const routes = new Map<string, SolapiRoute>();

/** Routes the requests made with this API key; `undefined` removes the route. */
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

/**
 * Sends one request once, with a timeout that includes reading its body. Throws TransportError, or the reason of the
 * request's own signal.
 * @param path from the root, "/messages/v4/list?limit=20"
 */
export async function exchange(route: SolapiRoute, path: string, init: RequestInit = {}): Promise<Response> {
  const url = route.baseUrl + path;
  const startedAt = performance.now();
  const tell = (status: number | undefined) =>
    route.onExchange?.({
      method: init.method ?? "GET",
      url,
      status,
      elapsedMs: performance.now() - startedAt,
    });
  const limit = AbortSignal.timeout(route.timeoutMs);
  try {
    const response = await globalThis.fetch(url, {
      ...init,
      // Following a 307 would post a second time.
      redirect: "manual",
      signal: init.signal ? AbortSignal.any([init.signal, limit]) : limit,
    });
    const body = await response.arrayBuffer();
    tell(response.status);
    return new Response(body.byteLength > 0 ? body : null, { status: response.status, headers: response.headers });
  } catch (error) {
    tell(undefined);
    if (init.signal?.aborted) throw init.signal.reason;
    throw new TransportError(failureOf(error));
  }
}

/** The SDK's `fetch`. */
export const fetch: typeof globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const authorization = new Headers(init?.headers).get("authorization") ?? "";
  const apiKey = API_KEY_IN_HEADER.exec(authorization)?.[1];
  const route = apiKey === undefined ? undefined : routes.get(apiKey);
  // Without a route, or to any other host, nothing may leave: a forgotten route must not ring a phone.
  if (!route || !url.startsWith(SOLAPI_ORIGIN)) throw new Error(failureText("not-sent"));
  try {
    const response = await exchange(route, url.slice(SOLAPI_ORIGIN.length), init);
    if (response.status !== 503) return response;
    return new Response(await response.text(), { status: SERVICE_UNAVAILABLE_NOT_RETRIED, headers: response.headers });
  } catch (error) {
    if (error instanceof TransportError) throw new Error(failureText(error.failure), { cause: undefined });
    throw error;
  }
};
