import * as l10n from "@vscode/l10n";
import { isActive } from "../tenants/registeredSenders";
import { causeOfProviderError } from "./errorCauses";
import { causeFact, fact } from "./layerFact";
import type { LayerFact } from "./layerFact";
import type { ProviderReading, WorkerReading } from "./layersSnapshot";

/**
 * What balance and sender numbers prove. The worker's own key decides where this machine may use it: whether another
 * key works says nothing about the worker's.
 */
export function providerFacts(reading: ProviderReading, worker: WorkerReading | undefined): LayerFact[] {
  const { mode, balance, senders, error } = { ...reading, ...accountOf(worker) };
  if (mode === "mock" || worker?.mock === true) return [causeFact("provider", "worker.mock-mode", "SOLAPI_MOCK")];
  if (error) {
    const said = [error.errorCode, error.errorMessage].filter(Boolean).join(": ");
    return [causeFact("provider", causeOfProviderError(error), said)];
  }
  if (balance === undefined) return [fact("provider", "unknown", l10n.t("not asked yet"))];
  if (balance <= 0) return [causeFact("provider", "provider.balance", l10n.t("{0} won", balance))];
  if (!senders.some(isActive)) return [fact("provider", "degraded", l10n.t("no active sender number"))];
  return [
    fact("provider", "ok", mode === "sandbox" ? l10n.t("sandbox") : l10n.t("{0} won", balance.toLocaleString("en"))),
  ];
}

/** The account as the worker's own key shows it; undefined if that could not be looked at. */
export function accountOf(worker: WorkerReading | undefined): Partial<ProviderReading> | undefined {
  const account = worker?.own?.account;
  return account && !("cannot" in account) ? account : undefined;
}
