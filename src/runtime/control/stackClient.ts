import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { ArchiveQuery } from "../archive/archivedMessage";
import type { UnansweredSend } from "../archive/unanswered";
import type { HeldMessage, HoldEdits, HoldNews, HoldOrder, HoldRule } from "../holds/holdMessages";
import type { SequencedEvent } from "../stack/eventHub";
import type { LogLine } from "../stack/lineBuffer";
import type { QueuePart } from "../queue/queueServer";
import { ControlConnection, fetchFromStack, linesOf, parseJson } from "./controlConnection";
import { stackGone } from "./stackErrors";
import type { StackAnswers } from "./contract/stackAnswers";
import type { ApiAnswer, CaseSettings, NewStudent, SendRequest, StackAddress, StackChange } from "./stackContract";

/** A stopped stack is gone by then: its worker may take 10 s. */
const GONE_WITHIN_MS = 30_000;

/**
 * A running stack, seen from another process. Each answer is checked against the contract.
 * @throws ExpectedError `stack-gone`, `stack-refused`, `stack-foreign` (something else answers there),
 * `stack-other-version`, `stack-answer-unreadable`, and the stack's own refusals
 */
export class StackClient {
  readonly #stack: ControlConnection;

  /** `stateDir`: where the stack keeps its files. */
  constructor(
    readonly address: StackAddress,
    readonly stateDir: string,
  ) {
    this.#stack = new ControlConnection(address);
  }

  snapshot(signal?: AbortSignal): Promise<StackAnswers["snapshot"]> {
    return this.#stack.ask("snapshot", { path: "/snapshot", signal });
  }

  /** Probes every layer for this tenant, without side effects. Takes about a second if a layer does not answer. */
  readings(tenantCode: string, signal?: AbortSignal): Promise<StackAnswers["readings"]> {
    return this.#stack.ask("readings", { path: `/readings?${parametersOf({ tenant: tenantCode })}`, signal });
  }

  /** Streams the events after `since`, endlessly. Leaving the loop or aborting the signal ends the stream. */
  events(since: number, signal?: AbortSignal): AsyncGenerator<SequencedEvent> {
    return this.#stack.stream("event", `/events?since=${since}`, signal);
  }

  /**
   * Yields "changed" when something changed that no event carries, and "alive" at least every second, which
   * distinguishes a hung stack from a quiet one. Leaving the loop or aborting the signal ends the stream.
   */
  changes(signal?: AbortSignal): AsyncGenerator<StackChange> {
    return this.#stack.stream("change", "/changes", signal);
  }

  logs(source: "worker" | "api", since: number, signal?: AbortSignal): AsyncGenerator<LogLine> {
    return this.#stack.stream("logLine", `/logs/${source}?since=${since}`, signal);
  }

  /** The kept lines, without waiting for new ones. */
  recentLogs(source: "worker" | "api"): Promise<LogLine[]> {
    return this.#stack.ask("logLines", { path: `/logs/${source}/recent` });
  }

  traces(limit: number, signal?: AbortSignal): Promise<StackAnswers["traces"]> {
    return this.#stack.ask("traces", { path: `/traces?limit=${limit}`, signal });
  }

  trace(traceId: string): Promise<StackAnswers["trace"]> {
    return this.#stack.ask("trace", { path: pathOf("traces", traceId) });
  }

  /** Notes an attempt that the API did not answer, so that it can be found as a message. */
  async noteUnanswered(attempt: UnansweredSend, signal?: AbortSignal): Promise<void> {
    await this.#stack.ask("nothing", { method: "POST", path: "/messages/unanswered", body: attempt, signal });
  }

  /** Archived messages, newest first. */
  archive(query: ArchiveQuery, signal?: AbortSignal): Promise<StackAnswers["archivePage"]> {
    return this.#stack.ask("archivePage", { path: `/messages?${parametersOf(query)}`, signal });
  }

  /** Summaries of archived messages, newest first. */
  archiveSummaries(query: ArchiveQuery, signal?: AbortSignal): Promise<StackAnswers["summaryPage"]> {
    return this.#stack.ask("summaryPage", { path: `/messages/summaries?${parametersOf(query)}`, signal });
  }

  /** Tenants by id, starting after `afterId` (0: from the first). */
  tenants(afterId: number, limit: number): Promise<StackAnswers["tenants"]> {
    return this.#stack.ask("tenants", { path: `/tenants?afterId=${afterId}&limit=${limit}` });
  }

