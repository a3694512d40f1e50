import * as vscode from "vscode";

/** A button of a toast and what it does. */
export interface Action {
  title: string;
  run(): unknown;
}

/** A notification holds two lines of about so many characters; the rest is for the log. */
const MAX_CHARACTERS = 200;

const shown = (text: string) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS - 1)}…` : line;
};

/** The only user of VS Code's toasts and dialogs: at most two lines and a way on. */
export class Notifier {
  #open = 0;

  /** Resolves when the toast was answered or closed; what was chosen was run. */
  info(text: string, ...actions: Action[]): Promise<void> {
    return this.#show(vscode.window.showInformationMessage, text, actions);
  }

  warning(text: string, ...actions: Action[]): Promise<void> {
    return this.#show(vscode.window.showWarningMessage, text, actions);
  }

  error(text: string, ...actions: Action[]): Promise<void> {
    return this.#show(vscode.window.showErrorMessage, text, actions);
  }

  /** A modal question. True where the user chose `action`. */
  async confirm(question: string, detail: string, action: string): Promise<boolean> {
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;
  }

  async #show(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    text: string,
    actions: Action[],
  ): Promise<void> {
    // One at a time: an older one of ours goes to the notification centre.
    if (this.#open > 0) await vscode.commands.executeCommand("notifications.hideToasts");
    this.#open++;
    const chosen = await Promise.resolve(show(shown(text), ...actions.map(({ title }) => title))).finally(
      () => this.#open--,
    );
    await actions.find(({ title }) => title === chosen)?.run();
  }
}
