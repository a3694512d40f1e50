import type { FolderProgram } from "./folderProgram";
import { misleadingVariables } from "./programVariables";

/** How a program starts without a debugger: the command and its arguments. */
export function wordsOf({
  language,
  program,
  module,
  script,
  args,
  runtimeArgs = [],
  python = pythonOnPath(),
}: Omit<FolderProgram, "role">): string[] {
  if (script !== undefined) return ["npm", "run", script, ...args];
  const what = module === undefined ? [program ?? ""] : ["-m", module];
  return [language === "python" ? python : "node", ...runtimeArgs, ...what, ...args];
}

export const pythonOnPath = () => (process.platform === "win32" ? "python" : "python3");

/** A configuration of js-debug or debugpy that starts it under its debugger with these variables. */
export function debugConfigurationOf(
  { name, language, program, module, script, args, runtimeArgs, cwd, python, service }: Omit<FolderProgram, "role">,
  variables: NodeJS.ProcessEnv,
): { type: "debugpy" | "node"; request: "launch"; name: string } & Record<string, unknown> {
  // Its process inherits the window's variables; null takes one away.
  const env = { ...Object.fromEntries(misleadingVariables.map((variable) => [variable, null])), ...variables };
  const common = { request: "launch" as const, name, cwd, env };
  const isService = service !== undefined;
  if (language === "python")
    return {
      type: "debugpy",
      ...common,
      ...(module === undefined ? { program } : { module }),
      ...(python !== undefined && { python: [python] }),
      args,
      // A terminal would show a service's variables, and its extension would add those of the folder's .env.
      ...(isService ? { console: "internalConsole", envFile: "" } : { console: "integratedTerminal" }),
    };
  return {
    type: "node",
    ...common,
    ...(isService && { console: "internalConsole" }),
    ...(script === undefined
      ? { program, args, ...(runtimeArgs && { runtimeArgs }) }
      : { runtimeExecutable: "npm", runtimeArgs: ["run", script, ...args] }),
  };
}

/** A program that runs already, under a debugger that listens on this machine. */
export interface RunningProgram {
  name: string;
  language: FolderProgram["language"];
  /** Default: the debugger's usual one. */
  port?: number;
  /** In place of the port. */
  processId?: number | string;
  /** Where the code is here, and where it is for the program, such as in a container. */
  localRoot?: string;
  remoteRoot?: string;
  /** The interpreter whose debugpy attaches, if not the folder's or the one on the path. */
  python?: string;
}

const HOST = "127.0.0.1";

/** A configuration of js-debug or debugpy that attaches to it. */
export function attachConfigurationOf({
  name,
  language,
  port,
  processId,
  localRoot,
  remoteRoot,
}: RunningProgram): { type: "debugpy" | "node"; request: "attach"; name: string } & Record<string, unknown> {
  const common = { request: "attach" as const, name, ...(processId !== undefined && { processId }) };
  const roots = localRoot !== undefined && remoteRoot !== undefined && { localRoot, remoteRoot };
  if (language === "python")
    return {
      type: "debugpy",
      ...common,
      ...(processId === undefined && { connect: { host: HOST, port: port ?? 5678 } }),
      ...(roots && { pathMappings: [roots] }),
    };
  return {
    type: "node",
    ...common,
    ...(processId === undefined && { address: HOST, port: port ?? 9229 }),
    ...roots,
  };
}
