import * as l10n from "@vscode/l10n";
import type { ExpectedError } from "../../common/errors";
import { ownCommandIn } from "../../runtime/control/ownCommand";
import type { CommandId } from "../commandIds";
import { MAX_CHARACTERS } from "./toastLength";

/** What happened and what to do next, in the reader's language. Other reasons use the error's own text. */
export function sentenceOf(error: ExpectedError): string {
  switch (error.reason) {
    case "stack-gone":
      return l10n.t("The local stack does not answer. Start it again.");
    case "stack-not-built":
      return l10n.t("The local stack's program is missing. Install the extension again.");
    case "stack-failed":
      return l10n.t("The local stack did not start: {0}", error.message.replace(/^.*did not start: /, ""));
    case "conflict":
    case "sender-changed":
      return l10n.t("Somebody else changed the sender. Inspect it, then fix it again.");
    case "tenant-not-found":
      return l10n.t("This tenant no longer exists. Refresh the view and choose another one.");
    case "trace-not-found":
      return l10n.t("This message is no longer available. Choose another one.");
    case "invalid-sender":
      return l10n.t("This is not a sender number. It has 8 to 11 digits.");
    default: {
      const sentence = error.message.replace(/(?<![.\s])[.\s]+$/, "");
      const nextStep = readableStep(error.nextStep);
      const step = nextStep ? ` ${nextStep}` : "";
      return `${clipped(sentence, MAX_CHARACTERS - step.length - 1)}.${step}`;
    }
  }
}

/** Undefined for a step of the command line, which the reader of the editor may not have. */
export const readableStep = (nextStep: string | undefined): string | undefined =>
  nextStep === undefined || ownCommandIn(nextStep) !== undefined ? undefined : nextStep;

/** A button that runs a command. */
export interface StepButton {
  title: string;
  command: CommandId | `workbench.${string}`;
  arguments: unknown[];
}

const button = (command: CommandId, title: string): StepButton => ({ title, command, arguments: [] });

/** The button in place of a step of the command line, where the editor has a command for it. */
export function buttonOfStep(nextStep: string | undefined): StepButton | undefined {
  switch (nextStep === undefined ? undefined : ownCommandIn(nextStep)) {
    case "up":
      return button("messaging.stack.start", l10n.t("Start local stack"));
    case "down":
      return button("messaging.stack.stop", l10n.t("Stop local stack"));
    case "worker start":
      return button("messaging.worker.start", l10n.t("Start worker"));
    case "tail":
      return button("messaging.logs.tail", l10n.t("Show worker log"));
    default:
      return undefined;
  }
}

/** The next step is never cut: what went wrong is shortened instead, and stands in the log in full. */
const clipped = (sentence: string, limit: number): string =>
  sentence.length <= limit ? sentence : `${sentence.slice(0, Math.max(40, limit - 1))}…`;
