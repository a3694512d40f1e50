import path from "node:path";
import { ExpectedError } from "../../../common/errors";
import { readImage } from "../../../targets/discovery/compose/serviceValues";
import { referenced } from "../../../targets/discovery/variables";
import type { FolderProgram } from "../folderProgram";
import { composeServices } from "./composeServices";
import type { FoundService } from "./composeServices";
import { serviceProgram } from "./serviceProgram";
import type { ServiceProgram } from "./serviceProgram";

/** An API or a worker of the compose file. */
export interface ServiceListing {
  program: FolderProgram;
  /** Undefined: it cannot run here; its start says why. */
  runs?: ServiceProgram["program"];
}

/** Those of a folder, by their names alone: secrets of the files are not read. */
export async function servicePrograms(folder: string, signal?: AbortSignal): Promise<ServiceListing[]> {
  const { found } = await composeServices(folder, signal);
  const listed = found.map(async (one): Promise<ServiceListing[]> => {
    const { role, service } = one;
    if (role === undefined) return [];
    const runs = await maskedProgram(folder, one).catch((error: unknown) => {
      if (!ExpectedError.is(error)) throw error;
    });
    const language = runs?.program.language ?? "python";
    const program = { name: titleOf(one), role, language, cwd: path.resolve(folder), args: [], service: service.name };
    return [{ program, ...(runs && { runs: runs.program }) }];
  });
  return (await Promise.all(listed)).flat();
}

/** Each secret in it is a mark. */
export async function maskedProgram(folder: string, { service }: FoundService): Promise<ServiceProgram> {
  const image = await readImage(folder, service);
  const valueOf = (name: string) => referenced(service.environment.get(name)) ?? image.environment.get(name);
  return serviceProgram(folder, service, image, valueOf);
}

/** "worker (compose.yaml)". */
export const titleOf = ({ service, project }: FoundService) => `${service.name} (${project.files[0] ?? ""})`;
