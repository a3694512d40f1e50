import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { InboxMessage } from "../runtime/provider/sandbox/messages/inbox";
import { pageHtml, pageIcon, pageRoots } from "./html";
import { selectedMessage } from "./models/selectedMessage";
import type { ChosenMessage } from "./models/selectedMessage";
import { PageLink } from "./pageLink";
import { isFromPhonePage } from "./protocol";
import type { PhonePage, PhoneView, ToPhonePage } from "./protocol";

export interface PhoneModels {
  phoneView(message: InboxMessage): PhoneView;
  draftView(text: string, subject: string): PhoneView;
}

export interface PhoneContent {
  models: PhoneModels;
  /** What the sandbox sent, newest first; empty if no stack runs. */
  messages(): Promise<InboxMessage[]>;
  /** Notifies when there may be more; disposed with the panel. */
  onChange(listener: () => void): vscode.Disposable;
}

/** The phone of the sandbox's recipients, and a box to try out a text. One panel per window. */
export class PhonePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #page: PageLink<ToPhonePage>;
  readonly #content: PhoneContent;
  #messages: InboxMessage[] = [];
  /** The message to show; the newest one if it is not there. */
  #wanted: ChosenMessage | undefined;
  #draft: { text: string; subject: string } | undefined;

  constructor(extensionUri: vscode.Uri, content: PhoneContent) {
    this.#content = content;
    const title = l10n.t("Phone preview");
    this.#panel = vscode.window.createWebviewPanel("messaging.phone", title, vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: pageRoots(extensionUri),
    });
    this.#page = new PageLink(this.#panel);
    this.#panel.iconPath = pageIcon(extensionUri);
    const { webview } = this.#panel;
    const changes = content.onChange(() => void this.update());
    this.#panel.onDidDispose(() => changes.dispose());
    webview.onDidReceiveMessage((message: unknown) => this.#heard(message));
    webview.html = pageHtml(webview, extensionUri, { title, script: "phone", language: vscode.env.language });
  }

  onDidDispose(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  /** Shows what was sent for a message; without an argument, the newest. */
  async show(traceId?: string): Promise<void> {
    this.#wanted = traceId === undefined ? undefined : { traceId };
    this.#panel.reveal(undefined, true);
    await this.update();
  }

  async update(): Promise<void> {
    this.#messages = await this.#content.messages().catch(() => this.#messages);
    await this.#post();
  }

  /** What the page received, for tests. */
  get page(): PhonePage {
    const { phoneView, draftView } = this.#content.models;
    const selected = selectedMessage(this.#messages, this.#wanted);
    return {
      labels: phoneLabels(),
      messages: this.#messages.map((message) => ({ ...phoneView(message), id: message.messageId })),
      ...(selected && { selected: selected.messageId }),
      ...(this.#draft && { draft: draftView(this.#draft.text, this.#draft.subject) }),
    };
  }

  #heard(message: unknown): void {
    if (!isFromPhonePage(message)) return;
    switch (message.kind) {
      case "ready":
        this.#page.opened();
        break;
      case "draft":
        this.#draft = { text: message.text, subject: message.subject };
        break;
      case "select":
        this.#wanted = { messageId: message.messageId };
        break;
    }
    void this.#post();
  }

  async #post(): Promise<void> {
    if (!this.#page.isClosed) await this.#page.post({ kind: "phone", page: this.page });
  }
}

const phoneLabels = (): PhonePage["labels"] => ({
  heading: l10n.t("What the recipient gets"),
  messages: l10n.t("Messages in the sandbox inbox"),
  from: l10n.t("Sender"),
  to: l10n.t("Recipient"),
  draft: l10n.t("Try a text"),
  draftHint: l10n.t("Type a text to see its bytes and when it becomes an LMS"),
  empty: l10n.t("The sandbox has not sent anything yet."),
});
