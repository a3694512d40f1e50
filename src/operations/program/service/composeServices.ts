import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";
import { maskStart } from "../../../common/masking";
import type { ComposeService } from "../../../targets/discovery/compose/composeFile";
import { composeProjects } from "../../../targets/discovery/compose/composeProjects";
import type { ComposeProject } from "../../../targets/discovery/compose/composeProjects";
import { rolesOf } from "../../../targets/discovery/compose/serviceRoles";
import { readWorkspace } from "../../../targets/workspaceFiles";
import type { SourceFile } from "../../../targets/workspaceFiles";
import type { ProgramRole } from "../folderProgram";

export interface FoundService {
  service: ComposeService;
  project: ComposeProject;
  /** Undefined: a service that the product knows nothing of. */
  role?: ProgramRole;
}

const MAX_SERVICES = 200;
/** Compose allows no other names. */
const NAME = /^[\w.-]{1,100}$/;

/** The services of a folder's compose files, each name once: those near the top first. Variants count if nothing else is there. */
export async function composeServices(
  folder: string,
  signal?: AbortSignal,
): Promise<{ found: FoundService[]; sources: SourceFile[] }> {
  const { files } = await readWorkspace(folder, signal);
  const projects = composeProjects(files);
  const plain = projects.filter(({ variant }) => variant === undefined);
  const found = new Map<string, FoundService>();
  for (const project of plain.length > 0 ? plain : projects.slice(0, 1)) {
    const { api, worker, otherWorkers } = rolesOf(project.services);
    for (const [name, service] of project.services) {
      if (!NAME.test(name) || found.has(name) || found.size >= MAX_SERVICES) continue;
      const isWorker = service === worker || otherWorkers.includes(service);
      const role = isWorker ? "worker" : service === api ? "api" : undefined;
      found.set(name, { service, project, ...(role && { role }) });
    }
  }
  return { found: [...found.values()], sources: files };
}

/** `name`: the one that was asked for, if any. `known`: those that there are. */
export const noService = (known: readonly string[], name?: string) =>
  new ExpectedError(
    "bad-request",
    name === undefined
      ? l10n.t("No service of the compose file is known as an API or a worker")
      : l10n.t("No compose file of the folder has the service {0}", maskStart(name, 100)),
    known.length > 0
      ? l10n.t("Name it: {0}. There are: {1}", "--service NAME", known.join(", "))
      : l10n.t("Run it in the folder of your compose file."),
  );
