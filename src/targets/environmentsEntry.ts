/** The bundle `dist/environments.js`: everything that reaches a real backend, with AWS', Docker's and Postgres' clients. */
import * as l10n from "@vscode/l10n";

export { discoverEnvironments } from "./discovery/discover";
export { checkEnvironment } from "./environmentCheck";
export { readEnvironmentFile } from "./settings/environmentFile";
export { parseEnvironments } from "./settings/environmentParser";
export { secretsOfVariables } from "./settings/secretsFromVariables";
export { createEnvironment } from "./createEnvironment";
export { logIn } from "./logIn";
export { AuditLog } from "./safety/auditLog";
export { confirmProduction } from "./safety/confirmation";
export { guardEnvironment } from "./safety/guardedEnvironment";
export { requireSenderHonoured, whereOf } from "./safety/senderField";
export { lastSenderChange, undoSender } from "./safety/undo";
export { previewOf } from "./safety/write";
export { recogniseVersion } from "./version/versionRecognition";

/** A bundle has its own copy of the texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