  tenant(code: string, signal?: AbortSignal): Promise<StackAnswers["tenant"]> {
    return this.#stack.ask("tenant", { path: pathOf("tenants", code), signal });
  }

  /** Compare-and-set: refused if the sender is no longer `expected`. */
  setSender(code: string, expected: string, value: string): Promise<StackAnswers["tenant"]> {
    const path = `${pathOf("tenants", code)}/sender`;
    return this.#stack.ask("tenant", { method: "PUT", path, body: { expected, value } });
  }

  /** The tenant's students whose name holds `search`. Error: `tenant-not-found`. */
  students(code: string, search: string, limit: number, signal?: AbortSignal): Promise<StackAnswers["students"]> {
    const path = `${pathOf("tenants", code)}/students?${parametersOf({ search, limit })}`;
    return this.#stack.ask("students", { path, signal });
  }

  /** Adds or replaces all of these students, or none. Errors: `tenant-not-found`, `students-of-other-tenant`. */
  importStudents(code: string, students: readonly NewStudent[]): Promise<StackAnswers["imported"]> {
    const path = `${pathOf("tenants", code)}/students`;
    return this.#stack.ask("imported", { method: "POST", path, body: { students } });
  }

  /** The tenant's row for the evidence. */
  tenantRecord(code: string): Promise<StackAnswers["tenantRecord"]> {
    return this.#stack.ask("tenantRecord", { path: `${pathOf("tenants", code)}/record` });
  }

  /** Rows of all tenants, or of one, newest first. */
  newestLogs(limit: number, code?: string): Promise<StackAnswers["logRows"]> {
    return this.#stack.ask("logRows", { path: `/notification-logs/newest?${parametersOf({ limit, code })}` });
  }

  /** Rows of all tenants, or of one, with a higher id, oldest first; 500 at most. */
  notificationLogs(afterId: number, code?: string): Promise<StackAnswers["logRows"]> {
    return this.#stack.ask("logRows", { path: `/notification-logs?${parametersOf({ afterId, code })}` });
  }

  /** Variables of the API's and the worker's side; secrets only as set or unset. */
  variables(): Promise<StackAnswers["environment"]> {
    return this.#stack.ask("environment", { path: "/environment" });
  }

  /** Enqueues a body as a foreign producer would. */
  enqueue(body: string): Promise<StackAnswers["enqueued"]> {
    return this.#stack.ask("enqueued", { method: "POST", path: "/queue/messages", body: { body } });
  }

  /** Hands a body to the worker, bypassing the queue; it is not retried. @throws ExpectedError `worker-not-running` */
  handToWorker(body: string): Promise<StackAnswers["handedOver"]> {
    return this.#stack.ask("handedOver", { method: "POST", path: "/worker/jobs", body: { body } });
  }

  /** Peeks into the queue without changing any receive count or visibility. */
  peek(part: QueuePart, limit = 100): Promise<StackAnswers["peeked"]> {
    return this.#stack.ask("peeked", { path: `/queue/messages?part=${part}&limit=${limit}` });
  }

  /** Creates the queue and its dead-letter queue if they are missing. */
  createQueues(): Promise<StackAnswers["snapshot"]> {
    return this.#stack.ask("snapshot", { method: "POST", path: "/queue/create" });
  }

  /** Moves messages from the dead-letter queue back to the queue: all, or only these. */
  redrive(messageIds?: string[]): Promise<StackAnswers["redriven"]> {
    return this.#stack.ask("redriven", { method: "POST", path: "/queue/redrive", body: { messageIds } });
  }

  inbox(traceId?: string): Promise<StackAnswers["inbox"]> {
    return this.#stack.ask("inbox", { path: `/inbox?${parametersOf({ traceId: traceId || undefined })}` });
  }

  faults(): Promise<StackAnswers["faults"]> {
    return this.#stack.ask("faults", { path: "/faults" });
  }

  /** Injects a real fault. @throws ExpectedError `unknown-fault` */
  injectFault(id: string): Promise<StackAnswers["fault"]> {
    return this.#stack.ask("fault", { method: "POST", path: pathOf("faults", id) });
  }

  /** Brings these settings to the stack, until `clearFaults`. */
  async setUpCase(settings: CaseSettings): Promise<void> {
    await this.#stack.ask("nothing", { method: "PUT", path: "/case", body: settings });
  }

