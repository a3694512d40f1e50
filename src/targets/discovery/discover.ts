import type { Discovery } from "./discovery";
import { proposeEnvironments } from "./proposal";
import { readWorkspace } from "../workspaceFiles";

/** Searches a workspace's files for its backend. Runs nothing, connects to nothing, keeps no secret. */
export async function discoverEnvironments(folder: string, signal?: AbortSignal): Promise<Discovery> {
  return proposeEnvironments(await readWorkspace(folder, signal));
}
