import * as l10n from "@vscode/l10n";
import type { SenderSource } from "../runtime/events";
import type { MessageTrace } from "../runtime/messageTrace";
import type { TenantSummary } from "../runtime/stackClient";
import { senderStatus } from "./layerFacts";

export interface RegisteredSender {
  phoneNumber: string;
  /** Solapi's word: ACTIVE, PENDING … */
  status: string;
}

/** Which number the worker would send from, why, and whether the provider takes it. */
export interface SenderView {
  tenantValue: string;
  /** Absent where no message showed what SOLAPI_SENDER is. */
  used?: { number: string; source: SenderSource };
  registration: "active" | "inactive" | "missing" | "unknown";
  /** One line a step of the order payload → tenant → SOLAPI_SENDER, then the number's standing at Solapi. */
  lines: { label: string; description: string; isProblem: boolean }[];
}

export function viewOfSender(
  tenant: TenantSummary,
  senders: readonly RegisteredSender[],
  traces: readonly MessageTrace[],
): SenderView {
  const fallback = fallbackOf(traces);
  const own = tenant.messagingSender;
  const used: SenderView["used"] = own
    ? { number: own, source: "Tenant.messaging_sender" }
    : fallback === undefined
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
      { label: "3. SOLAPI_SENDER", description: fallback ?? l10n.t("not seen yet"), isProblem: false },
      {
        label: l10n.t("The worker uses"),
        description: used
          ? l10n.t("{0} from {1}", used.number, used.source)
          : l10n.t("SOLAPI_SENDER of its environment"),
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

/** What the worker last took from its environment. */
function fallbackOf(traces: readonly MessageTrace[]): string | undefined {
  for (const { events } of traces) {
    for (const event of events) {
      if (event.type === "worker.claimed" && event.details.senderSource === "SOLAPI_SENDER")
        return event.details.sender;
    }
  }
  return undefined;
}

export function registrationOf(
  number: string | undefined,
  senders: readonly RegisteredSender[],
): SenderView["registration"] {
  if (number === undefined) return "unknown";
  const found = senders.find(({ phoneNumber }) => phoneNumber === number);
  if (!found) return "missing";
  return found.status.toUpperCase() === "ACTIVE" ? "active" : "inactive";
}

function registrationText(
  registration: SenderView["registration"],
  number: string | undefined,
  senders: readonly RegisteredSender[],
): string {
  switch (registration) {
    case "active":
      return l10n.t("registered and active");
    case "inactive":
      return l10n.t("registered, {0}", senderStatus(senders.find((each) => each.phoneNumber === number)?.status ?? ""));
    case "missing":
      return l10n.t("{0} is not registered", number ?? "");
    case "unknown":
      return l10n.t("cannot tell before a message was sent");
  }
}
