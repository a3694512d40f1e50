import * as l10n from "@vscode/l10n";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import type { SequencedEvent } from "../stack/eventHub";
import type { FaultSummary } from "../faults/faultLab";
import type { LogLine } from "../stack/lineBuffer";
import type { MessageTrace } from "../message/messageTrace";
import type { PeekedMessage, QueuePart, Redriven } from "../queue/queueServer";
import type { InboxMessage } from "../provider/sandbox/messages/inbox";
import type { StackAddress } from "./stackAddress";
import type { ApiAnswer, LogRow, SendRequest, StackChange, TenantRecord, TenantSummary } from "./stackContract";
import type { StackReadings } from "../stack/probes/stackReadings";
import type { StackSnapshot } from "../stack/stackSnapshot";

/** A running stack, seen from another process. Needs nothing but `fetch`. Errors: ExpectedError `stack-gone`, `stack-refused`. */
export class StackClient {
  constructor(readonly address: StackAddress) {}

  snapshot(signal?: AbortSignal): Promise<StackSnapshot> {
    return this.#call("GET", "/snapshot", undefined, signal);
  }

  /**
   * Asks every layer how it is now, for this tenant; sends, receives and writes nothing. Takes about a second where one
   * does not answer.
   */
  readings(tenantCode: string, signal?: AbortSignal): Promise<StackReadings> {
    return this.#call("GET", `/readings?tenant=${encodeURIComponent(tenantCode)}`, undefined, signal);
  }

  /** The events after `since`, without an end. Leaving the loop or aborting the signal ends it. */
  events(since: number, signal?: AbortSignal): AsyncGenerator<SequencedEvent> {
    return this.#stream<SequencedEvent>(`/events?since=${since}`, signal);
  }

  /**
   * "changed" where something is not as it was and no event says so, and "alive" at least every second, by which a stack
   * that hangs is told from one where nothing happens. Leaving the loop or aborting the signal ends it.
   */
  changes(signal?: AbortSignal): AsyncGenerator<StackChange> {
    return this.#stream<StackChange>("/changes", signal);
  }

  logs(source: "worker" | "api", since: number, signal?: AbortSignal): AsyncGenerator<LogLine> {
    return this.#stream<LogLine>(`/logs/${source}?since=${since}`, signal);
  }

  /** The lines that are kept, at once. */
  async recentLogs(source: "worker" | "api"): Promise<LogLine[]> {
    return this.#call("GET", `/logs/${source}/recent`);
  }

  traces(limit: number, signal?: AbortSignal): Promise<MessageTrace[]> {
    return this.#call("GET", `/traces?limit=${limit}`, undefined, signal);
  }

  trace(traceId: string): Promise<MessageTrace | undefined> {
    return this.#call("GET", `/traces/${encodeURIComponent(traceId)}`);
  }

  /** By id, from the one after `afterId` (0: the first) on. */
  tenants(afterId: number, limit: number): Promise<{ total: number; tenants: TenantSummary[] }> {
    return this.#call("GET", `/tenants?afterId=${afterId}&limit=${limit}`);
  }

  tenant(code: string, signal?: AbortSignal): Promise<TenantSummary> {
    return this.#call("GET", `/tenants/${encodeURIComponent(code)}`, undefined, signal);
  }

  /** Compare-and-set: refused where the sender is no longer `expected`. */
  setSender(code: string, expected: string, value: string): Promise<TenantSummary> {
    return this.#call("PUT", `/tenants/${encodeURIComponent(code)}/sender`, { expected, value });
  }

  /** The tenant's row as the evidence wants it. */
  tenantRecord(code: string): Promise<TenantRecord> {
    return this.#call("GET", `/tenants/${encodeURIComponent(code)}/record`);
  }

  /** Rows of all tenants, or of one, with a higher id, oldest first. */
  notificationLogs(afterId: number, code?: string): Promise<LogRow[]> {
    const ofTenant = code === undefined ? "" : `&code=${encodeURIComponent(code)}`;
    return this.#call("GET", `/notification-logs?afterId=${afterId}${ofTenant}`);
  }

  /** Variables of the API's and the worker's side; of secrets only whether they are set. */
  environment(): Promise<{ api: Record<string, string>; worker: Record<string, string> }> {
    return this.#call("GET", "/environment");
  }

