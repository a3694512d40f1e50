import * as l10n from "@vscode/l10n";
import type { ProviderSender } from "../environment";
import { isActive } from "../tenants/registeredSenders";
import { causeFact, fact } from "./layerFact";
import type { LayerFact } from "./layerFact";
import type { DataReading } from "./layersSnapshot";

/** Whether this tenant's own data would make a send fail. `senders`: the provider's, if known. */
export function dataFacts(data: DataReading, senders: readonly ProviderSender[] | undefined): LayerFact[] {
  const { tenant, columns = {}, error, fullDisk, origin } = data;
  if (fullDisk !== undefined)
    return [fact("data", "blocked", l10n.t("The disk is full: {0} KB left", Math.floor(fullDisk / 1024)), origin)];
  if (error !== undefined) return [causeFact("data", "api.server-error", error)];
  if (!tenant) return [causeFact("data", "api.tenant-not-resolved", l10n.t("there is no tenant of this code"))];
  const { code, messagingSender, isActive: isTenantActive } = tenant;
  const facts: LayerFact[] = [];
  if (isTenantActive === false || columns.isActive === false)
    facts.push(causeFact("data", "api.tenant-not-resolved", l10n.t("{0} is not active", code)));
  if (columns.messagingIsActive === false) facts.push(causeFact("data", "api.messaging-disabled", code));
  if (messagingSender === "") facts.push(causeFact("data", "api.sender-empty", code));
  else if (senders && senders.length > 0) {
    const registered = senders.find(({ phoneNumber }) => phoneNumber === messagingSender);
    if (!registered || !isActive(registered)) {
      facts.push(causeFact("data", "provider.sender-not-registered", messagingSender));
    }
  }
  if (columns.credit !== undefined && columns.price !== undefined && columns.credit < columns.price) {
    const held = l10n.t("credit {0} won, price {1} won", columns.credit, columns.price);
    facts.push(causeFact("data", "worker.credit-insufficient", held));
  }
  if (columns.kakaoPfid === "") facts.push(causeFact("data", "provider.alimtalk-config", "kakao_pfid", "degraded"));
  return facts.length > 0 ? facts : [fact("data", "ok", code)];
}
