import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import manifest from "../../package.json";
import type { TestDoor } from "../../src/extension";
import type { Interaction } from "../../src/operations/interaction";
import type { StackAddress } from "../../src/runtime/control/stackContract";

/** The next stack keeps its files in a folder of its own and takes any free ports. None may run. */
export function useOwnStack(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-extension-"));
  process.env["MESSAGING_STATE_DIR"] = folder;
  process.env["MESSAGING_ANY_PORT"] = "1";
  return folder;
}

export async function activateExtension(): Promise<vscode.Extension<TestDoor>> {
  const extension = vscode.extensions.getExtension<TestDoor>(`${manifest.publisher}.${manifest.name}`);
  assert.ok(extension, "VS Code does not know the extension");
  await extension.activate();
  return extension;
}

/** Answers in place of a person while `run` runs. */
export async function answering<T>(answers: Partial<Interaction>, run: () => Promise<T>): Promise<T> {
  const { interaction } = (await activateExtension()).exports;
  interaction.answers = answers;
  try {
    return await run();
  } finally {
    interaction.answers = {};
  }
}

/** The first of what is offered. */
export const takeFirst: Interaction["choose"] = (_title, [first]) => Promise.resolve(first?.value);

/** Runs a command of ours; its result is what the handler returned, undefined where it failed or was given up. */
export const run = <T = unknown>(id: string, ...args: unknown[]): Promise<T> =>
  Promise.resolve(vscode.commands.executeCommand<T>(id, ...args));

/** Ends the stack, removes its files, and leaves no editor open for the next file of tests. */
export async function endStack(folder: string): Promise<void> {
  await run("workbench.action.closeAllEditors");
  await run("messaging.stack.stop");
  fs.rmSync(folder, { recursive: true, force: true });
}

/** How to reach the running stack, as another program would. */
export const addressOf = (folder: string): StackAddress =>
  JSON.parse(fs.readFileSync(path.join(folder, "stack.json"), "utf8")) as StackAddress;

/** The text of a read-only document, once its editor or its preview is open. */
export async function openText(name: string): Promise<string> {
  const isOpen = () =>
    vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some(({ label }) => label === name || label.endsWith(` ${name}`)),
    );
  while (!isOpen()) await nextTabChange();
  const uri = vscode.Uri.from({ scheme: "messaging-report", path: `/${name}` });
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** Resolves when a tab opens, closes or changes. */
export const nextTabChange = (): Promise<void> =>
  new Promise((resolve) => {
    const subscription = vscode.window.tabGroups.onDidChangeTabs(() => {
      subscription.dispose();
      resolve();
    });
  });

/** The text of an output channel of ours, once it shows the pattern. `name`: as its path has it, spaces or not. */
export function channelShows(name: RegExp, pattern: RegExp): Promise<string> {
  const shown = () =>
    vscode.workspace.textDocuments
      .filter(({ uri }) => uri.scheme === "output" && name.test(decodeURIComponent(uri.path)))
      .map((document) => document.getText())
      .find((text) => pattern.test(text));
  return new Promise((resolve) => {
    const check = () => {
      const text = shown();
      if (text === undefined) return;
      subscription.dispose();
      resolve(text);
    };
    const subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(check),
      vscode.workspace.onDidOpenTextDocument(check),
    );
    check();
  });
}
