import path from "node:path";
import { knownValues, mergeComposeFiles, parseComposeFile } from "./composeFile";
import type { ComposeFile, ComposeService } from "./composeFile";
import type { DiscoveryNote } from "../discovery";
import { parseEnvFile } from "../envFile";
import type { Variables } from "../variables";
import type { SourceFile } from "../../workspaceFiles";

/** What one `docker compose -f … -f …` would run. */
export interface ComposeProject {
  /** Folder of its files; "." is the workspace itself. */
  folder: string;
  /** Its files, each over the previous ones. Relative to the workspace. */
  files: string[];
  /** "prod" of docker-compose.prod.yml; undefined: the base file and its override. */
  variant?: string;
  /** The files' own `name:`. */
  name?: string;
  services: Map<string, ComposeService>;
  /** From the `.env` beside the files; the variant's own `.env` file overrides it. */
  variables: Variables;
  notes: DiscoveryNote[];
}

const FILE = /^(?:docker-)?compose(?:\.([\w.-]+))?\.ya?ml$/;

/** The base file and its override form one project; each other variant over the base forms another. */
export function composeProjects(files: readonly SourceFile[]): ComposeProject[] {
  const byFolder = new Map<string, SourceFile[]>();
  for (const source of files) {
    if (!FILE.test(path.posix.basename(source.file))) continue;
    const folder = path.posix.dirname(source.file);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), source]);
  }
  return [...byFolder].flatMap(([folder, sources]) => projectsOf(folder, sources, files));
}

function projectsOf(folder: string, sources: SourceFile[], all: readonly SourceFile[]): ComposeProject[] {
  const variantOf = ({ file }: SourceFile) => FILE.exec(path.posix.basename(file))?.[1];
  const base = sources.find((source) => variantOf(source) === undefined);
  const overrides = sources.filter((source) => variantOf(source) === "override");
  const variants = sources.filter((source) => !["override", undefined].includes(variantOf(source)));
  const project = (parts: (SourceFile | undefined)[], variant?: string): ComposeProject => {
    const variables = variablesOf(folder, variant, all);
    const sources = parts.filter((part) => part !== undefined);
    const parsed = sources.map(({ file, text }) => parseComposeFile(text, file, knownValues(variables)));
    const name = parsed.map(({ projectName }) => projectName).findLast(Boolean);
    return {
      folder,
      files: sources.map(({ file }) => file),
      ...(variant !== undefined && { variant }),
      ...(name !== undefined && { name }),
      services: mergeComposeFiles(parsed),
      variables,
      notes: parsed.flatMap(({ notes }: ComposeFile) => notes),
    };
  };
  return [
    ...(base || overrides.length > 0 ? [project([base, ...overrides])] : []),
    ...variants.map((source) => project([base, source], variantOf(source))),
  ];
}

function variablesOf(folder: string, variant: string | undefined, all: readonly SourceFile[]): Variables {
  const names = [".env", ...(variant === undefined ? [] : [`.env.${variant}`])];
  const found = names.flatMap((name) => {
    const file = path.posix.join(folder, name);
    const source = all.find((each) => each.file === file);
    return source ? [...parseEnvFile(source.text, file)] : [];
  });
  return new Map(found);
}
