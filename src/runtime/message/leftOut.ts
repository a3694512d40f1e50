import * as l10n from "@vscode/l10n";
import type { SkipReason } from "./messageEvents";

/** Why a student received no message, in the reader's language: "no phone number". */
export function whyLeftOut(reason: SkipReason | undefined): string {
  switch (reason) {
    case "unknown-student":
      return l10n.t("no such student");
    case "deleted-student":
      return l10n.t("the student is deleted");
    case "no-phone":
    case undefined: // events without a reason
      return l10n.t("no phone number");
  }
}

/** "left out: no phone number" */
export const leftOutText = (reason: SkipReason | undefined): string => l10n.t("left out: {0}", whyLeftOut(reason));
