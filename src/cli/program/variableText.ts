import { shellWord } from "../shellWord";

export const variableFormats = ["shell", "dotenv", "json", "vscode"] as const;
export type VariableFormat = (typeof variableFormats)[number];

/** The variables for where they are pasted or read; no value can end its quotes. */
export function variableText(
  variables: Readonly<Record<string, string>>,
  format: VariableFormat,
  platform: NodeJS.Platform = process.platform,
): string {
  const entries = Object.entries(variables);
  switch (format) {
    case "shell":
      return entries.map(([name, value]) => exported(name, value, platform)).join("\n");
    case "dotenv":
      return entries.map(([name, value]) => `${name}=${dotenvValue(value)}`).join("\n");
    case "json":
      return JSON.stringify({ version: 1, variables }, null, 2);
    case "vscode": // what a configuration of launch.json takes
      return JSON.stringify({ env: variables }, null, 2);
  }
}

const exported = (name: string, value: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? `$env:${name} = ${powershellText(value)}` : `export ${name}=${shellWord(value, platform)}`;

const powershellText = (value: string) => `'${value.replaceAll(/['\u2018-\u201b]/g, "$&$&")}'`;

/** Single quotes are taken as they are, so that no `$` is filled in; a value with one, or with a line break, is escaped. */
function dotenvValue(value: string): string {
  if (/^[\w.:/@%+-]*$/.test(value)) return value;
  if (!/['\r\n]/.test(value)) return `'${value}'`;
  const escaped = value.replaceAll(/["\\$]/g, String.raw`\$&`).replaceAll("\n", String.raw`\n`);
  return `"${escaped.replaceAll("\r", String.raw`\r`)}"`;
}
