import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { TextLines } from "../../common/text/textLines";
import { loadContract } from "./contract/contractModule";
import { CONTRACT_HEADER, CONTRACT_VERSION } from "./contract/contractVersion";
import type { StackAnswers } from "./contract/stackAnswers";
import type { StackAddress } from "./stackContract";
import { otherVersion, refusalOf, stackGone, unreadable } from "./stackErrors";

export interface ControlRequest {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Requests to a running stack's control server. Checks each answer, and each streamed item, against the contract. */
export class ControlConnection {
  constructor(private readonly address: StackAddress) {}

  /** The raw response, whatever its status. */
  request({ method = "GET", path, body, signal }: ControlRequest): Promise<Response> {
    return fetchFromStack(this.address.controlUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.address.token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  async ask<Name extends keyof StackAnswers>(name: Name, request: ControlRequest): Promise<StackAnswers[Name]> {
    const [response, { problemIn, isOf }] = await Promise.all([this.request(request), loadContract()]);
    this.#checkVersion(response);
    const answer = parseJson(await response.text());
    if (response.ok) {
      const problem = problemIn(name, answer);
      if (problem === undefined) return answer as StackAnswers[Name];
      throw unreadable(`${request.path}: ${problem}`);
    }
    throw isOf("refusal", answer) ? refusalOf(answer) : unreadable(`${request.path}: ${response.status}`);
  }

  /** Yields one item for each line, until the stream ends, the loop is left or the signal aborts. */
  async *stream<Name extends keyof StackAnswers>(
    name: Name,
    path: string,
    signal?: AbortSignal,
  ): AsyncGenerator<StackAnswers[Name]> {
    let response: Response | undefined;
    try {
      const { problemIn } = await loadContract();
      response = await this.request({ path, signal });
      this.#checkVersion(response);
      if (!response.ok) throw await this.#refusalIn(response, path);
      for await (const line of linesOf(response, signal)) {
        const item = parseJson(line);
        const problem = problemIn(name, item);
        if (problem !== undefined) throw unreadable(`${path}: ${problem}`);
        yield item as StackAnswers[Name];
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw error instanceof ExpectedError ? error : stackGone(error);
    } finally {
      if (response?.body?.locked === false) void response.body.cancel();
    }
  }

  async #refusalIn(response: Response, path: string): Promise<ExpectedError> {
    const { isOf } = await loadContract();
    const answer = parseJson(await response.text());
    return isOf("refusal", answer) ? refusalOf(answer) : unreadable(`${path}: ${response.status}`);
  }

  #checkVersion(response: Response): void {
    const version = response.headers.get(CONTRACT_HEADER);
    if (version === String(CONTRACT_VERSION)) return;
    if (version !== null) throw otherVersion(this.address.pid);
    throw new ExpectedError(
      "stack-foreign",
      l10n.t("Another program answers in place of the local stack: {0}", this.address.controlUrl),
      l10n.t("Start it: {0}", "messaging up"),
    );
  }
}

/** @throws ExpectedError `stack-gone` */
export async function fetchFromStack(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw stackGone(error);
  }
}

/**
 * The body's lines until it ends, the loop is left or the signal aborts. Cancels the body itself: fetch in Node 22 may
 * forget its signal once the answer has begun.
 */
export async function* linesOf({ body }: Response, signal?: AbortSignal): AsyncGenerator<string> {
  if (!body || signal?.aborted) return;
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", cancel, { once: true });
  const decoder = new TextDecoder();
  const lines = new TextLines();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const line of lines.read(decoder.decode(value, { stream: true }))) if (line) yield line;
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
}

/** Undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
