/** The bundle `dist/later.js`: commands and providers that the editor loads at their first use. */
import * as l10n from "@vscode/l10n";

export { answerHeld, dropHeld } from "./debugging/heldOrders";
export { stepThrough } from "./debugging/stepThrough";
export { InquiryPages } from "./inquiry/inquiryPages";
export { reproduceMessage } from "./reproduction/reproduceMessage";
export { saveAsScenario } from "./reproduction/saveAsScenario";
export { OwnPrograms } from "./program/ownPrograms";
export { startStack } from "../operations/stack/startStack";

/** A bundle has its own copy of the l10n texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
