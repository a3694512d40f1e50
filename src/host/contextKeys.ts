import * as vscode from "vscode";

/** Every context key, for `when` clauses in package.json. As few as possible: they are global state. */
export interface ContextKeys {
  /** State of the local stack, for view welcomes and menus. */
  "messaging.stackState": "absent" | "starting" | "live" | "gone";
  /** Kind of the selected environment: commands that need the embedded stack appear only for `local`. */
  "messaging.environmentKind": "local" | "real" | "production";
  /** The selected environment can be used: the local stack runs, or another environment is selected. */
  "messaging.isReady": boolean;
  "messaging.hasMessages": boolean;
  "messaging.canUndoSender": boolean;
  "messaging.logsTailing": boolean;
  /** A debug session that can hold messages is open. */
  "messaging.holdsMessages": boolean;
}

const known = new Map<keyof ContextKeys, unknown>();

/** Sets a context key, unless it already has the value. */
export function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  if (known.get(key) === value) return;
  known.set(key, value);
  void vscode.commands.executeCommand("setContext", key, value);
}
