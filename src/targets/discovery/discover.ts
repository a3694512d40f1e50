import type { Discovery } from "./discovery";
import { proposeEnvironments } from "./proposal";
import { readWorkspace } from "../workspaceFiles";

/** Looks through a workspace's files for where its backend is. Runs nothing, connects to nothing, keeps no secret. */
export async function discoverEnvironments(folder: string, signal?: AbortSignal): Promise<Discovery> {
  return proposeEnvironments(await readWorkspace(folder, signal));
}
