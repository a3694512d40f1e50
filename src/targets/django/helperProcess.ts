import { spawn } from "node:child_process";
import { codeOf, messageOf } from "../../common/errors";
import type { ProcessExit, SpawnedProcess } from "../docker/containerProcess";
import { helperNotStarted } from "./helperErrors";

/** Starts the helper on this machine. Without a shell: the arguments arrive unchanged. */
export function startLocalProcess(
  command: string,
  args: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv,
): SpawnedProcess {
  // Keeps Python from writing bytecode into the backend's folder.
  const env = { ...variables, PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(command, args, { cwd, env, stdio: "pipe", windowsHide: true });
  const exited = new Promise<ProcessExit>((resolve) => {
    child.on("error", (error) => resolve({ error: helperNotStarted(codeOf(error) ?? messageOf(error), error) }));
    child.on("close", (code) => resolve({ ...(code !== null && { exitCode: code }) }));
  });
  const { stdin, stdout, stderr } = child;
  return { stdin, stdout, stderr, exited, kill: () => void child.kill("SIGKILL") };
}
