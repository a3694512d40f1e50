import path from "node:path";
import type { Disposable } from "../../common/disposable";
import { ExpectedError, messageOf } from "../../common/errors";
import { FolderWatch } from "../../common/folderWatch";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";
import { Watchers } from "../../common/watchers";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import { addressFile } from "../../runtime/control/stackAddress";
import type { StackClient } from "../../runtime/control/stackClient";
import type { Launched } from "../../runtime/control/stackLauncher";
import { StalenessTimer } from "./stalenessTimer";
import { ChangeStream } from "./changeStream";
import { LayerQuestions } from "./layerQuestions";
import { ANSWER_WITHIN_MS, measureStack } from "./stackMeasurement";
import type { MeasurementOptions } from "./stackMeasurement";
import type { StackState } from "./stackState";

export interface LiveStackOptions extends MeasurementOptions {
  /** Folder that holds the stack's address; read at each use because a setting may change it. */
  stateDir(): string;
  /** The running stack, if there is one. */
  find(stateDir: string): Promise<StackClient | undefined>;
  launch(stateDir: string): Promise<Launched>;
  log: Logger;
}

/** Everything that happens within this time is drawn at once. */
const COALESCE_MS = 100;

/**
 * The local stack as this window sees it.
 *
 *     absent ─start, join─▶ starting ─▶ live ─its event stream ended─▶ gone
 *        ▲ ▲                   │         │                              │
 *        │ └─────failed────────┘         └─stop─▶ absent                └─start, join─▶ starting
 *        └──join finds none──
 *
 * While live, it holds the event stream open, which keeps the stack alive. While somebody watches, it also holds the
 * stream of changes and measures at each event, at each change, and at the moment that the last snapshot named for its
 * next change; it never measures periodically. For what no event reports it asks the layers (see LayerQuestions). A
 * measurement that the stack has not confirmed for a while is stale.
 */
