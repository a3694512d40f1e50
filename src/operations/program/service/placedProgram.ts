import fs from "node:fs/promises";
import path from "node:path";
import type { ContainerPaths } from "./containerPaths";
import type { ServiceCommand } from "./serviceCommand";
import type { FolderProgram } from "../folderProgram";

export type PlacedProgram = Omit<FolderProgram, "name" | "role" | "service" | "python">;

/** The same program with this machine's paths. Undefined: its files are not here. */
export async function placedProgram(
  command: ServiceCommand,
  paths: ContainerPaths,
): Promise<PlacedProgram | undefined> {
  const folders = await existing(paths.onHost(""), "folder");
  const { language, module, script, binary } = command;
  const [args, runtimeArgs] = await Promise.all([argsHere(command.args, paths), argsHere(command.runtimeArgs, paths)]);
  const common = { language, args, ...(runtimeArgs.length > 0 && { runtimeArgs }) };
  if (command.program !== undefined) {
    const [program] = await existing(paths.onHost(command.program), "file");
    if (program === undefined) return undefined;
    // Of several folders, the one that the program's path starts in.
    const own = folders.find((folder) => path.resolve(folder, command.program!) === program);
    return { ...common, program, cwd: own ?? folders[0] ?? path.dirname(program) };
  }
  if (script !== undefined) {
    const cwd = await firstWith(folders, () => ["package.json"]);
    return cwd === undefined ? undefined : { ...common, script, cwd };
  }
  if (binary !== undefined) {
    const inFolder = path.join("node_modules", ".bin", binary);
    // On Windows these are batch files, which Node does not run.
    const cwd = process.platform === "win32" ? undefined : await firstWith(folders, () => [inFolder]);
    return cwd === undefined ? undefined : { ...common, program: path.join(cwd, inFolder), cwd };
  }
  if (module === undefined) return undefined;
  const cwd = await folderOfModule(module, args, folders);
  return cwd === undefined ? undefined : { ...common, module, cwd };
}

/** A module of the service's own is there; one of a library names another in its arguments: `gunicorn config.wsgi`. */
async function folderOfModule(
  module: string,
  args: readonly string[],
  folders: readonly string[],
): Promise<string | undefined> {
  const own = await firstWith(folders, () => filesOf(module));
  if (own !== undefined) return own;
  if (LIBRARIES.has(module)) {
    const named = args.flatMap((arg) => /^(?:--app=)?([A-Za-z_][\w.]*)(?::[\w.()]*)?$/.exec(arg)?.[1] ?? []);
    return (await firstWith(folders, () => named.flatMap(filesOf))) ?? folders[0];
  }
  return undefined;
}

const LIBRARIES = new Set([
  ...["gunicorn", "uvicorn", "hypercorn", "daphne", "celery", "dramatiq", "flask", "fastapi", "rq", "django"],
]);

function filesOf(module: string): string[] {
  const file = module.replaceAll(".", "/");
  return [`${file}.py`, `${file}/__init__.py`, `${file}/__main__.py`];
}

async function firstWith(folders: readonly string[], files: () => string[]): Promise<string | undefined> {
  for (const folder of folders)
    if (
      (
        await existing(
          files().map((file) => path.join(folder, file)),
          "file",
        )
      ).length > 0
    )
      return folder;
  return undefined;
}

/** A path of the container that is here, by its path here: `--config /app/gunicorn.conf.py`. */
export async function pathHere(value: string, paths: ContainerPaths): Promise<string> {
  if (!/^\/[^\s:]+$/.test(value) || !paths.isOwn(value)) return value;
  const candidates = paths.onHost(value);
  return (await existing(candidates, "file"))[0] ?? (await existing(candidates, "folder"))[0] ?? value;
}

const argsHere = (args: readonly string[], paths: ContainerPaths) =>
  Promise.all(
    args.map(async (arg) => {
      const [, option = "", value = ""] = /^(--?[\w-]+=)?(\/[\s\S]*)$/.exec(arg) ?? [];
      return value === "" ? arg : `${option}${await pathHere(value, paths)}`;
    }),
  );

/** Those that are there, in their order. */
async function existing(candidates: readonly string[], kind: "file" | "folder"): Promise<string[]> {
  const found: string[] = [];
  for (const candidate of candidates) {
    const stat = await fs.stat(candidate).catch(() => undefined);
    if (kind === "file" ? stat?.isFile() : stat?.isDirectory()) found.push(candidate);
  }
  return found;
}
