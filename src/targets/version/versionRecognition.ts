import path from "node:path";
import { readWorkspace } from "../discovery/workspaceFiles";
import type { Environment } from "../environment";
import { Probes } from "../evidence/probes";
import { profileOf } from "./versionProfile";
import type { VersionProfile } from "./versionProfile";
import { logSigns, queueSigns, schemaSigns, senderSourceIn, sourceSigns } from "./versionSigns";
import type { Source } from "./versionSigns";

export interface RecognitionOptions {
  /** Of the worker, as far as they were read. */
  lines?: readonly { text: string }[];
  /** Folder of the backend's code, where it is open here. */
  workspace?: string | undefined;
  signal?: AbortSignal;
}

/** Tells the generation of a backend by its columns, queue, log and code. What cannot be read tells nothing. */
export async function recogniseVersion(
  { tenants, queue }: Environment,
  { lines = [], workspace, signal }: RecognitionOptions = {},
): Promise<VersionProfile> {
  const probes = new Probes(signal);
  const [schema, reading, sources = []] = await Promise.all([
    probes.run("schema", tenants && ((signal) => tenants.schema(signal))),
    probes.run("queue", queue && ((signal) => queue.measure(signal))),
    probes.run("code", workspace === undefined ? undefined : (signal) => sourcesOf(workspace, signal)),
  ]);
  const signs = [
    ...(schema ? schemaSigns(schema) : []),
    ...(reading ? queueSigns(reading) : []),
    ...logSigns(lines),
    ...sourceSigns(sources),
  ];
  return profileOf(signs, senderSourceIn(sources));
}

async function sourcesOf(workspace: string, signal: AbortSignal): Promise<Source[]> {
  const { files } = await readWorkspace(workspace, signal);
  return files
    .filter(({ file }) => file.endsWith(".py"))
    .map(({ file, text }) => ({ file: path.join(workspace, file), text }));
}
