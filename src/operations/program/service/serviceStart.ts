import { lookup } from "node:dns/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";
import { isLoopback } from "../../../runtime/server/loopback.ts";
import { readServiceValues } from "../../../targets/discovery/compose/serviceValues";
import { isMarked } from "../../../targets/discovery/variables";
import type { Environment } from "../../../targets/environment";
import { connectBackend } from "../../stack/connectBackend";
import type { FolderProgram } from "../folderProgram";
import { programVariables } from "../programVariables";
import type { ProgramStart } from "../programVariables";
import { composeServices, noService } from "./composeServices";
import type { FoundService } from "./composeServices";
import type { ContainerPaths } from "./containerPaths";
import { pathHere } from "./placedProgram";
import { isPortTaken, listeningPort, portsHere } from "./portsHere";
import { namesRealAccount, withoutRealAccount } from "./realAccount";
import { hostsHere } from "./serviceHosts";
import { notRunnable, serviceProgram } from "./serviceProgram";
import { maskedProgram, titleOf } from "./servicePrograms";

/** A service's program on this machine. */
export interface ServiceStart {
  program: Omit<FolderProgram, "role">;
  /** Undefined: the product knows nothing of it. */
  role?: FolderProgram["role"];
  /** All of its variables, secrets included: for its process alone. */
  variables: NodeJS.ProcessEnv;
  /** What differs from its container. */
  notices: string[];
}

export interface ServiceChoice extends ProgramStart {
  /** The folder with the compose file. */
  folder: string;
  service: string;
}

/** Of the container, not of the program. */
const CONTAINERS_OWN = [
  ...["PATH", "HOME", "USER", "SHELL", "PWD", "HOSTNAME", "TMPDIR", "VIRTUAL_ENV", "PYTHONHOME", "NODE_PATH"],
  ...["LD_LIBRARY_PATH", "LD_PRELOAD"],
];

/**
 * Reads what a service of the compose file runs and with which variables, and leads both to this machine and to the local
 * stack. Nothing of the real account of AWS or Solapi is left, whatever its name. Errors: `bad-request`,
 * `service-not-runnable`, `port-taken`, and those of `programVariables`.
 */
export async function startOfService(
  environment: Environment,
  { folder, service: name, ...start }: ServiceChoice,
): Promise<ServiceStart> {
  const { found, sources } = await composeServices(folder);
  const one = found.find(({ service }) => service.name === name);
  const values = one && (await readServiceValues(folder, one.project, name, { sources, shell: process.env }));
  if (!one || !values)
    throw noService(
      found.map(({ service }) => service.name),
      name,
    );
  const { service, image, variables, around, missing } = values;
  const { program, command, paths } = await serviceProgram(folder, service, image, (each) => variables.get(each));
  await checkCommand(folder, one);
  const all = new Map([...variables, ...Object.entries(command.variables)]);
  for (const each of CONTAINERS_OWN) all.delete(each);
  const { kept, leftOut } = withoutRealAccount(all, await connectBackend(environment), around);
  const { args } = portsHere(program.args, service.ports);
  const port = listeningPort(args);
  if (port !== undefined && (await isPortTaken(port))) throw portTaken(name, port);
  const own = await variablesHere(one, kept, paths);
  return {
    program: { ...program, args, name: titleOf(one), service: name },
    ...(one.role && { role: one.role }),
    variables: await programVariables(environment, { ...start, inherited: { ...start.inherited, ...own } }),
    notices: [
      ...(command.isPart
        ? [l10n.t("Only the last program of the service {0} runs, without what it starts before.", name)]
        : []),
      ...(leftOut.length > 0
        ? [l10n.t("Left out, because they lead to a real account: {0}", leftOut.sort().join(", "))]
        : []),
      ...missing.map((file) => l10n.t("{0} is an env_file, and is not there or was not read", file)),
    ],
  };
}

/** A command is shown in the list of processes, so no secret may be in it. */
async function checkCommand(folder: string, one: FoundService): Promise<void> {
  const { name } = one.service;
  const { args } = (await maskedProgram(folder, one)).program;
  if (args.some((arg) => isMarked(arg) || namesRealAccount(arg)))
    throw notRunnable(name, l10n.t("The command of the service {0} contains a secret or an address of AWS", name));
}

/** With other services and files of the container where they are on this machine. */
async function variablesHere(
  { service: { name }, project }: FoundService,
  kept: ReadonlyMap<string, string>,
  paths: ContainerPaths,
): Promise<Record<string, string>> {
  const { values, unreachable } = hostsHere(kept, project.services);
  for (const { host, variable } of unreachable)
    if (!(await isThisMachine(host)))
      throw notRunnable(
        name,
        l10n.t("{0} of the service {1} names {2}, which publishes no port on this machine", variable, name, host),
      );
  const here = [...values].map(async ([variable, value]) => {
    if (variable !== "PYTHONPATH") return [variable, await pathHere(value, paths)] as const;
    const folders = await Promise.all(value.split(":").map((each) => pathHere(each, paths)));
    return [variable, folders.filter(Boolean).join(path.delimiter)] as const;
  });
  return Object.fromEntries(await Promise.all(here));
}

/** A name in this machine's own list of hosts, say. */
const isThisMachine = async (host: string): Promise<boolean> => {
  const { address = "" } = await lookup(host).catch(() => ({ address: "" }));
  return isLoopback(address);
};

const portTaken = (name: string, port: number) =>
  new ExpectedError(
    "port-taken",
    l10n.t("Port {0}, which the service {1} listens on, is in use on this machine", port, name),
    l10n.t("Stop what uses it, such as the service's container: {0}", `docker compose stop ${name}`),
  );
