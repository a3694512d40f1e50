import * as l10n from "@vscode/l10n";
import type { Mark } from "../protocol";

/** An outcome of an inquiry as a word. */
export function outcomeText(outcome: string): string {
  switch (outcome) {
    case "ok":
      return l10n.t("Sent");
    case "blocked":
      return l10n.t("Stopped");
    case "degraded":
      return l10n.t("Sent, with a loss");
    case "silent":
      return l10n.t("Looks sent, is not");
    case "ambiguous":
      return l10n.t("May have been sent");
    case "skipped":
      return l10n.t("Skipped");
    default:
      return l10n.t("Unknown");
  }
}

export function markOfOutcome(outcome: string): Mark {
  switch (outcome) {
    case "ok":
      return "passed";
    case "degraded":
      return "degraded";
    case "blocked":
      return "stopped";
    case "silent":
      return "not-sent";
    case "skipped":
      return "skipped";
    default:
      return "unknown";
  }
}
