import fs from "node:fs/promises";
import path from "node:path";
import type { OperationContext } from "../operation";
import type { FolderProgram, ProgramRole } from "./folderProgram";
import type { PlacedProgram } from "./service/placedProgram";
import { servicePrograms } from "./service/servicePrograms";
import type { ServiceListing } from "./service/servicePrograms";

const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;
const MAX_FILE_BYTES = 256 * 1024;
const LEFT_OUT =
  /^(?:\..*|node_modules|__pycache__|site-packages|dist|build|out|target|coverage|venv|env|migrations|static|media)$/;

const PYTHON = /^[\w-]*(?:worker|consumer|sqs|queue|messag|main)[\w-]*\.py$/i;
const NODE = /^[\w.-]*(?:worker|consumer|sqs)[\w.-]*\.(?:mjs|cjs|js)$/i;
const COMMAND = /(?:^|\/)management\/commands\/([a-z]\w*)\.py$/;

const TAKES_MESSAGES_PYTHON = /\breceive_messages?\(/;
const TAKES_MESSAGES_NODE = /ReceiveMessageCommand|sqs-consumer|\.receiveMessage\(/;

/**
 * Finds the APIs and workers in a folder: Django's manage.py and its commands, Python and Node files that receive from
 * SQS, scripts of package.json, services of the compose file. Reads only, bounded. Workers last.
 */
export async function findPrograms(
  folder: string,
  { signal }: Partial<Pick<OperationContext, "signal">> = {},
): Promise<FolderProgram[]> {
  const files = await filesIn(folder, signal);
  const manage = files.filter((file) => path.posix.basename(file) === "manage.py");
  const found: FolderProgram[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const name = path.posix.basename(file);
    if (name === "manage.py") found.push(djangoProgram(folder, file, "api", "runserver", ["--noreload"]));
    else if (name === "package.json") found.push(...scriptsOf(folder, file, await textOf(folder, file)));
    else if (COMMAND.test(file)) {
      const isWorker = TAKES_MESSAGES_PYTHON.test(await textOf(folder, file)) || /worker|consumer/.test(name);
      const own = manage.find((each) => file.startsWith(folderOf(each)));
      if (isWorker && own !== undefined) found.push(djangoProgram(folder, own, "worker", COMMAND.exec(file)![1]!));
    } else if (PYTHON.test(name)) {
      const text = await textOf(folder, file);
      if (TAKES_MESSAGES_PYTHON.test(text) && text.includes("__main__")) found.push(pythonWorker(folder, file, files));
    } else if (NODE.test(name) && TAKES_MESSAGES_NODE.test(await textOf(folder, file)))
      found.push({ ...startOf(folder, file), name: file, role: "worker", language: "node", args: [] });
  }
  // A folder that cannot be read has no files either.
  const services = files.length === 0 ? [] : await servicePrograms(folder, signal);
  const all = withServices(found, services);
  return all.sort((one, other) => (one.role === other.role ? 0 : one.role === "api" ? -1 : 1));
}

/** A service takes the place of the program that it runs: it has the variables. */
function withServices(found: readonly FolderProgram[], services: readonly ServiceListing[]): FolderProgram[] {
  const left = new Map(services.map((each) => [each.runs ? keyOf(each.runs) : each, each.program]));
  const programs = found.map((each) => {
    const service = left.get(keyOf(each));
    left.delete(keyOf(each));
    return service ?? each;
  });
  return [...programs, ...left.values()];
}

/** The same for two ways to start one program. */
function keyOf({ cwd, program, module, script, args }: PlacedProgram): string {
  const file = program ?? path.join(cwd, module === undefined ? "package.json" : `${module.replaceAll(".", "/")}.py`);
  const isDjango = path.basename(file) === "manage.py";
  return JSON.stringify([path.resolve(file), script ?? (isDjango ? args[0] : "")]);
}

/** Relative, with forward slashes; breadth first, so that a limit leaves out what is deep. */
async function filesIn(folder: string, signal: AbortSignal | undefined): Promise<string[]> {
  const files: string[] = [];
  let seen = 0;
  let level = [""];
  for (let depth = 0; level.length > 0 && depth < MAX_DEPTH && seen < MAX_ENTRIES; depth++) {
    const next: string[] = [];
    for (const at of level) {
      signal?.throwIfAborted();
      const entries = await fs.readdir(path.join(folder, at), { withFileTypes: true }).catch(() => []);
      seen += entries.length;
      for (const entry of entries) {
        const name = at === "" ? entry.name : `${at}/${entry.name}`;
        if (entry.isFile()) files.push(name);
        else if (entry.isDirectory() && !LEFT_OUT.test(entry.name)) next.push(name);
      }
    }
    level = next;
  }
  return files.filter((file) => isWanted(path.posix.basename(file)) || COMMAND.test(file)).sort();
}

const isWanted = (name: string) =>
  name === "manage.py" || name === "package.json" || PYTHON.test(name) || NODE.test(name);

/** "" for a file that is too large, or cannot be read: nothing is found in it. */
async function textOf(folder: string, file: string): Promise<string> {
  const full = path.join(folder, file);
  const { size } = await fs.stat(full).catch(() => ({ size: Infinity }));
  return size > MAX_FILE_BYTES ? "" : fs.readFile(full, "utf8").catch(() => "");
}

const folderOf = (file: string) => file.slice(0, file.lastIndexOf("/") + 1);

const startOf = (folder: string, file: string) => ({
  program: path.join(folder, file),
  cwd: path.join(folder, folderOf(file)),
});

const djangoProgram = (
  folder: string,
  manage: string,
  role: ProgramRole,
  command: string,
  args: string[] = [],
): FolderProgram => ({
  ...startOf(folder, manage),
  name: `${manage} ${command}`,
  role,
  language: "python",
  args: [command, ...args],
});

/** A file of a package runs as a module, from the folder above the outermost package. */
function pythonWorker(folder: string, file: string, files: readonly string[]): FolderProgram {
  const common = { name: file, role: "worker", language: "python", args: [] } as const;
  const manage = files.filter((each) => path.posix.basename(each) === "manage.py").map(folderOf);
  const root = manage.filter((each) => file.startsWith(each)).sort((one, other) => other.length - one.length)[0];
  if (root === undefined || folderOf(file) === root) return { ...startOf(folder, file), ...common, args: [] };
  const module = file.slice(root.length, -".py".length).replaceAll("/", ".");
  return { ...common, args: [], module, cwd: path.join(folder, root) };
}

function scriptsOf(folder: string, file: string, text: string): FolderProgram[] {
  let scripts: unknown;
  try {
    ({ scripts } = JSON.parse(text) as { scripts?: unknown });
  } catch {
    return [];
  }
  if (typeof scripts !== "object" || scripts === null) return [];
  return Object.keys(scripts).flatMap((script): FolderProgram[] => {
    const role = roleOfScript(script);
    const cwd = path.join(folder, folderOf(file));
    const name = `${folderOf(file)}npm run ${script}`;
    return role === undefined ? [] : [{ name, role, language: "node", cwd, script, args: [] }];
  });
}

function roleOfScript(name: string): ProgramRole | undefined {
  if (/(?:^|[:_-])(?:worker|consumer)(?:$|[:_-])/i.test(name)) return "worker";
  return /^(?:api|server|start|dev)(?::\w+)?$/i.test(name) ? "api" : undefined;
}
