import path from "node:path";
import type { Candidate } from "./discovery";
import { parsePython } from "./djangoFiles";
import type { KnownVariables } from "./knownVariables";
import type { Roles } from "./compose/serviceRoles";
import type { WorkspaceSources } from "../workspaceFiles";

/** How to reach the backend's own Django. Undefined without a manage.py. */
export interface TenantDataProposal {
  project: Candidate;
  /** Interpreter of a virtual environment. */
  python?: Candidate;
  settingsModules: Candidate[];
  container?: Candidate;
}

/** The helper runs where the backend's packages are: in its virtual environment, else in the API's container. */
export function proposeTenantData(
  { files, interpreters }: WorkspaceSources,
  variables: KnownVariables,
  { api, worker }: Roles,
): TenantDataProposal | undefined {
  const manage = files.find(({ file }) => path.posix.basename(file) === "manage.py");
  if (!manage) return undefined;
  const folder = path.posix.dirname(manage.file);
  const at = { file: manage.file, line: 1 };
  const entries = files.filter(({ file }) => /(?:^|\/)(?:manage|wsgi|asgi)\.py$/.test(file));
  const settingsModules = [
    ...variables.candidates("DJANGO_SETTINGS_MODULE"),
    ...entries.flatMap(({ file, text }) => {
      const found = parsePython(text, file).settingsModule;
      return found ? [{ ...found, certainty: "likely" as const }] : [];
    }),
  ];
  const interpreter =
    interpreters.find((each) => each.startsWith(folder === "." ? "" : `${folder}/`)) ?? interpreters[0];
  const service = api ?? worker;
  if (interpreter !== undefined || !service) {
    return {
      project: { value: folder, certainty: "sure", at },
      settingsModules,
      ...(interpreter !== undefined && {
        python: { value: interpreter, certainty: "sure", at: { file: interpreter, line: 1 } },
      }),
    };
  }
  const { containerName, name } = service;
  const mount = service.mounts.find(({ from }) => folder === from || (from !== "." && folder.startsWith(`${from}/`)));
  const inside = mount ? path.posix.join(mount.to, path.posix.relative(mount.from, folder)) : service.workingDir?.value;
  return {
    // Without either, the image is assumed to start in manage.py's folder.
    project: { value: inside ?? ".", certainty: inside === undefined ? "guess" : "likely", at: service.at },
    settingsModules,
    container: containerName
      ? { value: containerName.value, certainty: "sure", at: containerName.at }
      : { value: name, certainty: "likely", at: service.at },
  };
}
