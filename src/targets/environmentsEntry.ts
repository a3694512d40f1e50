/**
 * The bundle `dist/environments.js`: everything that reaches a real backend, with the AWS, Docker and Postgres clients.
 */
import * as l10n from "@vscode/l10n";

export { readEnvironmentFile } from "./settings/environmentFile";
export { parseEnvironments } from "./settings/environmentParser";
export { hostsIn } from "./settings/trust";
export { secretsOfVariables } from "./settings/secretsFromVariables";
export { createEnvironment } from "./createEnvironment";

/** A bundle has its own copy of the l10n texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
