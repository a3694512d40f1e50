import * as vscode from "vscode";
import type { Logger } from "../common/logger";

const SECTION = "messaging";

interface Declared<T> {
  default: T;
  /** What a value must be; settings.json may hold anything. */
  is(value: unknown): value is T;
}

const flag = (preset: boolean): Declared<boolean> => ({ default: preset, is: (value) => typeof value === "boolean" });
const text = (preset: string): Declared<string> => ({ default: preset, is: (value) => typeof value === "string" });
const wholeNumber = (preset: number, min: number, max: number): Declared<number> => ({
  default: preset,
  is: (value): value is number => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
});

/** Every setting, with its default; a test compares them with package.json. */
export const settings = {
  "local.preferredPorts": flag(true),
  "local.stateFolder": text(""),
  "send.timeoutSeconds": wholeNumber(15, 1, 120),
  "messages.kept": wholeNumber(100, 10, 1000),
  "tenants.pageSize": wholeNumber(200, 10, 5000),
  "diagnosis.problems": flag(true),
  "statusBar.enabled": flag(true),
} satisfies Record<string, Declared<string> | Declared<number> | Declared<boolean>>;

export type SettingName = keyof typeof settings;
export type SettingValue<Name extends SettingName> = (typeof settings)[Name]["default"];

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
