/** Where a setting can stand, the weakest first. */
export type SettingScope = "user" | "workspace" | "folder";

/** What stands at each scope, as it was written. */
export type ScopedSetting = Partial<Record<SettingScope, unknown>>;

export interface StrictEnvironments {
  /** As VS Code merges it, with what every scope says of safety. */
  value: unknown;
  /** Where another scope than the strongest decided: "staging.production: true, by the user's settings". */
  decisions: { environment: string; setting: "production" | "allowedRecipients"; scopes: SettingScope[] }[];
}

/**
 * VS Code lets the settings of a folder replace the user's. What keeps an environment safe may only be made stricter by
 * that: `production: true` at any scope wins, and test sends go to numbers that every scope allows. What is no boolean or
 * no list is kept as it is, for whoever parses it to refuse.
 */
export function strictEnvironments(merged: unknown, scopes: ScopedSetting): StrictEnvironments {
  if (!isObject(merged)) return { value: merged, decisions: [] };
  const decisions: StrictEnvironments["decisions"] = [];
  const value = Object.entries(merged).map(([name, environment]) => {
    if (!isObject(environment)) return [name, environment] as const;
    const said = (Object.entries(scopes) as [SettingScope, unknown][]).flatMap(([scope, all]) =>
      isObject(all) && isObject(all[name]) ? [{ scope, written: all[name] }] : [],
    );
    const strict = { ...environment };
    const production = said.filter(({ written }) => written["production"] === true).map(({ scope }) => scope);
    if (production.length > 0 && environment["production"] === false) {
      strict["production"] = true;
      decisions.push({ environment: name, setting: "production", scopes: production });
    }
    const lists = said.flatMap(({ scope, written }) =>
      Array.isArray(written["allowedRecipients"]) ? [{ scope, list: written["allowedRecipients"] as unknown[] }] : [],
    );
    if (lists.length > 1 && Array.isArray(environment["allowedRecipients"])) {
      strict["allowedRecipients"] = lists.reduce<unknown[]>(
        (allowed, { list }) => allowed.filter((number) => list.includes(number)),
        environment["allowedRecipients"],
      );
      decisions.push({ environment: name, setting: "allowedRecipients", scopes: lists.map(({ scope }) => scope) });
    }
    return [name, strict] as const;
  });
  return { value: Object.fromEntries(value), decisions };
}

/** Whether the folder's or the workspace's settings describe that environment, or only the user's own. */
export const isOfWorkspace = ({ workspace, folder }: ScopedSetting, name: string): boolean =>
  [workspace, folder].some((all) => isObject(all) && all[name] !== undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
