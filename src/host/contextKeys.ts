import * as vscode from "vscode";

/** Every context key, for `when` clauses in package.json. As few as possible: they are global state. */
export interface ContextKeys {
  /** Where the local stack stands; view welcomes and menus depend on it. */
  "messaging.stackState": "absent" | "starting" | "live" | "gone";
  /** Which environment is selected: what needs the embedded stack is offered for `local` alone. */
  "messaging.environmentKind": "local" | "real" | "production";
  /** The selected environment can be used: the local stack runs, or another one is selected. */
  "messaging.isReady": boolean;
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
