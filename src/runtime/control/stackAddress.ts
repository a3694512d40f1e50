import * as l10n from "@vscode/l10n";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { ExpectedError, codeOf } from "../../common/errors";
import { dataFolder } from "./compiledCode";
import { CONTRACT_VERSION } from "./contract/contractVersion";
import { loadContract } from "./contract/contractModule";
import type { StackAddress } from "./stackContract";

/**
 * The folder of a workspace's stack, outside the workspace: windows and the command line find the same folder from the
 * path alone, and nothing appears in a repository. MESSAGING_STATE_DIR overrides it.
 */
export function stateDirOf(workspace: string, env: NodeJS.ProcessEnv = process.env): string {
  if (env.MESSAGING_STATE_DIR) return path.resolve(env.MESSAGING_STATE_DIR);
  const id = createHash("sha256").update(path.resolve(workspace)).digest("hex").slice(0, 16);
  return path.join(dataFolder(env), id);
}

/** Exists while the stack is up. */
export const addressFile = (stateDir: string): string => path.join(stateDir, "stack.json");

/**
 * Undefined if no stack has written an address. The stack in it may have ended or have another version.
 * @throws ExpectedError `stack-file-damaged`, `state-folder-unusable`
 */
export async function readStackAddress(stateDir: string): Promise<StackAddress | undefined> {
  const file = addressFile(stateDir);
  let text: string;
  try {
    text = await fs.readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw codeOf(error) === "EISDIR" ? unusableFile(file, error) : unusableFolder(stateDir, error);
  }
  const { isOf } = await loadContract();
  const value = parsed(text);
  if (isOf("address", value) && value.contract === CONTRACT_VERSION) return value;
  // An older version writes no contract, or a different one.
  const isOther = isOf("anyAddress", value) && (value as Partial<StackAddress>).contract !== CONTRACT_VERSION;
  if (isOther) return { contract: 0, ...value } as StackAddress;
  throw new ExpectedError(
    "stack-file-damaged",
    l10n.t("The address file of the local stack is damaged: {0}", file),
    l10n.t("Start the stack, which writes it anew: {0}", "messaging up"),
  );
}

/** The error for a file of the state folder that cannot be read or written, such as a folder in its place. */
export const unusableFile = (file: string, error: unknown): ExpectedError =>
  new ExpectedError(
    "state-folder-unusable",
    l10n.t("The local stack cannot use its file ({0}): {1}", codeOf(error) ?? "?", file),
    l10n.t("Move it away: the stack makes a new one."),
    { cause: error },
  );

/** The error for a state folder that the system denies access to. */
export const unusableFolder = (stateDir: string, error: unknown): ExpectedError =>
  new ExpectedError(
    "state-folder-unusable",
    l10n.t("The state folder of the local stack cannot be used ({0}): {1}", codeOf(error) ?? "?", stateDir),
    l10n.t("Make it a folder that you may write to, or name another one in MESSAGING_STATE_DIR."),
    { cause: error },
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
