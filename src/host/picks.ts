import * as vscode from "vscode";
import { shownLabel, shownLine } from "../common/shown/shownLine";

/** A pick whose items may contain foreign text. Resolves with the chosen item; undefined: the user cancelled. */
export async function pickOne<Item extends vscode.QuickPickItem>(
  items: readonly Item[] | Promise<readonly Item[]>,
  options: vscode.QuickPickOptions,
): Promise<Item | undefined> {
  const shown = Promise.resolve(items).then((all) => all.map(shownItem));
  return (await vscode.window.showQuickPick(shown, shownOptions(options)))?.item;
}

/** The same for any number of items. */
export async function pickMany<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: vscode.QuickPickOptions,
): Promise<Item[] | undefined> {
  const shown = { ...shownOptions(options), canPickMany: true } as const;
  return (await vscode.window.showQuickPick(items.map(shownItem), shown))?.map(({ item }) => item);
}

/** `value` is what the user edits, and stays as it is. */
export const inputText = (options: vscode.InputBoxOptions): Promise<string | undefined> =>
  Promise.resolve(
    vscode.window.showInputBox({
      ...options,
      ...(options.title !== undefined && { title: shownLine(options.title) }),
      ...(options.prompt !== undefined && { prompt: shownLine(options.prompt) }),
    }),
  );

export const shownItem = <Item extends vscode.QuickPickItem>(item: Item) => ({
  item,
  label: shownLabel(item.label),
  ...(item.kind !== undefined && { kind: item.kind }),
  ...(item.picked !== undefined && { picked: item.picked }),
  ...(item.description !== undefined && { description: shownLabel(item.description) }),
  ...(item.detail !== undefined && { detail: shownLabel(item.detail) }),
});

const shownOptions = (options: vscode.QuickPickOptions): vscode.QuickPickOptions => ({
  ...options,
  ...(options.title !== undefined && { title: shownLine(options.title) }),
  ...(options.placeHolder !== undefined && { placeHolder: shownLine(options.placeHolder) }),
});
