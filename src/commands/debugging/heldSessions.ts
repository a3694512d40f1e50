import * as vscode from "vscode";
import { setContextKey } from "../../host/contextKeys";

/** The debug sessions that hold messages, from their start to their end. */
export class HeldSessions implements vscode.Disposable {
  readonly #open = new Map<string, vscode.DebugSession>();
  readonly #subscription = vscode.debug.onDidTerminateDebugSession(({ id }) => {
    if (this.#open.delete(id)) this.#show();
  });

  /** One over a recorded run holds nothing. */
  add(session: vscode.DebugSession): void {
    if (session.configuration.request !== "attach") return;
    this.#open.set(session.id, session);
    this.#show();
  }

  /** The session of this id, else the one that is shown, else any. */
  find(id: string | undefined): vscode.DebugSession | undefined {
    const shown = vscode.debug.activeDebugSession?.id;
    return this.#open.get(id ?? "") ?? this.#open.get(shown ?? "") ?? [...this.#open.values()][0];
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #show(): void {
    setContextKey("messaging.holdsMessages", this.#open.size > 0);
  }
}
