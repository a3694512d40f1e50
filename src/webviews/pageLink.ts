import type { WebviewPanel } from "vscode";
import { shownValue } from "../common/shown/shownLine";

/** Sends messages to a panel's page, their texts safe to show, but not before the page is ready nor after the panel is closed. */
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

  /** The page has reported that it listens. */
  opened(): void {
    this.#isReady = true;
  }

  /** A panel closed in the meantime is not an error: nobody is there to read. */
  async post(message: Message): Promise<void> {
    if (!this.#isReady || this.#isClosed) return;
    try {
      await this.#panel.webview.postMessage(shownValue(message));
    } catch (error) {
      if (!this.isClosed) throw error;
    }
  }
}
