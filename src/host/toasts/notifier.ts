import * as vscode from "vscode";
import { shownLine, shownText } from "../../common/shown/shownLine";
import { MAX_CHARACTERS } from "./toastLength";

/** A button of a toast and what it does. */
export interface Action {
  title: string;
  run(): unknown;
}

const MAX_BUTTON = 60;

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
    const options = { modal: true, detail: shownText(detail) };
    return (await vscode.window.showWarningMessage(shownLine(question), options, action)) === action;
  }

  async #show(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    text: string,
    actions: Action[],
  ): Promise<void> {
    // One toast at a time: hides our older one, which stays in the notification centre.
    if (this.#open > 0) await vscode.commands.executeCommand("notifications.hideToasts");
    this.#open++;
    const titles = actions.map(({ title }) => shownLine(title, MAX_BUTTON));
    const chosen = await Promise.resolve(show(shownLine(text, MAX_CHARACTERS), ...titles)).finally(() => this.#open--);
    await actions[chosen === undefined ? -1 : titles.indexOf(chosen)]?.run();
  }
}
