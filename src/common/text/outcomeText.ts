import * as l10n from "@vscode/l10n";
import { codedTitle } from "../codedTitle";

/** A verdict's outcome in words. */
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

/** "Solapi 1062 · Stopped: The sender number is not registered (provider.sender-not-registered)" */
export function verdictText(place: string, verdict: { outcome: string; cause: string; title: string }): string {
  const { code, text } = codedTitle(verdict.title);
  const outcome = outcomeText(verdict.outcome);
  const cause = verdict.cause === "none" ? "" : ` (${verdict.cause})`;
  const where = [place, code].filter(Boolean).join(" ");
  return `${where === "" ? outcome : `${where} · ${outcome}`}: ${text}${cause}`;
}
