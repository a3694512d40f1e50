import * as l10n from "@vscode/l10n";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import type { StackAnswers } from "./contract/stackAnswers";

/** The error for a client and a stack with different contracts. */
export const otherVersion = (pid: number): ExpectedError =>
  new ExpectedError(
    "stack-other-version",
    l10n.t("The local stack (process {0}) is of another version", pid),
    l10n.t("Stop it, then start it again: {0}", "messaging down"),
  );

/** Nothing answers, or the connection broke. */
export function stackGone(error: unknown): ExpectedError {
  const why = codeOf(error) ?? messageOf(error);
  return new ExpectedError(
    "stack-gone",
    l10n.t("The local stack does not answer ({0})", why),
    l10n.t("Start it: {0}", "messaging up"),
    { cause: error },
  );
}

/** The answer is not what the contract says. */
export const unreadable = (what: string): ExpectedError =>
  new ExpectedError(
    "stack-answer-unreadable",
    l10n.t("The local stack's answer cannot be read: {0}", what),
    l10n.t("Stop it, then start it again: {0}", "messaging down"),
  );

/** What the stack itself refused. */
export const refusalOf = ({ reason, message, nextStep }: StackAnswers["refusal"]): ExpectedError =>
  new ExpectedError(reason, message, nextStep);
