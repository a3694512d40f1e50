import path from "node:path";
import { readWorkspace } from "../workspaceFiles";
import type { Environment } from "../environment";
import { Probes } from "../looking/probes";
import { profileOf } from "./versionProfile";
import type { VersionProfile } from "./versionProfile";
import { logSigns, queueSigns, schemaSigns, senderSourceIn } from "./versionSigns";
import { type RunningCode, runningCode } from "./runningCode";
import { workspaceSigns } from "./workspaceSigns";

export interface RecognitionOptions {
  /** The worker's lines, as far as they were read. */
  lines?: readonly { text: string }[];
  /** Folder of the backend's code, if it is open here. */
  workspace?: string | undefined;
  signal?: AbortSignal;
}

/** Recognises a backend's generation by its columns, queue, log and code. Unreadable sources give no signs. */
export async function recogniseVersion(
  { tenants, queue }: Environment,
  { lines = [], workspace, signal }: RecognitionOptions = {},
): Promise<VersionProfile> {
  const probes = new Probes(signal);
  const [schema, reading, sources] = await Promise.all([
    probes.run("schema", tenants && ((signal) => tenants.schema(signal))),
    probes.run("queue", queue && ((signal) => queue.measure(signal))),
    probes.run("code", workspace === undefined ? undefined : (signal) => sourcesOf(workspace, signal)),
  ]);
  const signs = [
    ...(schema ? schemaSigns(schema) : []),
    ...(reading ? queueSigns(reading) : []),
    ...logSigns(lines),
    ...(sources ? workspaceSigns(sources) : []),
  ];
  return profileOf(signs, senderSourceIn(sources?.files ?? []));
}

/** With absolute paths, so that the user can open the place. */
async function sourcesOf(workspace: string, signal: AbortSignal): Promise<RunningCode> {
  const sources = runningCode(await readWorkspace(workspace, signal));
  const files = sources.files.map(({ file, text }) => ({ file: path.join(workspace, file), text }));
  return { ...sources, files };
}
