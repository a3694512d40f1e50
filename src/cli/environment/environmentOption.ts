import path from "node:path";
import * as l10n from "@vscode/l10n";
import { Option } from "commander";
import { ExpectedError } from "../../common/errors";
import { stateDirOf } from "../../runtime/control/stackAddress";
import type { Environment, TenantTarget } from "../../targets/environment";
import { loadEnvironments } from "../../targets/environmentsModule";
import type { EnvironmentsModule } from "../../targets/environmentsModule";
import { textsOf } from "../cliLanguage";

/** Of every command that works on a real backend as well as on the local stack. */
export interface EnvironmentChoice {
  /** A JSON file; undefined: the local stack. */
  environment?: string;
}

export const environmentOption = () =>
  new Option("--environment <file>", "a backend, as one entry of messaging.environments in a JSON file of its own");

/** Everything that reaches a real backend, loaded at its first use. */
export const openEnvironments = (variables: NodeJS.ProcessEnv = process.env): EnvironmentsModule =>
  loadEnvironments(__dirname, textsOf(variables));

/**
 * The environment that a JSON file describes, with secrets from the variables named in `secretVariables`. Connects to
 * nothing yet. Whoever opens it disposes it. Error: `environment-invalid`, which names the JSON path that is wrong.
 */
async function openEnvironment(file: string, variables: NodeJS.ProcessEnv = process.env): Promise<Environment> {
  const { readEnvironmentFile, createEnvironment, secretsOfVariables } = openEnvironments(variables);
  const described = await readEnvironmentFile(file);
  const stateDir = path.join(stateDirOf(described.folder), "environments", described.name);
  return createEnvironment({ ...described, stateDir, secrets: secretsOfVariables(variables) });
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

/** Error: `no-tenant-data`. */
export function tenantDataOf({ name, tenants }: Environment): TenantTarget {
  if (tenants) return tenants;
  throw new ExpectedError(
    "no-tenant-data",
    l10n.t("The environment {0} does not say where the tenant data is", name),
    l10n.t("Add tenantData to it: django, http or sql."),
  );
}
