import os from "node:os";
import path from "node:path";

/** The user's folder for data of ours that belongs to no workspace's folder. */
export function dataFolder(env: NodeJS.ProcessEnv): string {
  const home = env.XDG_STATE_HOME || path.join(os.homedir(), ".local", "state");
  const base = process.platform === "win32" ? (env.LOCALAPPDATA ?? home) : home;
  return path.join(base, "messaging-runtime-debugger");
}

/**
 * Where Node keeps the compiled code of our programs between starts, which halves the time that they take to load. One
 * folder for all workspaces, which only this user can write to. Node checks what it reads there, and runs without it.
 * Undefined if the user has named another folder, or wants none.
 */
export const compiledCodeFolder = (env: NodeJS.ProcessEnv): string | undefined =>
  env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE ? undefined : path.join(dataFolder(env), "compiled");

/** The variables for a Node program of ours. */
export function withCompiledCode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = compiledCodeFolder(env);
  return folder === undefined ? env : { ...env, NODE_COMPILE_CACHE: folder };
}
