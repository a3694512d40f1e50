/** The bundle `dist/operations.js`: what a person can want, with the rules, texts and probes behind it. */
import * as l10n from "@vscode/l10n";

export { AuditLog } from "../targets/safety/auditLog";
export { lastSenderChange } from "../targets/safety/lastSenderChange";
export { requireSenderHonoured, whereOf } from "../targets/safety/senderField";
export { recogniseVersion } from "../targets/version/versionRecognition";
export { diagnoseMessage } from "./diagnosis/diagnoseMessage";
export { requestWrite } from "./environment/requestWrite";
export { checkLayers, stoppingIn, verdictOfCheck, wrongIn } from "./layers/check";
export { recipientsText } from "./message/recipientFates";
export { sendMessages } from "./message/sendMessages";
export { renderMarkdown } from "../diagnosis/report/report";
export { titleOfCause } from "../diagnosis/report/findingText";

/** A bundle has its own copy of the texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