  /** Clears one fault, or all; returns the ids of those that were active. */
  clearFaults(id?: string): Promise<string[]> {
    const path = id === undefined ? "/faults" : pathOf("faults", id);
    return this.#stack.ask("cleared", { method: "DELETE", path });
  }

  /** @throws ExpectedError `worker-not-started`, `worker-not-ended` */
  worker(action: "start" | "stop" | "restart" | "kill"): Promise<StackAnswers["snapshot"]> {
    return this.#stack.ask("snapshot", { method: "POST", path: `/worker/${action}` });
  }

  /**
   * Has the stack's worker step aside for as long as this process lives, or until the returned function is called, which
   * resolves when the worker is back. Other programs may hold it aside too: it comes back after the last one.
   */
  async setWorkerAside(): Promise<() => Promise<void>> {
    const connection = new AbortController();
    const held = this.#stack.stream("aside", "/worker/aside", connection.signal);
    const first = await held.next();
    if (first.done) throw stackGone(undefined);
    void held.next().catch(() => undefined); // keeps reading, so that the connection lasts
    return async () => {
      try {
        await this.#stack.ask("nothing", { method: "DELETE", path: `/worker/aside/${first.value.id}` });
      } finally {
        connection.abort();
      }
    };
  }

  /**
   * Attaches a debugger, which hears of held messages until the signal; then everything that is held goes on. It comes
   * first: without it there are no rules. @throws ExpectedError `debugger-attached`
   */
  holds(signal: AbortSignal): AsyncGenerator<HoldNews> {
    return this.#stack.stream("holdNews", "/holds", signal);
  }

  /** Where to hold, from now on. Returns what is wrong with each rule's condition; such a rule holds nothing. */
  setHoldRules(rules: readonly HoldRule[]): Promise<(string | null)[]> {
    return this.#stack.ask("holdProblems", { method: "PUT", path: "/holds/rules", body: { rules } });
  }

  /** @throws ExpectedError `hold-gone`, `hold-too-late` */
  editHeld(id: string, edits: HoldEdits): Promise<HeldMessage> {
    return this.#stack.ask("heldMessage", { method: "PUT", path: pathOf("holds", id), body: edits });
  }

  /** @throws ExpectedError `hold-gone`, `hold-too-late`, `hold-not-answerable` */
  async releaseHeld(id: string, order: HoldOrder): Promise<void> {
    await this.#stack.ask("nothing", { method: "POST", path: pathOf("holds", id), body: order });
  }

  /** Orders the stack to end; resolves once the stack has accepted the order. */
  async stop(signal?: AbortSignal): Promise<void> {
    await this.#stack.ask("nothing", { method: "POST", path: "/stop", signal });
  }

  /**
   * Ends the stack, of any version; resolves when its process is gone.
   * @throws ExpectedError `stack-not-ended`
   */
  async end(withinMs = GONE_WITHIN_MS): Promise<void> {
    const { pid } = this.address;
    const deadline = AbortSignal.timeout(withinMs);
    try {
      const events = await this.#stack.request({ path: `/events?since=${Number.MAX_SAFE_INTEGER}`, signal: deadline });
      await this.#stack.request({ method: "POST", path: "/stop", signal: deadline });
      await broken(events, deadline);
    } catch (error) {
      if (!deadline.aborted) throw error;
    }
    if (!deadline.aborted) return;
    throw new ExpectedError(
      "stack-not-ended",
      l10n.t("The local stack (process {0}) did not end within {1} s", pid, withinMs / 1_000),
      l10n.t("End its process: {0}", `kill -9 ${pid}`),
    );
  }

  /** Calls the send API as the web front end would. */
  async send(tenantCode: string, request: SendRequest, signal?: AbortSignal): Promise<ApiAnswer> {
    const startedAt = performance.now();
    const response = await fetchFromStack(`${this.address.apiUrl}/api/v1/messaging/send/`, {
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
      body: parseJson(text) ?? text,
      elapsedMs: performance.now() - startedAt,
      requestId: response.headers.get("x-request-id") ?? "",
      traceIds: (response.headers.get("x-trace-ids") ?? "").split(",").filter(Boolean),
    };
  }
}

/** Resolves when the stream ends or breaks, as it does when the stack's process ends. */
async function broken(stream: Response, signal: AbortSignal): Promise<void> {
  try {
    for await (const _line of linesOf(stream, signal));
  } catch {
    // broken
  }
}

const pathOf = (kind: string, id: string) => `/${kind}/${encodeURIComponent(id)}`;

/** Those that are set. */
const parametersOf = (query: object) =>
  new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
