/** Scopes of a setting, weakest first. */
export type SettingScope = "user" | "workspace" | "folder";

/** The value at each scope, as written. */
export type ScopedSetting = Partial<Record<SettingScope, unknown>>;

export interface StrictEnvironments {
  /** VS Code's merged value, made as strict as the strictest scope. */
  value: unknown;
  /** Decisions by a scope other than the strongest: "staging.production: true, by the user's settings". */
  decisions: { environment: string; setting: "production" | "allowedRecipients"; scopes: SettingScope[] }[];
}

/**
 * VS Code lets a folder's settings replace the user's. For safety settings a scope can only tighten: `production: true`
 * at any scope wins, and test sends go only to numbers that every scope allows. A value that is not a boolean or a list
 * is kept for the parser to refuse.
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

/** Whether the folder's or the workspace's settings describe that environment, not only the user's own. */
export const isOfWorkspace = ({ workspace, folder }: ScopedSetting, name: string): boolean =>
  [workspace, folder].some((all) => isObject(all) && all[name] !== undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
