/** The bundle `dist/environments.js`: everything that reaches a real backend, with AWS', Docker's and Postgres' clients. */
import * as l10n from "@vscode/l10n";

export { discoverEnvironments } from "./discovery/discover";
export { checkEnvironment } from "./environmentCheck";
export { readEnvironmentFile } from "./environmentFile";
export { parseEnvironments } from "./environmentParser";
export { secretsOfVariables } from "./environmentSecrets";
export { createEnvironment } from "./environments";
export { logIn } from "./logIn";

/** A bundle has its own copy of the texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
