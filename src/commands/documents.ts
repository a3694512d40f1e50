import * as vscode from "vscode";
import type { DisposableStack } from "../common/disposable";
import { shownLine, shownText } from "../common/shown/shownLine";

/** The scheme of read-only documents: reports, peeked messages, the inbox. */
const DOCUMENT_SCHEME = "messaging-report";

/** VS Code itself shows no larger document with colours. */
const MAX_CHARACTERS = 5_000_000;

/** How many texts are kept. */
const KEPT = 20;

/** Opens texts as read-only documents, Markdown as its preview; replaces a document of the same name. */
export class Documents implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(owned: DisposableStack) {
    owned.push(this.#changed);
    owned.push(vscode.workspace.registerTextDocumentContentProvider(DOCUMENT_SCHEME, this));
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#texts.get(path) ?? "";
  }

  /** `name` ends in the extension of its language: `inbox.md`. */
  async open(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: DOCUMENT_SCHEME, path: `/${fileName(name)}` });
    // A preview reads its text again although no editor holds the document: the newest ones are kept.
    this.#texts.delete(uri.path);
    this.#texts.set(uri.path, shownText(text, MAX_CHARACTERS));
    if (this.#texts.size > KEPT) this.#texts.delete(this.#texts.keys().next().value!);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.languageId === "markdown") await vscode.commands.executeCommand("markdown.showPreview", uri);
    else await vscode.window.showTextDocument(document, { preview: true });
  }
}

/** A name may contain that of an environment. */
const fileName = (name: string) => shownLine(name, 100).replace(/[\\/:]/g, "-");