export class LiveStack implements Disposable {
  readonly changed = new Signal();
  readonly events = new Signal<SequencedEvent>();
  readonly #options: LiveStackOptions;
  #state: StackState = { kind: "absent" };
  #starting: Promise<StackClient> | undefined;
  #joining: Promise<void> | undefined;
  #stream: AbortController | undefined;
  /** Open while somebody watches a live stack. */
  readonly #changes: ChangeStream;
  readonly #questions: LayerQuestions;
  readonly #watchers = new Watchers(
    () => this.#wake(),
    () => this.#rest(),
  );
  /** Interested in messages only. */
  readonly #listeners = new Watchers();
  readonly #ageing = new StalenessTimer(() => this.changed.fire());
  /** An event arrived after the messages were fetched. */
  #hasNews = true;
  /** Something changed after the last measurement began, which is therefore no longer confirmed. */
  #isOutdated = true;
  #dueAt: NodeJS.Timeout | undefined;
  #folder: FolderWatch | undefined;
  #soon: NodeJS.Timeout | undefined;
  #measuring: Promise<void> | undefined;
  #disposed = false;

  constructor(options: LiveStackOptions) {
    this.#options = options;
    this.#questions = new LayerQuestions({
      tenantCode: () => options.focusedTenant(),
      answered: () => this.#answered(),
      log: options.log,
    });
    this.#changes = new ChangeStream({
      changed: () => {
        this.#questions.changed();
        this.#outdate();
      },
      alive: () => this.#confirm(),
      log: options.log,
    });
  }

  get state(): StackState {
    return this.#state;
  }

  /** Where this window's stack keeps its files. */
  get stateDir(): string {
    return this.#options.stateDir();
  }

  get client(): StackClient | undefined {
    return this.#state.kind === "live" ? this.#state.client : undefined;
  }

  /** Starts the stack or joins it; concurrent calls share one start. Errors: those of `launchStack`. */
  async start(): Promise<StackClient> {
    if (this.#state.kind === "live" && (await this.#isThere(this.#state.client))) return this.#state.client;
    return (this.#starting ??= this.#start().finally(() => (this.#starting = undefined)));
  }

  /** Joins a running stack; starts none. */
  join(): Promise<void> {
    if (this.#starting || this.#state.kind === "live") return Promise.resolve();
    return (this.#joining ??= this.#join().finally(() => (this.#joining = undefined)));
  }

  /** Lets go of the stack, and ends it with `end`, no matter who started it. Errors: those of `end`. */
  async stop(end: () => Promise<unknown>): Promise<void> {
    if (!this.client) return;
    this.#leave();
    this.#set({ kind: "absent" });
    await end();
  }

  /** Joins a running stack and measures it until the returned object is disposed. */
  watch(): Disposable {
    const watching = this.#watchers.add();
    this.#joinQuietly();
    return watching;
  }

  /** For those interested in messages only (the status bar): measures at events only. */
  listen(): Disposable {
    return this.#listeners.add();
  }

  /** Measures now and asks the layers; resolves when done. If there is no answer, the last measurement ages. */
  async measure(): Promise<void> {
    const { client } = this;
    await Promise.all([this.#measureStack(), client && this.#questions.ask(client)]);
  }

  #measureStack(): Promise<void> {
    return (this.#measuring ??= this.#measure().finally(() => (this.#measuring = undefined)));
  }

  dispose(): void {
    this.#disposed = true;
    this.#rest();
    this.#leave();
  }

  /** A process that died a moment ago may not be detected yet. */
  async #isThere(client: StackClient): Promise<boolean> {
    try {
      await client.snapshot(AbortSignal.timeout(ANSWER_WITHIN_MS));
      return true;
    } catch (error) {
      if (!ExpectedError.is(error, "stack-gone")) return true; // the stack hangs; the next caller gets the error
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

  /** Follows the events until the stream ends, closed by us or by the stack. */
  async #attach(client: StackClient): Promise<void> {
    const { seq } = await client.snapshot();
    const stream = new AbortController();
    this.#stream = stream;
    void this.#follow(client, seq, stream.signal);
    this.#hasNews = true;
    this.#set({ kind: "live", client });
    if (this.#watchers.areThere) this.#watchStack(client);
    await this.measure();
  }

  #watchStack(client: StackClient): void {
    this.#changes.open(client);
    this.#questions.follow(client);
  }

  #answered(): void {
    if (this.#state.kind !== "live" || !this.#state.measurement) return;
    const readings = this.#questions.readingsOf(this.#state.client);
    if (readings) this.#set({ ...this.#state, measurement: { ...this.#state.measurement, readings } });
  }

  #outdate(): void {
    this.#isOutdated = true;
    if (this.#watchers.areThere || this.#listeners.areThere) this.#measureSoon();
  }

  /** The stack is alive: the last measurement still holds, unless a change was reported since. */
  #confirm(): void {
    if (this.#state.kind !== "live") return;
    this.#age();
    const { measurement } = this.#state;
    if (!measurement || this.#isOutdated) this.#measureSoon();
    else {
      measurement.confirmedAt = Date.now();
      this.changed.fire();
    }
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
      const known = hadNews ? undefined : state.measurement?.traces;
      const measurement = await measureStack(client, this.#options, known);
      if (!this.#questions.readingsOf(client)) await this.#questions.ask(client);
      if (this.client !== client) return;
      const readings = this.#questions.readingsOf(client);
      this.#set({ kind: "live", client, measurement: { ...measurement, ...(readings && { readings }) } });
      this.#measureAt(measurement.snapshot.changesAt);
      this.#age();
    } catch (error) {
      this.#hasNews ||= hadNews;
      this.#isOutdated = true;
      this.#options.log.debug(`[stack] no measurement: ${messageOf(error)}`);
      this.changed.fire(); // the last measurement has aged
    }
  }

  #measureSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      // A measurement in progress may have looked before the event.
      void (this.#measuring ?? Promise.resolve()).then(() => this.#measureStack());
    }, COALESCE_MS);
  }

  /** `at`: when the stack said that something changes by itself. */
  #measureAt(at: number | undefined): void {
    clearTimeout(this.#dueAt);
    if (at === undefined || !this.#watchers.areThere) return;
    this.#dueAt = setTimeout(() => this.#outdate(), Math.max(0, at - Date.now()));
  }

  /** A sign of life: what is shown counts as fresh from now on. */
  #age(): void {
    if (this.#watchers.areThere) this.#ageing.restart();
  }

  #wake(): void {
    this.#isOutdated = true;
    this.#age();
    if (this.client) this.#watchStack(this.client);
    // Another window or the command line may start the stack; its address file then appears.
    const file = addressFile(this.stateDir);
    this.#folder = new FolderWatch(file, (name = path.basename(file)) => {
      if (name === path.basename(file) && this.#state.kind !== "live") this.#joinQuietly();
    });
  }

  /** The user did not ask for this: errors go to the log only. */
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
    this.#ageing.stop();
    clearTimeout(this.#dueAt);
    this.#changes.close();
    this.#questions.stop();
  }

  #leave(): void {
    this.#closeChanges();
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#stream?.abort();
    this.#stream = undefined;
  }

  #set(state: StackState): void {
    this.#state = state;
    this.changed.fire();
  }
}
