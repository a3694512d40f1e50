import * as vscode from "vscode";
import { messageOf } from "../common/errors";
import { shownLine } from "../common/shown/shownLine";
import { shownItem } from "./picks";

export interface SearchPickOptions<Item> {
  title: string;
  placeHolder: string;
  /** Checked from the start. */
  chosen: readonly Item[];
  keyOf(item: Item): string | number;
  /** What matches the text; called again as the user types, and aborted when the text changes. */
  find(text: string, signal: AbortSignal): Promise<readonly Item[]>;
  /** What the text itself means, whatever is checked; undefined: only a search. */
  read(text: string): Item[] | undefined;
  /** Why the text cannot be meant; undefined: it can. */
  refuse?(text: string): string | undefined;
}

/**
 * A pick of any number of items that are found as the user types. Checked items stay in the list. An error of `find`,
 * and what is wrong with an accepted text, become the title. Resolves with the chosen items, at least one; undefined: the user cancelled.
 */
export function searchPick<Item extends vscode.QuickPickItem>(
  options: SearchPickOptions<Item>,
): Promise<Item[] | undefined> {
  const { chosen, keyOf, find, read } = options;
  const pick = vscode.window.createQuickPick<ReturnType<typeof shownItem<Item>> & { alwaysShow: true }>();
  pick.title = shownLine(options.title);
  pick.placeholder = shownLine(options.placeHolder);
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  const rowOf = (item: Item) => ({ ...shownItem(item), alwaysShow: true as const });
  let search = new AbortController();
  const show = (kept: readonly Item[], found: readonly Item[]): void => {
    const byKey = new Map(found.map((item) => [keyOf(item), item]));
    const checked = kept.map((item) => rowOf(byKey.get(keyOf(item)) ?? item));
    for (const item of kept) byKey.delete(keyOf(item));
    pick.items = [...checked, ...[...byKey.values()].map(rowOf)];
    pick.selectedItems = checked;
  };
  const refresh = async (text: string): Promise<void> => {
    search.abort();
    search = new AbortController();
    const { signal } = search;
    pick.busy = true;
    try {
      const found = await find(text, signal);
      if (signal.aborted) return;
      pick.title = shownLine(options.title);
      show(read(text) ?? pick.selectedItems.map(({ item }) => item), found);
    } catch (error) {
      if (signal.aborted) return;
      pick.title = shownLine(messageOf(error));
    }
    pick.busy = false;
  };
  return new Promise<Item[] | undefined>((resolve) => {
    pick.onDidChangeValue((text) => void refresh(text));
    pick.onDidAccept(() => {
      const why = options.refuse?.(pick.value);
      if (why !== undefined) {
        pick.title = shownLine(why);
        return;
      }
      const items = read(pick.value) ?? pick.selectedItems.map(({ item }) => item);
      if (items.length === 0) return;
      resolve(items);
      pick.hide();
    });
    pick.onDidHide(() => {
      search.abort();
      resolve(undefined);
      pick.dispose();
    });
    show(chosen, []);
    pick.show();
    void refresh("");
  });
}
