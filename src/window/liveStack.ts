import fs from "node:fs";
import type { Disposable } from "../common/disposable";
import { ExpectedError, messageOf } from "../common/errors";
import type { Logger } from "../common/logger";
import type { SequencedEvent } from "../runtime/eventHub";
import type { MessageTrace } from "../runtime/messageTrace";
import type { StackClient } from "../runtime/stackClient";
import type { TenantSummary } from "../runtime/stackContract";
import type { Launched } from "../runtime/stackLauncher";
import type { StackSnapshot } from "../runtime/stackSnapshot";
import { Signal } from "../common/signal";
import { STALE_AFTER_MS } from "../targets/local/localLayers";

/** What is known of the stack at one moment. Times are milliseconds since the Unix epoch. */
export interface Measurement {
  measuredAt: number;
  /** When the stack last said that it still is so: it lives, and nothing changed since it was measured. */
  confirmedAt: number;
  snapshot: StackSnapshot;
  /** The tenant that the data layer shows; absent where there is none of that code. */
  tenant?: TenantSummary;
  /** The stack's messages, newest first. */
  traces: MessageTrace[];
}

export type LiveState =
  | { kind: "absent" }
  | { kind: "starting" }
  | { kind: "live"; client: StackClient; measurement?: Measurement }
  | { kind: "gone"; why: string; measurement?: Measurement };

export interface LiveStackOptions {
  /** Where the stack's address appears; read at each use, because a setting may change it. */
  stateDir(): string;
  /** The stack that runs, if one does. */
  find(stateDir: string): Promise<StackClient | undefined>;
  launch(stateDir: string): Promise<Launched>;
  /** Code of the tenant that the data layer shows. */
  focusedTenant(): string;
  /** How many messages are fetched. */
  keptMessages(): number;
  log: Logger;
}

/** Everything that happens within this time is drawn at once. */
const COALESCE_MS = 100;

/** What is out of date says how old it is, and grows older before the user's eyes. */
const AGEING_MS = 1_000;

/** A stream of changes that was cut off, of a stack that lives, is opened again after so long. */
const REOPEN_AFTER_MS = 1_000;

/** An answer that takes longer counts as none. */
const ANSWER_WITHIN_MS = 1_500;

/**
 * The local stack as this window sees it.
 *
 *     absent ─start, join─▶ starting ─▶ live ─its event stream ended─▶ gone
 *        ▲ ▲                   │         │                              │
 *        │ └─────failed────────┘         └─stop─▶ absent                └─start, join─▶ starting
 *        └──join finds none──
 *
 * While live it holds the event stream open, which keeps the stack alive. While somebody watches it also holds the
 * stream of changes, and measures at each event, at each change, and at the one moment the last snapshot named at which
 * something changes by itself; never periodically. What the stack has not confirmed for a while is out of date.
 */
export class LiveStack implements Disposable {
  readonly changed = new Signal();
  readonly events = new Signal<SequencedEvent>();
  readonly #options: LiveStackOptions;
  #state: LiveState = { kind: "absent" };
  #starting: Promise<StackClient> | undefined;
  #joining: Promise<void> | undefined;
  #stream: AbortController | undefined;
  /** Open while somebody watches a live stack. */
  #changes: AbortController | undefined;
  /** An event came since the messages were fetched. */
  #hasNews = true;
  /** Something changed since the last measurement began: that one is not confirmed any more. */
  #isOutdated = true;
  #watchers = 0;
  #listeners = 0;
  /** Runs from each sign of life on: when it ends, what is shown has become out of date. */
  #ageing: NodeJS.Timeout | undefined;
  #reopening: NodeJS.Timeout | undefined;
  #dueAt: NodeJS.Timeout | undefined;
  #folder: fs.FSWatcher | undefined;
  #soon: NodeJS.Timeout | undefined;
  #measuring: Promise<void> | undefined;
  #disposed = false;

