/**
 * Variables of the backend whose value can be a cause. A finding points at the line to change, searched in the
 * workspace's .env files, compose files and Django settings.
 */
const variablesOfCause: Readonly<Record<string, readonly string[]>> = {
  "queue.not-found": ["MESSAGING_SQS_QUEUE_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"],
  "queue.name-mismatch": ["MESSAGING_SQS_QUEUE_NAME"],
  "queue.region-mismatch": ["AWS_REGION", "AWS_DEFAULT_REGION"],
  "worker.mock-mode": ["SOLAPI_MOCK"],
  "worker.orm-unavailable": ["DJANGO_SETTINGS_MODULE"],
  "provider.unauthorized": ["SOLAPI_API_KEY", "SOLAPI_API_SECRET"],
  "worker.signature-invalid": ["MESSAGING_TENANT_BINDING_KEY"],
};

export const problemCauses = Object.keys(variablesOfCause);

/** `named`: texts of the finding; variables that they name count as well. */
export function variablesOf(cause: string, ...named: readonly string[]): string[] {
  const known = Object.hasOwn(variablesOfCause, cause) ? variablesOfCause[cause]! : [];
  const spelled: string[] = named.join(" ").match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
  // Every explanation about senders names the whole order once, and SOLAPI_SENDER a second time only if the number came
  // from there.
  const blamed = spelled.filter(
    (name) => name !== "SOLAPI_SENDER" || spelled.indexOf(name) !== spelled.lastIndexOf(name),
  );
  return [...new Set([...known, ...blamed])];
}

/** Files that can set a variable. */
export const CONFIGURATION_FILES = `{${[
  "**/.env",
  "**/.env.*",
  "**/*.env",
  "**/docker-compose*.yml",
  "**/docker-compose*.yaml",
  "**/compose*.yml",
  "**/compose*.yaml",
  "**/settings.py",
  "**/settings/*.py",
].join(",")}}`;

export interface VariableLine {
  variable: string;
  /** Zero-based. */
  line: number;
  start: number;
  end: number;
}

/** The values that a variable may have, by its name; a variable that is not in it may have any. */
export type VariableValues = Readonly<Record<string, readonly string[]>>;

/**
 * Lines that set one of the variables: `NAME=…`, `NAME: …`, `- NAME=…`, `os.environ.get("NAME")`. Skips comments, and
 * lines that set another value than those given.
 */
export function findVariableLines(
  text: string,
  variables: readonly string[],
  values: VariableValues = {},
): VariableLine[] {
  if (variables.length === 0) return [];
  const pattern = new RegExp(`(?<![A-Za-z0-9_])(?:${variables.join("|")})(?![A-Za-z0-9_])`);
  return text.split(/\r?\n/).flatMap((content, line) => {
    const code = content.replace(/(^|\s)#.*$/, "");
    const match = pattern.exec(code);
    if (!match || !/[=:("'[]/.test(code)) return [];
    const expected = Object.hasOwn(values, match[0]) ? values[match[0]] : undefined;
    const set = valueAfter(code.slice(match.index + match[0].length));
    if (expected && set !== undefined && !expected.includes(set.toLowerCase()) && !expected.includes(set)) return [];
    return [{ variable: match[0], line, start: match.index, end: code.trimEnd().length }];
  });
}

/** `=value`, `: "value"`; undefined if the line only reads the variable, or takes its value from elsewhere. */
function valueAfter(rest: string): string | undefined {
  const [, value = ""] = /^["']?\s*[=:](.*)$/.exec(rest) ?? [];
  const bare = value.trim().replace(/^(["'])(.*)\1$/, "$2");
  return bare === "" || bare.includes("$") ? undefined : bare;
}
