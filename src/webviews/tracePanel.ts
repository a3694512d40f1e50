import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { shownLine } from "../common/shown/shownLine";
import type { CompareView, ToTracePage, TraceLabels, TraceView } from "./protocol";
import { isFromTracePage } from "./protocol";
import { pageHtml, pageIcon, pageRoots } from "./html";
import { PageLink } from "./pageLink";

/** A panel's content, built anew on each load. */
export interface TraceContent {
  title: string;
  /** The view, and the actions of its buttons by id. */
  load(): Promise<Loaded>;
  /** Notifies when `load` would return something new; disposed with the panel. */
  onChange(listener: () => void): vscode.Disposable;
}

export type Loaded =
  | { kind: "trace"; view: TraceView; act(id: string): unknown; phoneActionId?: string }
  | { kind: "compare"; view: CompareView; act(id: string): unknown };

/** One editor tab with the trace page. It keeps nothing: when shown again, it loads its content again. */
export class TracePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #page: PageLink<ToTracePage>;
  readonly #content: TraceContent;
  readonly #fail: (error: unknown) => void;
  #loaded: Loaded | undefined;
  /** Loads do not pile up: one runs, and one more follows if something changed in the meantime. */
  #loading: Promise<void> | undefined;
  #isStale = false;

  constructor(extensionUri: vscode.Uri, content: TraceContent, fail: (error: unknown) => void) {
    this.#content = content;
    this.#fail = fail;
    this.#panel = vscode.window.createWebviewPanel(
      "messaging.trace",
      shownLine(content.title),
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        localResourceRoots: pageRoots(extensionUri),
      },
    );
    this.#page = new PageLink(this.#panel);
    this.#panel.iconPath = pageIcon(extensionUri);
    const { webview } = this.#panel;
    const changes = content.onChange(() => void this.update());
    this.#panel.onDidDispose(() => changes.dispose());
    webview.onDidReceiveMessage((message: unknown) => {
      if (!isFromTracePage(message)) return;
      if (message.kind === "ready") this.#page.opened();
      void (message.kind === "ready" ? this.update() : this.#act(message.id));
    });
    webview.html = pageHtml(webview, extensionUri, {
      title: content.title,
      script: "trace",
      language: vscode.env.language,
    });
  }

  onDidDispose(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  reveal(): void {
    this.#panel.reveal();
    void this.update();
  }

  /** The texts on the page, for tests; undefined before the first load. */
  get shown(): Loaded["view"] | undefined {
    return this.#loaded?.view;
  }

  update(): Promise<void> {
    this.#isStale = true;
    return (this.#loading ??= this.#load().finally(() => (this.#loading = undefined)));
  }

  async #load(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        this.#loaded = await this.#content.load();
        await this.#page.post(toPage(this.#loaded));
      } catch (error) {
        if (!this.#page.isClosed) this.#fail(error);
        return;
      }
    }
  }

  async #act(id: string): Promise<void> {
    try {
      await this.#loaded?.act(id);
    } catch (error) {
      this.#fail(error);
    }
  }
}

function toPage(loaded: Loaded): ToTracePage {
  const labels = traceLabels();
  if (loaded.kind === "compare") return { kind: "compare", labels, view: loaded.view };
  const { view, phoneActionId } = loaded;
  return {
    kind: "trace",
    labels,
    view,
    ...(phoneActionId !== undefined && { phoneAction: { id: phoneActionId, label: l10n.t("Open preview") } }),
  };
}

const traceLabels = (): TraceLabels => ({
  timeline: l10n.t("The message's way through the layers"),
  details: l10n.t("Step"),
  why: l10n.t("Why"),
  seen: l10n.t("Seen"),
  fix: l10n.t("Fix"),
  log: "NotificationLog",
  noLog: l10n.t("No row was written."),
  phone: l10n.t("Phone"),
  noPhone: l10n.t("Nothing was sent to a phone."),
  differences: l10n.t("Differences"),
  keyboard: l10n.t("Arrow keys move between steps, O opens one"),
  duration: l10n.t("Took"),
});
