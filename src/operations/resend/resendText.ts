import * as l10n from "@vscode/l10n";
import type { ResendResult } from "./resendMessages";

/** How it ended, in one line. */
export function resendText({ planned, sent, reached, stoppedBy }: ResendResult): string {
  const told = l10n.t("{0} of {1} sent again, {2} reached Solapi", sent, planned, reached);
  if (stoppedBy === undefined) return told;
  const why =
    stoppedBy === "no-result"
      ? l10n.t("It stopped: the last messages have no result yet")
      : l10n.t("It stopped: the cause came again ({0})", stoppedBy);
  return `${told}. ${why}`;
}
