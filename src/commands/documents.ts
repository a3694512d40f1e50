import * as vscode from "vscode";
import type { DisposableStack } from "../common/disposable";
import { shownLine, shownText } from "../common/shown/shownLine";

/** The scheme of read-only documents: reports, peeked messages, the inbox. */
const DOCUMENT_SCHEME = "messaging-report";

/** VS Code itself shows no larger document with colours. */
const MAX_CHARACTERS = 5_000_000;

/** Opens texts as read-only documents; replaces a document of the same name. */
export class Documents implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(owned: DisposableStack) {
    owned.push(this.#changed);
    owned.push(vscode.workspace.registerTextDocumentContentProvider(DOCUMENT_SCHEME, this));
    owned.push(vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.path)));
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#texts.get(path) ?? "";
  }

  /** `name` ends in the extension of its language: `inbox.md`. */
  async open(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: DOCUMENT_SCHEME, path: `/${fileName(name)}` });
    this.#texts.set(uri.path, shownText(text, MAX_CHARACTERS));
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}

/** A name may contain that of an environment. */
const fileName = (name: string) => shownLine(name, 100).replace(/[\\/:]/g, "-");
