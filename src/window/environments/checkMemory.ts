import type * as vscode from "vscode";
import type { PartCheck } from "../../operations/environment/partCheck";

const KEY = "environmentChecks";

export interface RememberedCheck {
  /** Milliseconds since the Unix epoch. */
  at: number;
  /** Titles of the parts that failed. */
  failed: string[];
}

/** The last check of each environment, kept across reloads. */
export class CheckMemory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  last(name: string): RememberedCheck | undefined {
    return this.#all()[name];
  }

  async remember(name: string, checks: readonly PartCheck[], titleOf: (part: PartCheck["part"]) => string) {
    const failed = checks.filter(({ status }) => status === "failed").map(({ part }) => titleOf(part));
    await this.#state.update(KEY, { ...this.#all(), [name]: { at: Date.now(), failed } });
  }

  #all(): Record<string, RememberedCheck> {
    return this.#state.get<Record<string, RememberedCheck>>(KEY) ?? {};
  }
}
