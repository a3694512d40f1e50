import * as l10n from "@vscode/l10n";
import type { z } from "zod";
import { environmentSettings } from "./environmentSettings";
import type { EnvironmentSettings, SettingsRule } from "./environmentSettings";

/** A problem in the settings and its path: `messaging.environments.staging.worker.kind`. */
export interface SettingsProblem {
  path: string;
  /** A whole sentence that includes the path. */
  sentence: string;
}

/** `settings` is undefined if a problem concerns the whole environment. */
export interface ParsedEnvironment {
  settings?: EnvironmentSettings;
  problems: SettingsProblem[];
}

/** Optional parts: an invalid one is left out (hence unknown), and the others work. */
const parts = ["api", "queue", "worker", "tenantData", "provider", "timeZone"] as const;
type Part = (typeof parts)[number];

const isPart = (key: PropertyKey | undefined): key is Part => parts.includes(key as Part);

/**
 * Parses one environment as the user wrote it. A problem outside these parts invalidates the whole environment: a
 * mistyped `production` must not turn into "not production".
 * @param at the path of `value`, for the sentences
 */
export function parseEnvironment(value: unknown, at: string): ParsedEnvironment {
  const result = environmentSettings.safeParse(value);
  if (result.success) return withoutIncomplete(result.data, at);
  const { issues } = result.error;
  const problems = issues.map((issue) => problemOf(issue, value, at));
  const wrong = new Set(issues.map(({ path }) => path[0]));
  if (![...wrong].every(isPart)) return { problems };
  const rest = Object.entries(value as object).filter(([key]) => !wrong.has(key));
  const { settings, problems: others } = withoutIncomplete(environmentSettings.parse(Object.fromEntries(rest)), at);
  // A part missing because it was invalid is already reported.
  return { ...(settings && { settings }), problems: wrong.has("api") ? problems : [...problems, ...others] };
}

/** Removes parts that depend on a missing part. */
function withoutIncomplete(settings: EnvironmentSettings, at: string): ParsedEnvironment {
  const { tenantData, ...rest } = settings;
  if (tenantData?.kind !== "http" || settings.api) return { settings, problems: [] };
  const path = pathOf(at, ["tenantData", "kind"]);
  const sentence = l10n.t(
    '{0} is "http", which reads the tenants from the API: add {1}, or take django or sql',
    path,
    pathOf(at, ["api", "url"]),
  );
  return { settings: rest, problems: [{ path, sentence }] };
}

/** All of `messaging.environments`, by name; unreadable ones appear only in `problems`. */
export interface ParsedEnvironments {
  environments: Map<string, EnvironmentSettings>;
  /** `environment`: the one concerned; undefined if all are. */
  problems: (SettingsProblem & { environment?: string })[];
}

export function parseEnvironments(value: unknown, at: string): ParsedEnvironments {
  const environments = new Map<string, EnvironmentSettings>();
  if (value === undefined || value === null) return { environments, problems: [] };
  if (typeof value !== "object" || Array.isArray(value)) {
    return { environments, problems: [{ path: at, sentence: l10n.t("{0} must be {1}", at, kindName("object")) }] };
  }
  const problems: ParsedEnvironments["problems"] = [];
  for (const [name, each] of Object.entries(value)) {
    const parsed = parseEnvironment(each, pathOf(at, [name]));
    problems.push(...parsed.problems.map((problem) => ({ ...problem, environment: name })));
    if (parsed.settings) environments.set(name, parsed.settings);
  }
  return { environments, problems };
}

function problemOf(issue: z.core.$ZodIssue, value: unknown, at: string): SettingsProblem {
  const path = pathOf(at, issue.path);
  switch (issue.code) {
    case "invalid_type":
      return valueAt(value, issue.path) === undefined
        ? { path, sentence: l10n.t("{0} is missing", path) }
        : { path, sentence: l10n.t("{0} must be {1}", path, kindName(issue.expected)) };
    case "unrecognized_keys": {
      const [key = ""] = issue.keys;
      const unknown = pathOf(path, [key]);
      return { path: unknown, sentence: l10n.t("{0} is not a setting", unknown) };
    }
    case "invalid_union": {
      const options = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
      return { path, sentence: l10n.t("{0} must be one of {1}", path, options.join(", ")) };
    }
    case "invalid_format":
      return { path, sentence: formatSentence(issue, path) };
    case "too_small":
      return { path, sentence: l10n.t("{0} is empty", path) };
    case "custom":
      return { path, sentence: ruleSentences[(issue.params as { rule: SettingsRule }).rule](path) };
    default:
      return { path, sentence: l10n.t("{0} is wrong", path) };
  }
}

const ruleSentences: Record<SettingsRule, (path: string) => string> = {
  secureAddress: (path) => l10n.t("{0} must begin with https://; http:// is for this machine only", path),
  noUserInfo: (path) => l10n.t("{0} must not contain a user name or password", path),
  region: (path) => l10n.t("{0} must be a region such as ap-northeast-2", path),
  timeZone: (path) => l10n.t("{0} must be a time zone such as Asia/Seoul or +09:00", path),
};

function formatSentence(issue: { format: string; prefix?: unknown }, path: string): string {
  if (issue.format === "url") return l10n.t("{0} must be an address such as https://api.example.kr", path);
  if (issue.format === "starts_with") return l10n.t("{0} must begin with {1}", path, String(issue.prefix));
  return l10n.t("{0} must be a phone number: 9 to 11 digits that begin with 0", path);
}

function kindName(expected: string): string {
  switch (expected) {
    case "object":
    case "record":
      return l10n.t("an object");
    case "array":
      return l10n.t("a list");
    case "boolean":
      return l10n.t("true or false");
    case "number":
      return l10n.t("a number");
    default:
      return l10n.t("a text");
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

/** `$` is the root. */
function pathOf(at: string, path: readonly PropertyKey[]): string {
  const whole = path.reduce<string>((head, key) => {
    if (typeof key === "number") return `${head}[${key}]`;
    const isPlain = /^[\p{L}\p{N}_$-]+$/u.test(String(key));
    if (!isPlain) return `${head}[${JSON.stringify(String(key))}]`;
    return head === "" ? String(key) : `${head}.${String(key)}`;
  }, at);
  return whole || "$";
}
