import * as vscode from "vscode";

/** Every context key, for `when` clauses in package.json. As few as possible: they are global state. */
export interface ContextKeys {
  /** Where the local stack stands; view welcomes and menus depend on it. */
  "messaging.stackState": "absent" | "starting" | "live" | "gone";
  "messaging.hasMessages": boolean;
  "messaging.canUndoSender": boolean;
  "messaging.logsTailing": boolean;
}

const known = new Map<keyof ContextKeys, unknown>();

/** Sets a context key, unless it has the value already. */
export function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  if (known.get(key) === value) return;
  known.set(key, value);
  void vscode.commands.executeCommand("setContext", key, value);
}
