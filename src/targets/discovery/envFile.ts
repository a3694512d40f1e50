import { parseEnv } from "node:util";
import { createVariable } from "./variables";
import type { Variable } from "./variables";

const NAME = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=/;

/** The variables of a `.env` file, parsed as Node and Docker do: comments, quotes, `export`, any line endings. */
export function parseEnvFile(text: string, file: string): Map<string, Variable> {
  const plain = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const lines = linesOf(plain);
  const found = new Map<string, Variable>();
  for (const [name, value] of Object.entries(parseEnv(plain)))
    found.set(name, createVariable(name, value, { file, line: lines.get(name) ?? 1 }));
  return found;
}

/** The last line of each variable, which is the one that counts. */
function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    const name = NAME.exec(line)?.[1];
    if (name !== undefined) lines.set(name, index + 1);
  }
  return lines;
}
