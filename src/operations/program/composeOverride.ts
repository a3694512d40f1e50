import path from "node:path";
import { composeProjects } from "../../targets/discovery/compose/composeProjects";
import type { ComposeService } from "../../targets/discovery/compose/composeFile";
import { rolesOf } from "../../targets/discovery/compose/serviceRoles";
import type { Environment } from "../../targets/environment";
import { readWorkspace } from "../../targets/workspaceFiles";
import { SOLAPI_HOST } from "../../targets/settings/credentialHosts";
import { programVariables } from "./programVariables";
import { noService } from "./service/composeServices";

export interface ComposeChoice {
  /** The folder with the compose file. */
  folder: string;
  distDir: string;
  /** Names of services; empty: the API and the worker that the file shows. */
  services: readonly string[];
  platform?: NodeJS.Platform;
}

const IN_CONTAINER = "/messaging";
const HOST = "host.docker.internal";
/** Nothing listens there: a client that no hook leads to the sandbox is refused. */
const NOWHERE = "127.83.79.76";

/**
 * A compose file that leads containers to the local stack, to be used after the folder's own file. The stack listens on
 * 127.0.0.1 alone. On Linux the containers therefore share the host's network; Docker Desktop forwards
 * host.docker.internal to it. Errors: `bad-request` without such a service, `local-only`, `stack-file-damaged`.
 */
export async function composeOverride(
  environment: Environment,
  { folder, distDir, services, platform = process.platform }: ComposeChoice,
): Promise<string> {
  const all = await servicesIn(folder);
  const { api, worker } = rolesOf(all);
  const names = services.length > 0 ? services : [api, worker].flatMap((each) => each?.name ?? []);
  const chosen = names.flatMap((name) => all.get(name) ?? []);
  const unknown = names.find((name) => !all.has(name));
  if (chosen.length === 0 || unknown !== undefined) throw noService([...all.keys()], unknown);
  const isShared = platform === "linux";
  const parts = await Promise.all(
    chosen.map(async (service) => {
      const variables = await variablesFor(environment, service);
      return serviceText(service, {
        variables: isShared ? variables : mapped(variables),
        isShared,
        others: [...all.keys()].filter((name) => !names.includes(name)),
        distDir,
      });
    }),
  );
  return [...(isShared ? sharedNotes : desktopNotes), "services:", ...parts.flat(), ""].join("\n");
}

/** Of the folder's first compose project, without its variants. */
async function servicesIn(folder: string): Promise<ReadonlyMap<string, ComposeService>> {
  const { files } = await readWorkspace(folder);
  const projects = composeProjects(files);
  const project = projects.find(({ variant }) => variant === undefined) ?? projects[0];
  return project?.services ?? new Map<string, ComposeService>();
}

/** Those of `messaging run`, with the paths in the container, and with what the file sets itself. */
async function variablesFor(
  environment: Environment,
  { environment: own }: ComposeService,
): Promise<Record<string, string>> {
  const kept = ["PYTHONPATH", "NODE_OPTIONS", "NO_PROXY"].flatMap((name): [string, string][] => {
    const value = own.get(name)?.value;
    return value === undefined ? [] : [[name, value]];
  });
  const all = await programVariables(environment, {
    inherited: Object.fromEntries(kept),
    distDir: IN_CONTAINER,
    platform: "linux",
  });
  return Object.fromEntries(Object.entries(all).map(([name, value = ""]) => [name, value]));
}

const mapped = (variables: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      /_PROXY$/i.test(name) ? `${value},${HOST}` : value.replaceAll("127.0.0.1", HOST),
    ]),
  );

interface Place {
  variables: Record<string, string>;
  isShared: boolean;
  others: readonly string[];
  distDir: string;
}

function serviceText({ name }: ComposeService, { variables, isShared, others, distDir }: Place): string[] {
  const network = isShared ? ["    network_mode: host", "    networks: !reset null", "    ports: !reset []"] : [];
  const hosts = isShared ? others.map((each) => `${each}:127.0.0.1`) : [`${HOST}:host-gateway`];
  hosts.push(`${SOLAPI_HOST}:${NOWHERE}`);
  const mounts = ["python", "node-redirect.js"].map((each) => `${path.join(distDir, each)}:${IN_CONTAINER}/${each}:ro`);
  return [
    `  ${quoted(name)}:`,
    ...network,
    ...list("extra_hosts", hosts),
    ...list("volumes", mounts),
    "    environment:",
    ...Object.entries(variables).map(([variable, value]) => `      ${variable}: ${quoted(value)}`),
  ];
}

const list = (key: string, items: readonly string[]) =>
  items.length === 0 ? [] : [`    ${key}:`, ...items.map((item) => `      - ${quoted(item)}`)];

/** JSON's strings are YAML's; compose fills in what follows a `$`. */
const quoted = (text: string) => JSON.stringify(text.replaceAll("$", "$$$$"));

const notes = [
  "# Leads these services to the local stack of messaging. Use it after your own file (Docker Compose 2.24 or newer):",
  "#     docker compose -f compose.yaml -f this-file.yaml up",
  "# Its addresses and keys are those of the running stack: print it again when the stack has been started anew.",
  "# An image that sets PYTHONPATH or NODE_OPTIONS itself loses that: add its value below.",
];
const sharedNotes = [
  ...notes,
  "# The stack listens on 127.0.0.1 alone, so the services share this machine's network. Services that they reach by name",
  "# are then at 127.0.0.1: publish their ports under the same numbers.",
];
const desktopNotes = [...notes, `# Docker Desktop forwards ${HOST} to this machine.`];
