import type * as vscode from "vscode";
import type { Disposable } from "../../common/disposable";
import { ExpectedError } from "../../common/errors";
import { Signal } from "../../common/signal";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { addTo, requestOf } from "../../runtime/message/registry/sendTallies";
import type { OutcomeCounts } from "../../runtime/message/registry/sendTallies";
import { LOCAL } from "../../targets/environment";
import type { LiveStack } from "../stack/liveStack";
import type { SelectedEnvironment } from "../environments/selectedEnvironment";
import type { FindingStore } from "../findings/findingStore";

const STATE_KEY = "messages";
const SENDS_KEY = "sendCounts";

/** A message and the environment it was sent to (absent: the local stack). */
type KeptMessage = MessageTrace & { environment?: string };

/**
 * The test sends of a workspace, without bodies, kept across reloads: those that the running local stack knows from its
 * events, and those that no event reports (sent to a real environment, or never answered), as last seen. Each has the
 * verdict of its diagnosis.
 */
export class MessageHistory implements Disposable {
  readonly changed = new Signal();
  readonly #stack: LiveStack;
  readonly #environment: SelectedEnvironment;
  readonly #state: vscode.Memento;
  readonly #findings: FindingStore;
  readonly #limit: () => number;
  readonly #subscriptions: Disposable[];
  #kept: KeptMessage[];
  /** By request. */
  readonly #sends: Map<string, OutcomeCounts>;
  #known: { of: string; traces: KeptMessage[] } | undefined;
  #seen: readonly MessageTrace[] = [];
  #save: NodeJS.Timeout | undefined;

  constructor(
    stack: LiveStack,
    environment: SelectedEnvironment,
    findings: FindingStore,
    state: vscode.Memento,
    limit: () => number,
  ) {
    this.#findings = findings;
    this.#stack = stack;
    this.#environment = environment;
    this.#state = state;
    this.#limit = limit;
    this.#kept = readKept(state);
    this.#sends = new Map(readSends(state));
    this.#subscriptions = [
      stack.changed.subscribe(() => this.#take()),
      environment.changed.subscribe(() => this.changed.fire()),
      findings.changed.subscribe(() => this.#changed()),
    ];
  }

  /** Messages of the selected environment, newest first, as far as they are known without a request. */
  get known(): readonly MessageTrace[] {
    const { name } = this.#environment;
    if (this.#known?.of !== name)
      this.#known = { of: name, traces: this.#all.filter((kept) => ownerOf(kept) === name) };
    return this.#known.traces;
  }

  /**
   * The recent sends to several by request, with the messages that are not among the known ones. The stack counts by
   * its events; a verdict here may say more of a message.
   */
  get sends(): ReadonlyMap<string, OutcomeCounts> {
    if (!this.#environment.isLocal) return new Map();
    const sends = new Map([...this.#sends].map(([requestId, counts]) => [requestId, { ...counts }]));
    for (const trace of this.known) {
      const counts = sends.get(requestOf(trace) ?? "");
      const { verdict, ...told } = trace;
      if (!counts || !verdict) continue;
      addTo(counts, summaryOf(told).outcome, -1);
      addTo(counts, summaryOf(trace).outcome, 1);
    }
    return sends;
  }

  /** Stores the outcome of a send. For messages without events, this is all that is known. */
  remember(messages: readonly MessageTrace[], environment: string): void {
    for (const { traceId, verdict } of messages) if (verdict) this.#findings.keep(traceId, verdict);
    const seen = messages.filter(({ sightings }) => sightings).map((trace) => ({ ...trace, environment }));
    const ids = new Set(seen.map(({ traceId }) => traceId));
    this.#kept = [...seen, ...this.#kept.filter(({ traceId }) => !ids.has(traceId))];
    this.#changed();
  }

  /** Messages of the selected environment, newest first; asks the local stack. */
  async recent(limit = this.#limit()): Promise<MessageTrace[]> {
    if (this.#environment.isLocal) await this.#stack.measure();
    return this.known.slice(0, limit);
  }

  /** In any environment. */
  async find(traceId: string): Promise<MessageTrace | undefined> {
    const live = await this.#stack.client?.trace(traceId).catch(unlessUnknown);
    return live ? this.#withVerdict(live) : this.#all.find((trace) => trace.traceId === traceId);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) void subscription.dispose();
    if (this.#save) this.#store();
  }

  get #all(): KeptMessage[] {
    return merge(this.#seen, this.#kept, this.#limit()).map((trace) => this.#withVerdict(trace));
  }

  /** For messages kept across a reload, the verdict holds until something new happens to them. */
  #withVerdict(trace: KeptMessage): KeptMessage {
    const { verdict: own, ...rest } = trace;
    const kept = this.#kept.find(({ traceId }) => traceId === trace.traceId);
    const before = trace.sightings ? own : kept?.updatedAt === trace.updatedAt ? kept.verdict : undefined;
    const verdict = this.#findings.verdictOf(trace.traceId) ?? before;
    return verdict ? { ...rest, verdict } : rest;
  }

  #take(): void {
    const { state } = this.#stack;
    if (state.kind !== "live" || !state.measurement || state.measurement.traces === this.#seen) return;
    this.#seen = state.measurement.traces;
    for (const { requestId, counts } of state.measurement.snapshot.sends) this.#sends.set(requestId, counts);
    this.#changed();
  }

  #changed(): void {
    this.#known = undefined;
    this.#save ??= setTimeout(() => this.#store(), SAVE_AFTER_MS);
    this.changed.fire();
  }

  #store(): void {
    clearTimeout(this.#save);
    this.#save = undefined;
    this.#kept = this.#all;
    void this.#state.update(STATE_KEY, this.#kept);
    const requests = new Set(this.#kept.map(requestOf));
    for (const requestId of this.#sends.keys()) if (!requests.has(requestId)) this.#sends.delete(requestId);
    void this.#state.update(SENDS_KEY, [...this.#sends]);
  }
}

/** Everything that happens within this time is saved in one write. */
const SAVE_AFTER_MS = 1_000;

const ownerOf = ({ environment = LOCAL }: KeptMessage): string => environment;

/** The stored value may come from another version, or be missing: only entries with the shape of a message count. */
function readKept(state: vscode.Memento): KeptMessage[] {
  const kept: unknown = state.get(STATE_KEY);
  if (!Array.isArray(kept)) return [];
  return (kept as Partial<KeptMessage>[]).filter(
    (trace): trace is KeptMessage => typeof trace?.traceId === "string" && Array.isArray(trace.events),
  );
}

function readSends(state: vscode.Memento): [string, OutcomeCounts][] {
  const kept: unknown = state.get(SENDS_KEY);
  if (!Array.isArray(kept)) return [];
  return kept.filter(
    (send): send is [string, OutcomeCounts] =>
      Array.isArray(send) && typeof send[0] === "string" && typeof send[1] === "object" && send[1] !== null,
  );
}

function merge(live: readonly KeptMessage[], kept: readonly KeptMessage[], limit: number): KeptMessage[] {
  const ids = new Set(live.map(({ traceId }) => traceId));
  const all = [...live, ...kept.filter(({ traceId }) => !ids.has(traceId))];
  return all.sort((one, other) => other.startedAt - one.startedAt).slice(0, limit);
}

function unlessUnknown(error: unknown): undefined {
  if (ExpectedError.is(error, "trace-not-found") || ExpectedError.is(error, "stack-gone")) return undefined;
  throw error;
}
