import fs from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { mergeComposeFiles, parseComposeFile } from "./composeFile";
import type { ComposeService, ComposeValues } from "./composeFile";
import type { ComposeProject } from "./composeProjects";
import { parseDockerfile } from "./dockerfile";
import type { ImageStart } from "./dockerfile";
import { interpolate } from "./interpolation";
import type { SourceFile } from "../../workspaceFiles";

/** A service as compose would start it, secrets included: for the process that starts next, and for nothing else. */
export interface ServiceValues {
  service: ComposeService<string | undefined>;
  image: ImageStart;
  /** Of the image, the service's files and the service itself, the later over the earlier. */
  variables: Map<string, string>;
  /** What compose fills in for `${NAME}`: the shell's variables over those of `.env`. */
  around: Map<string, string>;
  /** Files of variables that are not there. */
  missing: string[];
}

const MAX_BYTES = 512 * 1024;
const QUOTED = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*'/gm;

/** Undefined: no such service. `sources`: of the folder. */
export async function readServiceValues(
  folder: string,
  { files, folder: at, variant, ...project }: ComposeProject,
  name: string,
  { sources, shell }: { sources: readonly SourceFile[]; shell: NodeJS.ProcessEnv },
): Promise<ServiceValues | undefined> {
  const textOf = (file: string) => sources.find((source) => source.file === file)?.text;
  const around = new Map<string, string>();
  for (const file of [".env", ...(variant === undefined ? [] : [`.env.${variant}`])])
    for (const [variable, value] of plainEnv(textOf(path.posix.join(at, file)) ?? "", () => undefined))
      around.set(variable, value);
  for (const [variable, value] of Object.entries(shell)) if (value !== undefined) around.set(variable, value);
  const values: ComposeValues<string | undefined> = {
    valueOf: (variable) => around.get(variable),
    variable: (_name, value) => value,
  };
  const parsed = files.map((file) => parseComposeFile(textOf(file) ?? "", file, values));
  const service = mergeComposeFiles(parsed).get(name);
  if (!service || !project.services.has(name)) return undefined;
  const image = await readImage(folder, service);
  const variables = new Map(image.environment);
  const missing: string[] = [];
  for (const { value: file } of service.envFiles) {
    const text = await boundedText(path.resolve(folder, file));
    if (text === undefined) missing.push(file);
    else for (const [variable, value] of plainEnv(text, (each) => around.get(each))) variables.set(variable, value);
  }
  for (const [variable, value] of service.environment)
    if (value === undefined) variables.delete(variable);
    else variables.set(variable, value);
  return { service, image, variables, around, missing };
}

/** What the Dockerfile says of the program, if the service is built here. */
export async function readImage(
  folder: string,
  { build, dockerfile }: Pick<ComposeService<unknown>, "build" | "dockerfile">,
): Promise<ImageStart> {
  if (build === undefined || dockerfile === undefined) return { environment: new Map() };
  return parseDockerfile((await boundedText(path.resolve(folder, dockerfile))) ?? "");
}

/** A value in single quotes is taken as it is. */
function plainEnv(text: string, valueOf: (name: string) => string | undefined): Map<string, string> {
  const plain = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const quoted = new Set([...plain.matchAll(QUOTED)].map(([, name]) => name));
  const found = new Map<string, string>();
  for (const [name, value = ""] of Object.entries(parseEnv(plain)))
    found.set(
      name,
      quoted.has(name) ? value : (interpolate(value, (each) => found.get(each) ?? valueOf(each) ?? "") ?? value),
    );
  return found;
}

/** Undefined for a file that is not there, is none, or is too large. */
async function boundedText(file: string): Promise<string | undefined> {
  const stat = await fs.stat(file).catch(() => undefined);
  if (!stat?.isFile() || stat.size > MAX_BYTES) return undefined;
  return fs.readFile(file, "utf8").catch(() => undefined);
}
