import path from "node:path";
import { Option } from "commander";
import type { Command } from "commander";
import { lazyBundle } from "../../common/lazyBundle";
import { stateDirOf } from "../../runtime/control/stackAddress";
import type { Environment } from "../../targets/environment";
import type { EnvironmentSettings, SecretName } from "../../targets/settings/environmentSettings";
import type * as EnvironmentsEntry from "../../targets/environmentsEntry";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { shellWord } from "../shellWord";
import { textsOf } from "../cliLanguage";
import { runningStack, withStackOf } from "../stack/stackSession";
import type { StackChoice } from "../stack/stackSession";

/** Common to every command that works on a real backend as well as on the local stack. */
export interface EnvironmentChoice {
  /** A JSON file; undefined: the local stack. */
  environment?: string | undefined;
  /** Hosts that may get credentials. */
  trustAddress?: string[];
  /** Whether programs that the file names may run. */
  trust?: boolean;
}

/** For hosts that may always get credentials, separated by commas. */
const TRUSTED_ADDRESSES = "MESSAGING_TRUSTED_ADDRESSES";

export const environmentOption = () =>
  new Option("--environment <file>", "a backend, as one entry of messaging.environments in a JSON file of its own");

/** The code that reaches real backends, loaded at its first use. */
const openEnvironments = (variables: NodeJS.ProcessEnv = process.env) =>
  lazyBundle<typeof EnvironmentsEntry>(__dirname, "environments", textsOf(variables))();

/** Adds the options of trust to a command that has `--environment`. */
export function addTrustOptions(command: Command): void {
  if (!command.options.some(({ long }) => long === "--environment")) return;
  command
    .addOption(
      new Option(
        "--trust-address <host>",
        `with --environment: a host that may get your credentials; also ${TRUSTED_ADDRESSES}`,
      ).argParser((host: string, before: string[] = []) => [...before, host]),
    )
    .addOption(new Option("--trust", "with --environment: programs that the file names may run"));
}

/** The options of trust as typed, to run another command on the same environment. */
export const trustArguments = ({ trustAddress = [], trust = false }: EnvironmentChoice): string[] => [
  ...trustAddress.flatMap((host) => ["--trust-address", shellWord(host)]),
  ...(trust ? ["--trust"] : []),
];

/**
 * The environment that a JSON file describes, with secrets from the variables named in `secretVariables`. Connects to
 * nothing yet. The caller disposes it. Errors: `environment-invalid`, which names the invalid JSON path;
 * `address-not-trusted`, `program-not-trusted`.
 */
async function openEnvironment(
  file: string,
  { trustAddress = [], trust: programs = false }: EnvironmentChoice,
  variables: NodeJS.ProcessEnv = process.env,
): Promise<Environment> {
  const { readEnvironmentFile, createEnvironment, secretsOfVariables, hostsIn } = openEnvironments(variables);
  const described = await readEnvironmentFile(file);
  const hosts = hostsIn(...trustAddress, variables[TRUSTED_ADDRESSES]);
  const trust = { hosts, programs, door: "command line" } as const;
  const secrets = secretsOfVariables(variables, described.settings, trust);
  // Refuses before the first connection, rather than in the middle of the work.
  for (const name of neededSecrets(described.settings)) await secrets.get(name);
  const stateDir = path.join(
    stateDirOf(described.folder),
    "environments",
    encodeURIComponent(described.name).replaceAll("*", "-"),
  );
  return createEnvironment({ ...described, stateDir, secrets, trust });
}

const neededSecrets = ({ api, provider, tenantData }: EnvironmentSettings): SecretName[] => [
  ...(api ? (["apiToken", "apiRefreshToken"] as const) : []),
  ...(provider ? (["solapiApiKey", "solapiApiSecret"] as const) : []),
  ...(tenantData?.kind === "sql" ? (["databaseUrl"] as const) : []),
];

/** `running`: the local stack must be up; `started`: if none is up, one is started and ended afterwards. */
export type LocalStack = "running" | "started";

/** Runs on the file's environment, or on the local stack. */
export async function onEnvironment<T>(
  stack: StackChoice,
  choice: EnvironmentChoice,
  local: LocalStack,
  run: (environment: Environment) => Promise<T>,
): Promise<T> {
  if (choice.environment !== undefined) return withEnvironment(choice.environment, choice, run);
  if (local === "running") return run(createLocalEnvironment(await runningStack(stack)));
  return withStackOf(stack, (client) => run(createLocalEnvironment(client)));
}

/** Runs on the file's environment and disposes it. */
export async function withEnvironment<T>(
  file: string,
  choice: EnvironmentChoice,
  run: (environment: Environment) => Promise<T>,
): Promise<T> {
  const environment = await openEnvironment(file, choice);
  try {
    return await run(environment);
  } finally {
    await environment.dispose();
  }
}

/** For every command that may ask for confirmation. */
export const yesOption = () => new Option("--yes", "answers what would be asked, outside of production, with yes");
export const confirmOption = () => new Option("--confirm <code>", "for production: the tenant's code, typed again");
