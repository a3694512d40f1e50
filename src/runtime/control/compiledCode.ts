import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { version } from "../../../package.json";

/** The user's folder for data of ours that belongs to no workspace's folder. */
export function dataFolder(env: NodeJS.ProcessEnv): string {
  const home = env.XDG_STATE_HOME || path.join(os.homedir(), ".local", "state");
  const base = process.platform === "win32" ? (env.LOCALAPPDATA ?? home) : home;
  return path.join(base, "messaging-runtime-debugger");
}

/** Of all versions of the product, each in a folder of its own name. */
const allCompiledCode = (env: NodeJS.ProcessEnv): string => path.join(dataFolder(env), "compiled");

/**
 * Where Node keeps the compiled code of our programs between starts, which halves the time that they take to load. One
 * folder for all workspaces, which only this user can write to. Node checks what it reads there, and runs without it.
 * Undefined if the user has named another folder, or wants none.
 */
export const compiledCodeFolder = (env: NodeJS.ProcessEnv): string | undefined =>
  env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE ? undefined : path.join(allCompiledCode(env), version);

/** The variables for a Node program of ours. */
export function withCompiledCode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = compiledCodeFolder(env);
  return folder === undefined ? env : { ...env, NODE_COMPILE_CACHE: folder };
}

/**
 * Removes the compiled code of older versions. A process of one of them goes on: Node compiles what it does not find. A
 * newer version's stays, so that two installed versions do not remove each other's at every start. What cannot be
 * removed now is removed at a later start.
 */
export async function removeOlderCompiledCode(env: NodeJS.ProcessEnv): Promise<void> {
  const folder = allCompiledCode(env);
  const names = await fs.readdir(folder).catch(() => []);
  await Promise.allSettled(
    names.filter(isOlder).map((name) => fs.rm(path.join(folder, name), { recursive: true, force: true })),
  );
}

/** Node's own folders (`v24.1.0-x64-…`) are from versions that did not name theirs. */
const isOlder = (name: string): boolean =>
  /^v\d/.test(name) || (/^\d/.test(name) && name.localeCompare(version, "en", { numeric: true }) < 0);
