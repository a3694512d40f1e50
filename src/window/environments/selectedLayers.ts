import type { Disposable } from "../../common/disposable";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";
import { Watchers } from "../../common/watchers";
import type { SelectedEnvironment } from "./selectedEnvironment";
import { EnvironmentWatch } from "../../targets/layers/environmentWatch";
import type { LayersState, LiveLayers } from "./liveLayers";
import type { LiveStack } from "../stack/liveStack";
import { stateOfStack } from "../stack/stackLayers";

/** A real environment: opening, open, or invalid. */
type Opened = { kind: "opening" } | { kind: "open"; watch: EnvironmentWatch } | { kind: "invalid"; why: string };

/**
 * The layers of the selected environment: the local stack's, or a real one's.
 *
 *     local ─another is selected─▶ opening ─▶ open
 *       ▲                             └─────▶ invalid ─its settings change─▶ opening
 *       └──────local is selected, from every state
 *
 * Watchers keep watching when the selection changes.
 */
export class SelectedLayers implements LiveLayers, Disposable {
  readonly changed = new Signal();
  readonly #stack: LiveStack;
  readonly #environment: SelectedEnvironment;
  readonly #log: Logger;
  readonly #subscriptions: Disposable[];
  #opened: Opened | undefined;
  readonly #watchers = new Watchers(
    () => this.#watchSelected(),
    () => this.#rest(),
  );
  /** Watches the selected environment; held while somebody watches. */
  #watching: Disposable | undefined;

  constructor(stack: LiveStack, environment: SelectedEnvironment, log: Logger) {
    this.#stack = stack;
    this.#environment = environment;
    this.#log = log;
    this.#subscriptions = [
      environment.changed.subscribe(() => this.#select()),
      stack.changed.subscribe(() => {
        if (environment.isLocal) this.changed.fire();
      }),
    ];
  }

  get state(): LayersState {
    if (this.#environment.isLocal) return stateOfStack(this.#stack.state);
    const opened = this.#opened;
    if (opened?.kind === "invalid") return { kind: "invalid", name: this.#environment.name, why: opened.why };
    if (opened?.kind !== "open" || !opened.watch.isMeasured) return { kind: "live" };
    return { kind: "live", snapshot: opened.watch.snapshot };
  }

  watch(): Disposable {
    return this.#watchers.add();
  }

  async measure(): Promise<void> {
    if (this.#environment.isLocal) return this.#stack.measure();
    await this.#open();
    if (this.#opened?.kind === "open") await this.#opened.watch.measure();
  }

  dispose(): void {
    this.#close();
    for (const subscription of this.#subscriptions) void subscription.dispose();
  }

  #select(): void {
    this.#close();
    if (this.#watchers.areThere) this.#watchSelected();
    this.changed.fire();
  }

  #watchSelected(): void {
    if (this.#environment.isLocal) this.#watching = this.#stack.watch();
    else if (this.#opened?.kind === "open") this.#watching = this.#opened.watch.watch();
    else void this.#open();
  }

  async #open(): Promise<void> {
    if (this.#opened && this.#opened.kind !== "invalid") return;
    const opening: Opened = (this.#opened = { kind: "opening" });
    const isCurrent = () => this.#opened === opening;
    try {
      const environment = await this.#environment.peek();
      if (!environment || !isCurrent()) return;
      const watch = new EnvironmentWatch(environment, this.#log);
      watch.changed.subscribe(() => this.changed.fire());
      this.#opened = { kind: "open", watch };
      if (this.#watchers.areThere) this.#watching = watch.watch();
    } catch (error) {
      if (!isCurrent()) return;
      this.#log.warning(`[environment] ${this.#environment.name}: ${messageOf(error)}`);
      this.#opened = { kind: "invalid", why: messageOf(error) };
    }
    this.changed.fire();
  }

  #rest(): void {
    void this.#watching?.dispose();
    this.#watching = undefined;
  }

  #close(): void {
    this.#rest();
    if (this.#opened?.kind === "open") this.#opened.watch.dispose();
    this.#opened = undefined;
  }
}