  constructor(options: LiveStackOptions) {
    this.#options = options;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Where the stack of this window keeps its files. */
  get stateDir(): string {
    return this.#options.stateDir();
  }

  get client(): StackClient | undefined {
    return this.#state.kind === "live" ? this.#state.client : undefined;
  }

  /** Starts the stack or joins it; two calls at once are one start. Errors: those of `launchStack`. */
  async start(): Promise<StackClient> {
    if (this.#state.kind === "live" && (await this.#isThere(this.#state.client))) return this.#state.client;
    return (this.#starting ??= this.#start().finally(() => (this.#starting = undefined)));
  }

  /** Joins the stack where one runs; starts none. */
  join(): Promise<void> {
    if (this.#starting || this.#state.kind === "live") return Promise.resolve();
    return (this.#joining ??= this.#join().finally(() => (this.#joining = undefined)));
  }

  /** Ends the stack, whoever started it; resolves when its process is gone. */
  async stop(): Promise<void> {
    const { client } = this;
    if (!client) return;
    const gone = drain(client);
    this.#leave();
    this.#set({ kind: "absent" });
    await client.stop();
    await gone;
  }

  /** Somebody looks: measures now and then until the answer is disposed. */
  watch(): Disposable {
    this.#watchers++;
    if (this.#watchers === 1) this.#wake();
    this.#joinQuietly();
    return once(() => {
      this.#watchers--;
      if (this.#watchers === 0) this.#rest();
    });
  }

  /** Somebody wants to know of messages (the status bar): measures at events only. */
  listen(): Disposable {
    this.#listeners++;
    return once(() => void this.#listeners--);
  }

  /** Measures now; resolves when it was done. A stack that does not answer leaves the old measurement to age. */
  measure(): Promise<void> {
    return (this.#measuring ??= this.#measure().finally(() => (this.#measuring = undefined)));
  }

  dispose(): void {
    this.#disposed = true;
    this.#rest();
    this.#leave();
  }

  /** A process that died a moment ago may not have been missed yet. */
  async #isThere(client: StackClient): Promise<boolean> {
    try {
      await client.snapshot(AbortSignal.timeout(ANSWER_WITHIN_MS));
      return true;
    } catch (error) {
      if (!ExpectedError.is(error, "stack-gone")) return true; // it hangs: whoever asks it is told
      if (this.client === client) this.#ended(messageOf(error));
      return false;
    }
  }

  async #start(): Promise<StackClient> {
    await this.#joining;
    if (this.#state.kind === "live") return this.#state.client;
    this.#set({ kind: "starting" });
    try {
      const { client, started } = await this.#options.launch(this.#options.stateDir());
      this.#options.log.info(`[stack] ${started ? "started" : "joined"}, process ${client.address.pid}`);
      await this.#attach(client);
      return client;
    } catch (error) {
      this.#set({ kind: "absent" });
      throw error;
    }
  }

  async #join(): Promise<void> {
    const client = await this.#options.find(this.#options.stateDir());
    if (!client || this.#starting || this.#state.kind === "live") return;
    this.#options.log.info(`[stack] joined, process ${client.address.pid}`);
    await this.#attach(client);
  }

  /** Follows the events until the stream ends: by us, or with the stack. */
  async #attach(client: StackClient): Promise<void> {
    const { seq } = await client.snapshot();
    const stream = new AbortController();
    this.#stream = stream;
    void this.#follow(client, seq, stream.signal);
    this.#hasNews = true;
    this.#set({ kind: "live", client });
    if (this.#watchers > 0) this.#openChanges();
    await this.measure();
  }

  /** Follows what no event tells, for as long as somebody watches this stack. */
  #openChanges(): void {
    const { client } = this;
    if (!client || this.#changes) return;
    const changes = (this.#changes = new AbortController());
    void this.#followChanges(client, changes.signal).then(() => {
      if (this.#changes !== changes) return;
      this.#changes = undefined;
      this.#reopening = setTimeout(() => this.#openChanges(), REOPEN_AFTER_MS);
    });
  }

  async #followChanges(client: StackClient, signal: AbortSignal): Promise<void> {
    try {
      for await (const { kind } of client.changes(signal)) {
        if (kind === "changed") this.#outdate();
        else this.#confirm();
      }
    } catch (error) {
      this.#options.log.debug(`[stack] changes: ${messageOf(error)}`); // its end is told by the event stream
    }
  }

  #outdate(): void {
    this.#isOutdated = true;
    if (this.#watchers + this.#listeners > 0) this.#measureSoon();
  }

  /** The stack lives: what was measured last is still so, unless a change was told since. */
  #confirm(): void {
    if (this.#state.kind !== "live") return;
    this.#ageLater(STALE_AFTER_MS);
    const { measurement } = this.#state;
    if (!measurement || this.#isOutdated) this.#measureSoon();
    else {
      measurement.confirmedAt = Date.now();
      this.changed.fire();
    }
  }

  #ageLater(ms: number): void {
    clearTimeout(this.#ageing);
    if (this.#watchers === 0) return;
    this.#ageing = setTimeout(() => {
      this.changed.fire();
      this.#ageLater(AGEING_MS);
    }, ms);
  }

  async #follow(client: StackClient, seq: number, signal: AbortSignal): Promise<void> {
    let why = "";
    try {
      for await (const event of client.events(seq, signal)) {
        this.#hasNews = true;
        this.events.fire(event);
        this.#outdate();
      }
    } catch (error) {
      why = messageOf(error);
    }
    if (!signal.aborted && !this.#disposed) this.#ended(why);
  }

  #ended(why: string): void {
    if (this.#state.kind !== "live") return;
    const { client, measurement } = this.#state;
    this.#leave();
    this.#options.log.warning(`[stack] process ${client.address.pid} ended${why && `: ${why}`}`);
    this.#set({ kind: "gone", why, ...(measurement && { measurement }) });
  }

  async #measure(): Promise<void> {
    const { state } = this;
    if (state.kind !== "live") return;
    const { client } = state;
    const hadNews = this.#hasNews;
    this.#hasNews = false;
    this.#isOutdated = false;
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const [snapshot, tenant, fetched] = await Promise.all([
        client.snapshot(signal),
        client.tenant(this.#options.focusedTenant(), signal).catch(noTenant),
        hadNews ? client.traces(this.#options.keptMessages(), signal) : undefined,
      ]);
      if (this.client !== client) return;
      const traces = fetched ?? state.measurement?.traces ?? [];
      const now = Date.now();
      this.#set({
        kind: "live",
        client,
        measurement: { measuredAt: now, confirmedAt: now, snapshot, traces, ...(tenant && { tenant }) },
      });
      this.#measureAt(snapshot.changesAt);
      if (this.#watchers > 0) this.#ageLater(STALE_AFTER_MS);
    } catch (error) {
      this.#hasNews ||= hadNews;
      this.#isOutdated = true;
      this.#options.log.debug(`[stack] no measurement: ${messageOf(error)}`);
      this.changed.fire(); // the old one has aged
    }
  }

  #measureSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      // One that is under way may have looked before the event.
      void (this.#measuring ?? Promise.resolve()).then(() => this.measure());
    }, COALESCE_MS);
  }

  /** `at`: when the stack said that something changes by itself. */
  #measureAt(at: number | undefined): void {
    clearTimeout(this.#dueAt);
    if (at === undefined || this.#watchers === 0) return;
    this.#dueAt = setTimeout(() => this.#outdate(), Math.max(0, at - Date.now()));
  }

  #wake(): void {
    this.#isOutdated = true;
    this.#ageLater(STALE_AFTER_MS);
    this.#openChanges();
    this.#watchFolder();
  }

  /** Another window or the command line may start the stack: its address then appears. */
  #watchFolder(): void {
    const folder = this.#options.stateDir();
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#folder = fs.watch(folder, (_event, file) => {
        if (file === "stack.json" && this.#state.kind !== "live") this.#joinQuietly();
      });
      this.#folder.on("error", () => this.#folder?.close());
    } catch (error) {
      this.#options.log.warning(`[stack] ${folder} cannot be watched: ${messageOf(error)}`);
    }
  }

  /** Nobody asked for it: what goes wrong belongs to the log alone. */
  #joinQuietly(): void {
    this.join()
      .then(() => this.measure())
      .catch((error: unknown) => this.#options.log.warning(`[stack] not joined: ${messageOf(error)}`));
  }

  #rest(): void {
    this.#closeChanges();
    this.#folder?.close();
    this.#folder = undefined;
  }

  #closeChanges(): void {
    for (const timer of [this.#ageing, this.#reopening, this.#dueAt]) clearTimeout(timer);
    this.#changes?.abort();
    this.#changes = undefined;
  }

  #leave(): void {
    this.#closeChanges();
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#stream?.abort();
    this.#stream = undefined;
  }

  #set(state: LiveState): void {
    this.#state = state;
    this.changed.fire();
  }
}

function noTenant(error: unknown): undefined {
  if (ExpectedError.is(error, "tenant-not-found")) return undefined;
  throw error;
}

async function drain(client: StackClient): Promise<void> {
  try {
    for await (const _event of client.events(Number.MAX_SAFE_INTEGER));
  } catch {
    // the stack ended
  }
}

function once(act: () => void): Disposable {
  let done = false;
  return {
    dispose: () => {
      if (!done) act();
      done = true;
    },
  };
}
