import * as vscode from "vscode";
import type { Interaction } from "../operations/interaction";
import type { Notifier } from "./notifier";

/** Dialogs, input boxes and picks. The runner of an operation shows its steps: a progress bar belongs to a command. */
export const createEditorInteraction = (
  notifier: Notifier,
  progress: (step: string) => void = () => undefined,
): Interaction => ({
  ask: ({ title, prompt, value, check }) =>
    Promise.resolve(
      vscode.window.showInputBox({
        title,
        ignoreFocusOut: true,
        ...(prompt !== undefined && { prompt }),
        ...(value !== undefined && { value }),
        ...(check && { validateInput: check }),
      }),
    ),
  confirm: ({ question, detail = "", action }) => notifier.confirm(question, detail, action),
  choose: async (title, choices, detail) => {
    const options = { title, matchOnDescription: true, ...(detail !== undefined && { placeHolder: detail }) };
    return (await vscode.window.showQuickPick([...choices], options))?.value;
  },
  progress,
});
