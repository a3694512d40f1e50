/** The bundle `dist/operations.js`: the user's operations, with the rules, texts and probes behind them. */
import * as l10n from "@vscode/l10n";

export { AuditLog } from "../targets/safety/auditLog";
export { diagnoseMessage } from "./diagnosis/diagnoseMessage";
export { diagnoseNow } from "./diagnosis/diagnoseNow";
export { checkEnvironment } from "./environment/checkEnvironment";
export { certaintyText, draftEnvironment, placeText } from "./environment/draftEnvironment";
export { partSymbol, partTitle } from "./environment/partCheck";
export { requestWrite } from "./environment/requestWrite";
export { checkLayers, problemsIn, verdictOfCheck, wrongIn } from "./layers/check";
export { presentLines, problemText } from "./layers/presentText";
export { openLog } from "./log/openLog";
export { recipientsText } from "./message/recipientFates";
export { sendMessages } from "./message/sendMessages";
export { renderMarkdown } from "../diagnosis/report/report";
export { titleOfCause } from "../diagnosis/report/findingText";
export { whereOf } from "../targets/safety/senderField";
export { listWrites } from "./audit/listWrites";
export { clearFaults } from "./faults/clearFaults";
export { injectFault } from "./faults/injectFault";
export { findMessages, resultOf } from "./inquiry/findMessages";
export { readInquiry } from "./inquiry/filter/inquiryPhrase";
export { listFaults } from "./faults/listFaults";
export { originalFrom } from "./reproduction/originals";
export { reproduce } from "./reproduction/reproduce";
export { reproducedCauseText, reproducedText } from "./reproduction/reproductionText";
export { listLogs } from "./notificationLogs/listLogs";
export { createQueue } from "./queue/createQueue";
export { peekQueue, queueParts } from "./queue/peekQueue";
export { redriveQueue } from "./queue/redriveQueue";
export { fixSender } from "./sender/fixSender";
export { inspectSender } from "./sender/inspectSender";
export { undoSender } from "./sender/undoSender";
export { forgetSecrets } from "./secrets/forgetSecrets";
export { logIn } from "./secrets/logIn";
export { secretTitle } from "./secrets/secretStore";
export { setSecret } from "./secrets/setSecret";
export { connectBackend } from "./stack/connectBackend";
export { readInbox } from "./stack/readInbox";
export { stopStack } from "./stack/stopStack";
export { importStudents } from "./students/importStudents";
export { listTenants } from "./tenants/listTenants";
export { controlWorker } from "./worker/controlWorker";

/** A bundle has its own copy of the l10n texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
