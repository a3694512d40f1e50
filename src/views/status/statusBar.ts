import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Disposable } from "../../common/disposable";
import { shownLabel, shownLine, shownText } from "../../common/shown/shownLine";
import type { Signal } from "../../common/signal";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { LiveLayers } from "../../window/environments/liveLayers";
import type { LiveStack } from "../../window/stack/liveStack";
import type { ShownFinding } from "../../window/findings/findingStore";
import type * as LayersEntry from "../layers/layersEntry";

/** A measurement ages without an event: interval of the age check, which runs only while there is a stack. */
const AGE_CHECK_MS = 3_000;

export interface StatusBarOptions {
  layers: LiveLayers;
  module(): typeof LayersEntry;
  /** Watched for events while the item may be shown, so that the stack measures at each message. */
  stack: LiveStack;
  /** The environment's messages, newest first. */
  known(): readonly MessageTrace[];
  findings: { changed: Signal; shown(): readonly ShownFinding[] };
  isEnabled(): boolean;
}

/** The one item in the status bar. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #options: StatusBarOptions;
  readonly #subscriptions: Disposable[];
  /** Held while the item may be shown: the stack then measures at events. */
  #listening: Disposable | undefined;
  #age: NodeJS.Timeout | undefined;

  constructor(options: StatusBarOptions) {
    this.#options = options;
    this.#item = vscode.window.createStatusBarItem("messaging.status", vscode.StatusBarAlignment.Left, 10);
    this.#item.name = l10n.t("Messaging");
    const redraw = () => this.update();
    this.#subscriptions = [options.layers.changed.subscribe(redraw), options.findings.changed.subscribe(redraw)];
    this.update();
  }

  update(): void {
    clearTimeout(this.#age);
    const { stack, layers, known, module, findings } = this.#options;
    const isEnabled = this.#options.isEnabled();
    if (isEnabled) this.#listening ??= stack.listen();
    else this.#stopListening();
    const isShown = isEnabled && layers.state.kind !== "absent";
    const shown = isShown ? module().statusText(layers.state, known(), Date.now(), findings.shown()) : undefined;
    if (!shown) return this.#item.hide();
    const { text, tooltip, command, isAlarming } = shown;
    this.#item.backgroundColor = isAlarming ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.#item.text = shownLabel(text);
    this.#item.tooltip = shownText(tooltip);
    this.#item.command =
      command === "focus"
        ? "messaging.layers.focus"
        : {
            command: command.id,
            title: shownLine(tooltip),
            arguments: command.traceId === undefined ? [] : [command.traceId],
          };
    this.#item.show();
    if (layers.state.kind === "live") this.#age = setTimeout(() => this.update(), AGE_CHECK_MS);
  }

  dispose(): void {
    clearTimeout(this.#age);
    this.#stopListening();
    for (const subscription of this.#subscriptions) void subscription.dispose();
    this.#item.dispose();
  }

  #stopListening(): void {
    void this.#listening?.dispose();
    this.#listening = undefined;
  }
}
