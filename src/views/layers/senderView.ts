import * as l10n from "@vscode/l10n";
import type { SenderSource } from "../../runtime/message/messageEvents";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { ProviderSender } from "../../targets/environment";
import { registrationOf, senderStatus } from "../../targets/tenants/registeredSenders";
import type { Registration } from "../../targets/tenants/registeredSenders";

/** Which number the worker would send from, why, and whether the provider accepts it. */
export interface SenderView {
  tenantValue: string;
  /** Absent if there is none at all. */
  used?: { number: string; source: SenderSource };
  registration: Registration;
  /** One line per step of the order payload → tenant → SOLAPI_SENDER, then the number's status at Solapi. */
  lines: { label: string; description: string; isProblem: boolean }[];
}

export function viewOfSender(
  tenant: TenantSummary,
  senders: readonly ProviderSender[],
  /** The worker's SOLAPI_SENDER; '' if unset. */
  fallback: string,
): SenderView {
  const own = tenant.messagingSender;
  const used: SenderView["used"] = own
    ? { number: own, source: "Tenant.messaging_sender" }
    : fallback === ""
      ? undefined
      : { number: fallback, source: "SOLAPI_SENDER" };
  const registration = registrationOf(used?.number, senders);
  return {
    tenantValue: own,
    ...(used && { used }),
    registration,
    lines: [
      { label: l10n.t("1. Payload"), description: l10n.t("a test send names no sender"), isProblem: false },
      { label: "2. Tenant.messaging_sender", description: own || l10n.t("(empty)"), isProblem: own === "" },
      { label: "3. SOLAPI_SENDER", description: fallback || l10n.t("(empty)"), isProblem: false },
      {
        label: l10n.t("The worker uses"),
        description: used
          ? l10n.t("{0} from {1}", used.number, used.source)
          : l10n.t("none: the message cannot be sent"),
        isProblem: false,
      },
      {
        label: l10n.t("At Solapi"),
        description: registrationText(registration, used?.number, senders),
        isProblem: registration === "missing" || registration === "inactive",
      },
    ],
  };
}

function registrationText(
  registration: Registration,
  number: string | undefined,
  senders: readonly ProviderSender[],
): string {
  switch (registration) {
    case "active":
      return l10n.t("registered and active");
    case "inactive":
      return l10n.t("registered, {0}", senderStatus(senders.find((each) => each.phoneNumber === number)?.status ?? ""));
    case "missing":
      return l10n.t("{0} is not registered", number ?? "");
    case "none":
      return "–";
  }
}
