import type { FolderProgram } from "./findPrograms";

/** How a program starts without a debugger: the command and its arguments. */
export function wordsOf({ language, program, module, script, args }: FolderProgram): string[] {
  if (script !== undefined) return ["npm", "run", script, ...args];
  const what = module === undefined ? [program ?? ""] : ["-m", module];
  return [language === "python" ? pythonOnPath() : "node", ...what, ...args];
}

const pythonOnPath = () => (process.platform === "win32" ? "python" : "python3");

/** A configuration of js-debug or debugpy that starts it under its debugger with these variables. */
export function debugConfigurationOf(
  { name, language, program, module, script, args, cwd }: FolderProgram,
  env: NodeJS.ProcessEnv,
): { type: "debugpy" | "node"; request: "launch"; name: string } & Record<string, unknown> {
  const common = { request: "launch" as const, name, cwd, env };
  if (language === "python")
    return {
      type: "debugpy",
      ...common,
      ...(module === undefined ? { program } : { module }),
      args,
      console: "integratedTerminal",
    };
  return {
    type: "node",
    ...common,
    ...(script === undefined ? { program, args } : { runtimeExecutable: "npm", runtimeArgs: ["run", script, ...args] }),
  };
}
