import * as vscode from "vscode";
import type { Logger } from "../common/logger";
import { SECTION, settings } from "./declaredSettings";
import type { Declared, SettingName, SettingValue } from "./declaredSettings";

/** The only reader of VS Code's settings. */
export class Settings {
  readonly #log: Logger;
  readonly #told = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** The value, read now; the default where settings.json holds one of another type, which the log then says. */
  get<Name extends SettingName>(name: Name): SettingValue<Name> {
    const declared = settings[name] as unknown as Declared<SettingValue<Name>>;
    const value: unknown = vscode.workspace.getConfiguration(SECTION).get(name);
    if (value === undefined) return declared.default;
    if (declared.is(value)) return value;
    const complaint = `${SECTION}.${name} is ${JSON.stringify(value)}, which it cannot be; ${JSON.stringify(declared.default)} is used`;
    if (!this.#told.has(complaint)) this.#log.warning(complaint);
    this.#told.add(complaint);
    return declared.default;
  }

  /** The value of every setting, for the log. */
  effective(): Record<string, unknown> {
    return Object.fromEntries((Object.keys(settings) as SettingName[]).map((name) => [name, this.get(name)]));
  }

  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) listener();
    });
  }
}
