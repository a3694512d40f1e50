import path from "node:path";
import { visibleLine } from "../../common/shown/visibleText";
import type { ComposeService } from "../../targets/discovery/compose/composeFile";
import { rolesOf } from "../../targets/discovery/compose/serviceRoles";
import { readServiceValues } from "../../targets/discovery/compose/serviceValues";
import type { ServiceValues } from "../../targets/discovery/compose/serviceValues";
import type { Environment } from "../../targets/environment";
import { SOLAPI_HOST } from "../../targets/settings/credentialHosts";
import { programVariables } from "./programVariables";
import { composeServices, noService } from "./service/composeServices";
import type { FoundService } from "./service/composeServices";
import { withoutRealAccount } from "./service/realAccount";

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
  const { found, sources } = await composeServices(folder);
  const chosen = chosenOf(found, services);
  const { project } = chosen[0]!;
  const isShared = platform === "linux";
  const others = [...project.services.values()].filter((each) => !chosen.some(({ service }) => service === each));
  const parts = await Promise.all(
    chosen.map(async ({ service }) => {
      const values = await readServiceValues(folder, project, service.name, { sources, shell: {} });
      const variables = await variablesFor(environment, values);
      return serviceText(service, { variables: isShared ? variables : mapped(variables), isShared, others, distDir });
    }),
  );
  const names = chosen.map(({ service }) => service.name);
  const needsReset = isShared && chosen.some(({ service }) => service.network.length > 0);
  const notes = [
    ...commandNotes(project.files, names, needsReset),
    ...(isShared ? sharedNotes(others) : [`# Docker Desktop forwards ${HOST} to this machine.`]),
  ];
  return [...notes, "services:", ...parts.flat(), ""].join("\n");
}

/** Those that are named, else the API and the worker of the first project that has one. All are of one project. */
function chosenOf(found: readonly FoundService[], services: readonly string[]): FoundService[] {
  const known = found.map(({ service }) => service.name);
  const unknown = services.find((name) => !known.includes(name));
  const { api, worker } = rolesOf(found.find(({ role }) => role !== undefined)?.project.services ?? new Map());
  const names = services.length > 0 ? services : [api, worker].flatMap((each) => each?.name ?? []);
  const named = found.filter(({ service }) => names.includes(service.name));
  if (named.length === 0 || unknown !== undefined) throw noService(known, unknown);
  return named.filter(({ project }) => project === named[0]!.project);
}

/** Null takes away the file's own. */
type Value = string | null;

/** boto3 takes an empty one for a name. */
const PROFILE = /PROFILE$/;

/**
 * Those of `messaging run`, with the paths in the container and with what the file sets itself. What leads to the real
 * account is empty.
 */
async function variablesFor(
  environment: Environment,
  values: Pick<ServiceValues, "variables" | "around"> = { variables: new Map(), around: new Map() },
): Promise<Record<string, Value>> {
  const { variables, around } = values;
  const inherited = Object.fromEntries(
    ["PYTHONPATH", "NODE_OPTIONS", "NO_PROXY"].flatMap((name): [string, string][] => {
      const value = variables.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const own = await programVariables(environment, { inherited, distDir: IN_CONTAINER, platform: "linux" });
  const { kept, leftOut } = withoutRealAccount(variables, own, around);
  return {
    ...Object.fromEntries(leftOut.map((name) => [name, PROFILE.test(name) ? null : ""])),
    ...Object.fromEntries([...kept].filter(([name, value]) => variables.get(name) !== value)),
    ...Object.fromEntries(Object.entries(own).map(([name, value = ""]) => [name, value])),
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false",
  };
}

const mapped = (variables: Record<string, Value>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      /_PROXY$/i.test(name) ? `${value},${HOST}` : (value?.replaceAll("127.0.0.1", HOST) ?? null),
    ]),
  );

interface Place {
  variables: Record<string, Value>;
  isShared: boolean;
  others: readonly ComposeService[];
  distDir: string;
}

function serviceText({ name, network }: ComposeService, { variables, isShared, others, distDir }: Place): string[] {
  const shared = ["    network_mode: host", ...network.map((key) => `    ${key}: !reset null`)];
  const hosts = isShared ? others.map((each) => `${each.name}:127.0.0.1`) : [`${HOST}:host-gateway`];
  hosts.push(`${SOLAPI_HOST}:${NOWHERE}`);
  const mounts = ["python", "node-redirect.js"].map((each) => `${path.join(distDir, each)}:${IN_CONTAINER}/${each}:ro`);
  return [
    `  ${quoted(name)}:`,
    ...(isShared ? shared : []),
    ...list("extra_hosts", hosts),
    ...list("volumes", mounts),
    "    environment:",
    ...Object.entries(variables).map(([variable, value]) =>
      value === null ? `      ${quoted(variable)}:` : `      ${quoted(variable)}: ${quoted(value)}`,
    ),
  ];
}

const list = (key: string, items: readonly string[]) =>
  items.length === 0 ? [] : [`    ${key}:`, ...items.map((item) => `      - ${quoted(item)}`)];

/** JSON's strings are YAML's; compose fills in what follows a `$`. */
const quoted = (text: string) => JSON.stringify(text.replaceAll("$", "$$$$"));

/** Without `!reset`, older versions read the file too. */
const commandNotes = (files: readonly string[], names: readonly string[], needsReset: boolean) => [
  "# Leads these services to the local stack of messaging. Use it after your own files:",
  `#     docker compose ${[...files, "this-file.yaml"].map((file) => `-f ${inComment(file)}`).join(" ")} up ${names.join(" ")}`,
  ...(needsReset ? ["# It takes Docker Compose 2.24 or newer, for `!reset`."] : []),
  "# Its addresses and keys are those of the running stack: print it again when the stack has been started anew.",
  "# An image that sets PYTHONPATH or NODE_OPTIONS itself loses that: add its value below.",
];

function sharedNotes(others: readonly ComposeService[]): string[] {
  const hidden = others.filter(({ network }) => !network.includes("ports")).map(({ name }) => inComment(name));
  return [
    "# The stack listens on 127.0.0.1 alone, so the services share this machine's network. Services that they reach by name",
    "# are then at 127.0.0.1: publish their ports under the same numbers.",
    ...(hidden.length > 0 ? [`# These publish none yet: ${hidden.join(", ")}`] : []),
  ];
}

const inComment = (text: string) => visibleLine(text).replace(/\s+/g, " ").slice(0, 200);
