import * as vscode from "vscode";

/** A button of a toast and what it does. */
export interface Action {
  title: string;
  run(): unknown;
}

/** A notification shows two lines of about this many characters in total; the rest goes to the log. */
const MAX_CHARACTERS = 200;

const shown = (text: string) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS - 1)}…` : line;
};

/** The only user of VS Code's toasts and dialogs: at most two lines and a next step. */
export class Notifier {
  #open = 0;

  /** Resolves when the toast was answered or closed, and the chosen action has run. */
  info(text: string, ...actions: Action[]): Promise<void> {
    return this.#show(vscode.window.showInformationMessage, text, actions);
  }

  warning(text: string, ...actions: Action[]): Promise<void> {
    return this.#show(vscode.window.showWarningMessage, text, actions);
  }

  error(text: string, ...actions: Action[]): Promise<void> {
    return this.#show(vscode.window.showErrorMessage, text, actions);
  }

  /** Asks a modal question. True if the user chose `action`. */
  async confirm(question: string, detail: string, action: string): Promise<boolean> {
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;
  }

  async #show(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    text: string,
    actions: Action[],
  ): Promise<void> {
    // One toast at a time: hides our older one, which stays in the notification centre.
    if (this.#open > 0) await vscode.commands.executeCommand("notifications.hideToasts");
    this.#open++;
    const chosen = await Promise.resolve(show(shown(text), ...actions.map(({ title }) => title))).finally(
      () => this.#open--,
    );
    await actions.find(({ title }) => title === chosen)?.run();
  }
}