  /** Puts a body on the queue as a foreign producer would. */
  enqueue(body: string): Promise<{ messageId: string; traceId?: string }> {
    return this.#call("POST", "/queue/messages", { body });
  }

  /** Hands a body to the worker past the queue; it is not tried again. Errors: ExpectedError `worker-not-running`. */
  handToWorker(body: string): Promise<{ messageId: string }> {
    return this.#call("POST", "/worker/jobs", { body });
  }

  /** Looks into the queue; changes no receive count and no visibility. */
  peek(part: QueuePart, limit = 100): Promise<PeekedMessage[]> {
    return this.#call("GET", `/queue/messages?part=${part}&limit=${limit}`);
  }

  /** Creates the queue and its dead-letter queue where they are missing. */
  createQueues(): Promise<StackSnapshot> {
    return this.#call("POST", "/queue/create");
  }

  /** Moves dead messages back to the queue, all or these. */
  redrive(messageIds?: string[]): Promise<Redriven[]> {
    return this.#call("POST", "/queue/redrive", { messageIds });
  }

  inbox(traceId?: string): Promise<InboxMessage[]> {
    return this.#call("GET", traceId ? `/inbox?traceId=${encodeURIComponent(traceId)}` : "/inbox");
  }

  faults(): Promise<FaultSummary[]> {
    return this.#call("GET", "/faults");
  }

  /** Sets a cause up for real. Error: ExpectedError `unknown-fault`. */
  injectFault(id: string): Promise<FaultSummary> {
    return this.#call("POST", `/faults/${encodeURIComponent(id)}`);
  }

  /** Takes one back, or all; the ids of those that were active. */
  clearFaults(id?: string): Promise<string[]> {
    return this.#call("DELETE", id === undefined ? "/faults" : `/faults/${encodeURIComponent(id)}`);
  }

  worker(action: "start" | "stop" | "restart" | "kill"): Promise<StackSnapshot> {
    return this.#call("POST", `/worker/${action}`);
  }

  /** Ends the stack; resolves when it has taken the order. */
  async stop(): Promise<void> {
    await this.#call("POST", "/stop");
  }

  /** Calls the send API as the web front end would. */
  async send(tenantCode: string, request: SendRequest, signal?: AbortSignal): Promise<ApiAnswer> {
    const startedAt = performance.now();
    const response = await this.#fetch(`${this.address.apiUrl}/api/v1/messaging/send/`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${this.address.apiToken}`,
        "x-tenant-code": tenantCode,
        "content-type": "application/json",
      },
      body: JSON.stringify(request),
      ...(signal && { signal }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: parseJson(text),
      elapsedMs: performance.now() - startedAt,
      requestId: response.headers.get("x-request-id") ?? "",
      traceIds: (response.headers.get("x-trace-ids") ?? "").split(",").filter(Boolean),
    };
  }

  async #call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const response = await this.#control(method, path, body, signal);
    const text = await response.text();
    const answer = text === "" ? undefined : parseJson(text);
    if (response.ok) return answer as T;
    const { reason, message, nextStep } = answer as { reason?: string; message?: string; nextStep?: string };
    throw new ExpectedError(
      reason ?? "stack-refused",
      message ?? `The local stack answered ${response.status}`,
      nextStep,
    );
  }

  async *#stream<T>(path: string, signal?: AbortSignal): AsyncGenerator<T> {
    const abort = new AbortController();
    const either = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    try {
      const response = await this.#control("GET", path, undefined, either);
      let rest = "";
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop()!;
        for (const line of lines) if (line) yield JSON.parse(line) as T;
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw error instanceof ExpectedError ? error : stackGone(error);
    } finally {
      abort.abort();
    }
  }

  #control(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    return this.#fetch(this.address.controlUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.address.token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw stackGone(error);
    }
  }
}

function stackGone(error: unknown): ExpectedError {
  const why = codeOf(error) ?? messageOf(error);
  return new ExpectedError(
    "stack-gone",
    l10n.t("The local stack does not answer ({0})", why),
    l10n.t("Start it: {0}", "node dist/cli.js up"),
    {
      cause: error,
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
