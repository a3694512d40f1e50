import * as l10n from "@vscode/l10n";
import type { ProviderSender } from "../environment";

/** Whether Solapi accepts messages from this number. */
export const isActive = ({ status }: ProviderSender): boolean => status.toUpperCase() === "ACTIVE";

/** A number that the provider accepts; undefined if none is known. */
export const activeNumber = (senders: readonly ProviderSender[]): string | undefined =>
  senders.find(isActive)?.phoneNumber;

/** A number's status at the provider; `none`: there is no number. */
export type Registration = "active" | "inactive" | "missing" | "none";

export function registrationOf(number: string | undefined, senders: readonly ProviderSender[]): Registration {
  if (number === undefined) return "none";
  const found = senders.find(({ phoneNumber }) => phoneNumber === number);
  if (!found) return "missing";
  return isActive(found) ? "active" : "inactive";
}

/** Solapi's status of a sender number, in the reader's language. */
export function senderStatus(status: string): string {
  switch (status.toUpperCase()) {
    case "ACTIVE":
      return l10n.t("active");
    case "INACTIVE":
      return l10n.t("inactive");
    case "PENDING":
      return l10n.t("pending");
    case "EXPIRED":
      return l10n.t("expired");
    default:
      return status.toLowerCase();
  }
}
