import path from "node:path";
import { Option } from "commander";
import { stateDirOf } from "../../runtime/control/stackAddress";
import type { Environment } from "../../targets/environment";
import { loadEnvironments } from "../../targets/environmentsModule";
import type { EnvironmentsModule } from "../../targets/environmentsModule";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { textsOf } from "../cliLanguage";
import { runningStack, withStackOf } from "../stack/stackSession";
import type { StackChoice } from "../stack/stackSession";

/** Common to every command that works on a real backend as well as on the local stack. */
export interface EnvironmentChoice {
  /** A JSON file; undefined: the local stack. */
  environment?: string | undefined;
}

export const environmentOption = () =>
  new Option("--environment <file>", "a backend, as one entry of messaging.environments in a JSON file of its own");

/** The code that reaches real backends, loaded at its first use. */
const openEnvironments = (variables: NodeJS.ProcessEnv = process.env): EnvironmentsModule =>
  loadEnvironments(__dirname, textsOf(variables));

/**
 * The environment that a JSON file describes, with secrets from the variables named in `secretVariables`. Connects to
 * nothing yet. The caller disposes it. Error: `environment-invalid`, which names the invalid JSON path.
 */
async function openEnvironment(file: string, variables: NodeJS.ProcessEnv = process.env): Promise<Environment> {
  const { readEnvironmentFile, createEnvironment, secretsOfVariables } = openEnvironments(variables);
  const described = await readEnvironmentFile(file);
  const stateDir = path.join(stateDirOf(described.folder), "environments", described.name);
  return createEnvironment({ ...described, stateDir, secrets: secretsOfVariables(variables) });
}

/** `running`: the local stack must be up; `started`: if none is up, one is started and ended afterwards. */
export type LocalStack = "running" | "started";

/** Runs on the file's environment, or on the local stack. */
export async function onEnvironment<T>(
  stack: StackChoice,
  { environment: file }: EnvironmentChoice,
  local: LocalStack,
  run: (environment: Environment) => Promise<T>,
): Promise<T> {
  if (file !== undefined) return withEnvironment(file, run);
  if (local === "running") return run(createLocalEnvironment(await runningStack(stack)));
  return withStackOf(stack, (client) => run(createLocalEnvironment(client)));
}

/** Runs on the file's environment and disposes it. */
export async function withEnvironment<T>(file: string, run: (environment: Environment) => Promise<T>): Promise<T> {
  const environment = await openEnvironment(file);
  try {
    return await run(environment);
  } finally {
    await environment.dispose();
  }
}

/** For every command that may ask for confirmation. */
export const yesOption = () => new Option("--yes", "answers what would be asked, outside of production, with yes");
export const confirmOption = () => new Option("--confirm <code>", "for production: the tenant's code, typed again");
