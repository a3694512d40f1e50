import * as vscode from "vscode";
import type { Logger } from "../common/logger";
import { folderSettings, SECTION, settings } from "./declaredSettings";
import type { Declared, SettingName, SettingValue } from "./declaredSettings";
import { strictEnvironments } from "../targets/settings/settingScopes";
import type { ScopedSetting } from "../targets/settings/settingScopes";
import { workspaceFolder } from "./workspace";

/**
 * Reads folder settings from the first folder, whose stack this window shows, not from the active editor's folder.
 * Other settings belong to the window; VS Code warns if they are read for a folder.
 */
const configurationOf = (name: SettingName) =>
  folderSettings.has(name)
    ? vscode.workspace.getConfiguration(SECTION, vscode.workspace.workspaceFolders?.[0]?.uri ?? null)
    : vscode.workspace.getConfiguration(SECTION);

/** The only reader of VS Code's settings. */
export class Settings {
  readonly #log: Logger;
  readonly #told = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** The current value; the default, with a warning in the log, if settings.json holds an invalid one. */
  get<Name extends SettingName>(name: Name): SettingValue<Name> {
    const declared = settings[name] as unknown as Declared<SettingValue<Name>>;
    const value: unknown = name === "environments" ? this.#environments() : configurationOf(name).get(name);
    if (value === undefined) return declared.default;
    if (declared.is(value)) return value;
    this.#tell(
      `${SECTION}.${name} is ${JSON.stringify(value)}, which it cannot be; ${JSON.stringify(declared.default)} is used`,
    );
    return declared.default;
  }

  /** The value at each scope. */
  scopes(name: SettingName): ScopedSetting {
    const found = configurationOf(name).inspect(name);
    return { user: found?.globalValue, workspace: found?.workspaceValue, folder: found?.workspaceFolderValue };
  }

  #environments(): unknown {
    const { value, decisions } = strictEnvironments(
      configurationOf("environments").get("environments"),
      this.scopes("environments"),
    );
    for (const { environment, setting, scopes } of decisions)
      this.#tell(
        `${SECTION}.environments.${environment}.${setting} is the strictest of its scopes: ${scopes.join(", ")}`,
      );
    return value;
  }

  /** Warns once per sentence: settings are read repeatedly. */
  #tell(sentence: string): void {
    if (!this.#told.has(sentence)) this.#log.warning(sentence);
    this.#told.add(sentence);
  }

  /** The value of every setting, for the log; only the names of environments. */
  effective(): Record<string, unknown> {
    const values = (Object.keys(settings) as SettingName[]).map((name) => [name, this.get(name)] as const);
    return Object.fromEntries(
      values.map(([name, value]) => [name, name === "environments" ? Object.keys(value ?? {}) : value]),
    );
  }

  /** The value where `update` writes; undefined if unset. */
  written(name: SettingName): unknown {
    const found = configurationOf(name).inspect(name);
    return workspaceFolder() === undefined ? found?.globalValue : found?.workspaceValue;
  }

  /** Writes to the workspace's settings, or the user's in a window without a folder; undefined removes the setting. */
  async update<Name extends SettingName>(name: Name, value: SettingValue<Name> | undefined): Promise<void> {
    await configurationOf(name).update(name, value, workspaceFolder() === undefined);
  }

  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) listener();
    });
  }
}
