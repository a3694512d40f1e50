import * as l10n from "@vscode/l10n";
import { codeOf, ExpectedError, messageOf } from "../../common/errors";
import { isWrittenName } from "../../common/masking";
import { redacted, without } from "./redaction";

/** Maximum body size; no answer of the messaging endpoints comes near it. */
const MAX_BODY_BYTES = 1_048_576;

/** With boto3's retries the send endpoint answers only after 10.5 s when SQS is unreachable. */
export const SEND_WITHIN_MS = 20_000;
const ANSWER_WITHIN_MS = 10_000;

export interface HttpRequest {
  method: "GET" | "POST" | "PATCH";
  /** "/api/v1/messaging/info/", with an optional query. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Access token. */
  token?: string;
  timeoutMs?: number;
}

export interface HttpAnswer {
  status: number;
  /** Parsed JSON, else text, masked and cut after 4 KB. Without the token and the texts that the request contained. */
  body: unknown;
  headers: Headers;
  elapsedMs: number;
}

/** HTTP client of one backend. Never repeats a request and never follows a redirect: the token stays at this host. */
export class BackendHttp {
  readonly #base: string;

  /** `url`: "https://api.example.kr", without the path. */
  constructor(url: string) {
    this.#base = url.replace(/(?<!\/)\/+$/, "");
  }

  /** @throws ExpectedError `api-unreachable`, `api-timeout` (the system's code as `cause.code`); the signal's reason */
  async request(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    const { method, path, headers, body, token, timeoutMs = ANSWER_WITHIN_MS } = request;
    const limit = AbortSignal.timeout(timeoutMs);
    const startedAt = performance.now();
    try {
      const response = await fetch(this.#base + path, {
        method,
        headers: {
          // The backend may close a kept-alive connection (gunicorn: after 2 s) while the next request is on its way.
          connection: "close",
          // Django then reports an error in 15 KB of text instead of 150 KB of HTML.
          accept: "application/json",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: "manual",
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      const text = await readText(response);
      const elapsedMs = performance.now() - startedAt;
      return {
        status: response.status,
        headers: response.headers,
        body: bodyOf(response, text, [...(token === undefined ? [] : [token]), ...textsIn(body)]),
        elapsedMs,
      };
    } catch (error) {
      signal?.throwIfAborted();
      throw limit.aborted ? tooLate(this.#base, timeoutMs) : unreachable(this.#base, error);
    }
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) break; // leaving the loop ends the connection
  }
  return text;
}

/** Message texts of a request, which an answer may quote. Shorter ones are too common to be taken out. */
const textsIn = (body: unknown): string[] =>
  Object.entries(typeof body === "object" && body !== null ? body : {}).flatMap(([name, value]) =>
    isWrittenName(name) && typeof value === "string" && value.trim().length >= 4 ? [value, value.trim()] : [],
  );

/** `sent`: what the request contained and nobody may read in the answer. */
function bodyOf(response: Response, text: string, sent: readonly string[]): unknown {
  const location = response.headers.get("location");
  if (location && text === "") return redacted(l10n.t("Redirected to {0}", location.split("?", 1)[0]!));
  try {
    return JSON.parse(text, (_name, value: unknown) => (typeof value === "string" ? without(sent, value) : value));
  } catch {
    return redacted(without(sent, text));
  }
}

/** Finds the system's own error: `fetch` itself says only that it failed. */
function unreachable(url: string, error: unknown): ExpectedError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return new ExpectedError(
    "api-unreachable",
    l10n.t("The API does not answer at {0} ({1})", url, codeOf(cause) ?? messageOf(cause)),
    l10n.t("Check the address of this environment and that the backend runs."),
    { cause },
  );
}

function tooLate(url: string, timeoutMs: number): ExpectedError {
  return new ExpectedError(
    "api-timeout",
    l10n.t("The API did not answer within {0} seconds at {1}", timeoutMs / 1_000, url),
    l10n.t("Check the API's log; what was asked for may still be carried out."),
    { cause: Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }) },
  );
}
