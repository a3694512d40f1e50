import path from "node:path";
import * as l10n from "@vscode/l10n";
import { secretVariables } from "../settings/environmentSettings";
import type { SecretName } from "../settings/environmentSettings";
import type { ComposeProject } from "./compose/composeProjects";
import type { ComposeService } from "./compose/composeFile";
import type { Candidate, Certainty, DiscoveryNote, SeenSecret } from "./discovery";
import { parsePython } from "./djangoFiles";
import { parseEnvFile } from "./envFile";
import type { Roles } from "./compose/serviceRoles";
import type { Variable, Variables } from "./variables";
import type { SourceFile } from "../workspaceFiles";

/** All known variables of a project, in order of precedence. */
export interface KnownVariables {
  worker: Variables;
  api: Variables;
  /** Values of these names, best first, each value once. */
  candidates(...names: string[]): Candidate[];
  secrets: SeenSecret[];
  notes: DiscoveryNote[];
}

/** Secrets on the path of a message, by variable. */
const shownSecrets: Readonly<Record<string, SecretName | undefined>> = {
  ...Object.fromEntries(Object.entries(secretVariables).map(([secret, variable]) => [variable, secret as SecretName])),
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
};

export function knownVariables(
  project: ComposeProject | undefined,
  { worker, api }: Roles,
  files: readonly SourceFile[],
): KnownVariables {
  const notes: DiscoveryNote[] = [];
  const ofWorker = worker ? variablesOfService(worker, files, notes) : new Map<string, Variable>();
  const ofApi = api ? variablesOfService(api, files, notes) : new Map<string, Variable>();
  const envFiles = files.filter(({ file }) => /(?:^|\/)\.env(?:\.[\w-]+)*$/.test(file));
  const isFor = ({ file }: SourceFile) => isEnvFileOf(file, project?.variant);
  const ownFiles = envFiles.filter(isFor).map(({ file, text }) => parseEnvFile(text, file));
  const samples = envFiles.filter(({ file }) => isSample(file)).map(({ file, text }) => parseEnvFile(text, file));
  const defaults = files.filter(({ file }) => file.endsWith(".py")).map(({ file, text }) => parsePython(text, file));
  const layers: [Certainty, Variables][] = [
    ["sure", ofWorker],
    ["sure", ofApi],
    // Where compose lists a service's variables, a variable that is only in .env may reach no service.
    ...ownFiles.map((each): [Certainty, Variables] => [worker || api ? "likely" : "sure", each]),
    ...samples.map((each): [Certainty, Variables] => ["guess", each]),
  ];
  return {
    worker: ofWorker,
    api: ofApi,
    candidates: (...names) => {
      const found = names.flatMap((name) => [
        ...layers.flatMap(([certainty, variables]) => candidateOf(variables.get(name), certainty)),
        ...defaults.flatMap((facts) => facts.defaults.get(name) ?? []),
      ]);
      return distinct(found);
    },
    secrets: secretsIn(layers.filter(([certainty]) => certainty !== "guess").map(([, variables]) => variables)),
    notes,
  };
}

/** The first of each value, most certain first. */
export function distinct<T>(candidates: readonly Candidate<T>[]): Candidate<T>[] {
  const order: Certainty[] = ["sure", "likely", "guess"];
  return [...candidates]
    .sort((one, other) => order.indexOf(one.certainty) - order.indexOf(other.certainty))
    .filter(({ value }, index, all) => all.findIndex((each) => each.value === value) === index);
}

const isSample = (file: string) => /\.(?:example|sample|template|dist)$/.test(file);

/** `.env` and `.env.local` apply to every variant; `.env.prod` only to its own. */
function isEnvFileOf(file: string, variant: string | undefined): boolean {
  const suffix = path.posix.basename(file).slice(".env".length).replace(/^\./, "");
  if (isSample(file)) return false;
  return suffix === "" || suffix === "local" || (variant !== undefined && suffix.startsWith(variant));
}

function candidateOf(variable: Variable | undefined, certainty: Certainty): Candidate[] {
  if (!variable?.isSet || variable.isSecret || variable.value === undefined) return [];
  return [{ value: variable.value, certainty, at: variable.at }];
}

/** `environment` overrides `env_file`. */
function variablesOfService(service: ComposeService, files: readonly SourceFile[], notes: DiscoveryNote[]): Variables {
  const fromFiles = service.envFiles.flatMap(({ value, at }) => {
    const source = files.find(({ file }) => file === value);
    if (source) return [...parseEnvFile(source.text, value)];
    notes.push({ sentence: l10n.t("{0} is an env_file, and is not there or was not read", value), at });
    return [];
  });
  return new Map([...fromFiles, ...service.environment]);
}

function secretsIn(layers: readonly Variables[]): SeenSecret[] {
  return Object.entries(shownSecrets).flatMap(([name, secret]) => {
    const seen = layers.map((variables) => variables.get(name)).filter((variable) => variable !== undefined);
    const variable = seen.find(({ isSet }) => isSet) ?? seen[0];
    if (!variable) return [];
    return [{ variable: name, ...(secret && { secret }), isSet: variable.isSet, at: variable.at }];
  });
}
