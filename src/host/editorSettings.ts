import * as vscode from "vscode";
import type { Logger } from "../common/logger";
import { folderSettings, SECTION, settings } from "./declaredSettings";
import type { Declared, SettingName, SettingValue } from "./declaredSettings";
import { strictEnvironments } from "../targets/settings/settingScopes";
import type { ScopedSetting } from "../targets/settings/settingScopes";
import { workspaceFolder } from "./workspace";

/**
 * What a folder may set is read as the first folder sees it, whose stack this window shows: not the folder of the active
 * editor. The others belong to the window; VS Code warns where they are read for a folder.
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

  /** The value, read now; the default where settings.json holds one of another type, which the log then says. */
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

  /** At each scope on its own. */
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

  /** Once: settings are read again and again. */
  #tell(sentence: string): void {
    if (!this.#told.has(sentence)) this.#log.warning(sentence);
    this.#told.add(sentence);
  }

  /** The value of every setting, for the log; of environments their names alone. */
  effective(): Record<string, unknown> {
    const values = (Object.keys(settings) as SettingName[]).map((name) => [name, this.get(name)] as const);
    return Object.fromEntries(
      values.map(([name, value]) => [name, name === "environments" ? Object.keys(value ?? {}) : value]),
    );
  }

  /** What stands where `update` writes; undefined: nothing. */
  written(name: SettingName): unknown {
    const found = configurationOf(name).inspect(name);
    return workspaceFolder() === undefined ? found?.globalValue : found?.workspaceValue;
  }

  /** Writes into the workspace's settings, or the user's in a window without a folder; undefined takes it out. */
  async update<Name extends SettingName>(name: Name, value: SettingValue<Name> | undefined): Promise<void> {
    await configurationOf(name).update(name, value, workspaceFolder() === undefined);
  }

  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) listener();
    });
  }
}
