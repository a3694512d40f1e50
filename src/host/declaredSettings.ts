/**
 * The type and default of each setting, without VS Code: shared by the settings reader and the test of package.json.
 */
export const SECTION = "messaging";

export interface Declared<T> {
  default: T;
  /** Whether a value is valid; settings.json may hold anything. */
  is(value: unknown): value is T;
}

const flag = (preset: boolean): Declared<boolean> => ({ default: preset, is: (value) => typeof value === "boolean" });
const text = (preset: string): Declared<string> => ({ default: preset, is: (value) => typeof value === "string" });
const texts: Declared<readonly string[]> = {
  default: [],
  is: (value): value is string[] => Array.isArray(value) && value.every((each) => typeof each === "string"),
};
const wholeNumber = (preset: number, min: number, max: number): Declared<number> => ({
  default: preset,
  is: (value): value is number => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
});

/** Validated by its own reader, which reports errors. */
const anything = (preset: unknown): Declared<unknown> => ({ default: preset, is: (_value): _value is unknown => true });

/** Every setting with its default; a test compares them with package.json. */
export const settings = {
  environment: text("local"),
  environments: anything({}),
  trustedAddresses: texts,
  "local.preferredPorts": flag(true),
  "local.stateFolder": text(""),
  "send.timeoutSeconds": wholeNumber(15, 1, 120),
  "messages.kept": wholeNumber(100, 10, 1000),
  "tenants.pageSize": wholeNumber(200, 10, 5000),
  "diagnosis.problems": flag(true),
  "statusBar.enabled": flag(true),
} satisfies Record<
  string,
  Declared<string> | Declared<number> | Declared<boolean> | Declared<readonly string[]> | Declared<unknown>
>;

/** Settings with the scope `resource` in package.json: a folder may have its own. */
export const folderSettings: ReadonlySet<SettingName> = new Set(["environment", "environments"]);

export type SettingName = keyof typeof settings;
export type SettingValue<Name extends SettingName> = (typeof settings)[Name]["default"];
