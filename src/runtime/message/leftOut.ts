import * as l10n from "@vscode/l10n";
import type { SkipReason } from "./messageEvents";

/** Why a student received no message, in the reader's language. */
export function leftOutText(reason: SkipReason | undefined): string {
  switch (reason) {
    case "unknown-student":
      return l10n.t("left out: no such student");
    case "deleted-student":
      return l10n.t("left out: the student is deleted");
    case "no-phone":
    case undefined: // events without a reason
      return l10n.t("left out: no phone number");
  }
}
