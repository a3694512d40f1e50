import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** How to reach a running stack: written by it when it is up, for its owner's eyes only. */
export interface StackAddress {
  pid: number;
  /** Milliseconds since the Unix epoch. */
  startedAt: number;
  controlUrl: string;
  /** Bearer token of the control server. */
  token: string;
  apiUrl: string;
  /** Bearer token of the send API. */
  apiToken: string;
  sqsEndpoint: string;
  queueUrl: string;
  solapiUrl: string;
  /** What a person should know of its start: ports that were taken, data that was set aside. */
  notices: string[];
}

/**
 * The folder of a workspace's stack, outside of the workspace: windows and the command line find the same one by the
 * path alone, and nothing turns up in a repository. MESSAGING_STATE_DIR names another one.
 */
export function stateDirOf(workspace: string, env: NodeJS.ProcessEnv = process.env): string {
  if (env.MESSAGING_STATE_DIR) return path.resolve(env.MESSAGING_STATE_DIR);
  const home = env.XDG_STATE_HOME || path.join(os.homedir(), ".local", "state");
  const base = process.platform === "win32" ? (env.LOCALAPPDATA ?? home) : home;
  const id = createHash("sha256").update(path.resolve(workspace)).digest("hex").slice(0, 16);
  return path.join(base, "messaging-runtime-debugger", id);
}

/** Appears when the stack is up. */
export const addressFile = (stateDir: string): string => path.join(stateDir, "stack.json");

/** Written beside and renamed: a reader never sees half of it. */
export async function writeStackAddress(stateDir: string, address: StackAddress): Promise<void> {
  const file = addressFile(stateDir);
  await fs.writeFile(`${file}.new`, JSON.stringify(address), { mode: 0o600 });
  await fs.rename(`${file}.new`, file);
}

/** Undefined where no stack has written one. The stack in it may have ended. */
export async function readStackAddress(stateDir: string): Promise<StackAddress | undefined> {
  try {
    return JSON.parse(await fs.readFile(addressFile(stateDir), "utf8")) as StackAddress;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export const removeStackAddress = (stateDir: string): Promise<void> => fs.rm(addressFile(stateDir), { force: true });
