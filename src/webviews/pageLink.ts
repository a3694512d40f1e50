import type { WebviewPanel } from "vscode";

/** Carries messages to a panel's page: none before the page is ready, none after the panel was closed. */
export class PageLink<Message> {
  readonly #panel: Pick<WebviewPanel, "webview">;
  #isReady = false;
  #isClosed = false;

  constructor(panel: Pick<WebviewPanel, "webview" | "onDidDispose">) {
    this.#panel = panel;
    panel.onDidDispose(() => (this.#isClosed = true));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The page has said that it listens. */
  opened(): void {
    this.#isReady = true;
  }

  /** A panel that is closed meanwhile is no failure: nobody is there to read. */
  async post(message: Message): Promise<void> {
    if (!this.#isReady || this.#isClosed) return;
    try {
      await this.#panel.webview.postMessage(message);
    } catch (error) {
      if (!this.isClosed) throw error;
    }
  }
}
