import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { clockTime } from "../../common/clockTime";
import { layers } from "../../runtime/message/messageEvents";
import type { Layer } from "../../runtime/message/messageEvents";
import { POLL_EXPECTED_WITHIN_MS } from "../../runtime/queue/pollerRegistry";
import { factsOf } from "./layersSnapshot";
import type { LayersSnapshot, Measured, ProviderFacts, WorkerFacts } from "./layersSnapshot";
import type { QueueReading } from "../environment";
import { isActive } from "../tenants/registeredSenders";
import { whyNotAsked } from "../../runtime/message/layerLines";

/** How a layer is, as far as it was measured: `unknown` was not measured, `off` does not run on purpose. */
export type LightStatus = "ok" | "degraded" | "blocked" | "unknown" | "off";

export interface LayerState {
  layer: Layer;
  status: LightStatus;
  /** One line in the reader's language. */
  summary: string;
}

type Light = Omit<LayerState, "layer">;
const light = (status: LightStatus, summary: string): Light => ({ status, summary });

/** What the four layers' lights say, from what was measured; a light is red for what is known, never by default. */
export const layerStates = (measured: LayersSnapshot): LayerState[] =>
  layers.map((layer) => ({ layer, ...lightOf(layer, measured) }));

function lightOf(layer: Layer, measured: LayersSnapshot): Light {
  switch (layer) {
    case "api":
      return seen(measured.api, () => apiLight(measured));
    case "queue":
      return seen(measured.queue, (queue) => queueLight(queue, measured));
    case "worker":
      return seen(measured.worker, (worker, at) => workerLight(worker, at, measured));
    case "provider":
      return seen(measured.provider, (provider) => providerLight(provider, measured));
  }
}

/** No light without a measurement. */
function seen<T>(measured: Measured<T> | undefined, of: (value: T, at: number) => Light): Light {
  if (!measured) return light("unknown", l10n.t("not configured"));
  if ("failed" in measured) return light("unknown", unknownText(measured));
  return of(measured.value, measured.at);
}

/** "unknown since 10:02:11". */
export const sinceText = ({ at }: { at: number }): string => l10n.t("unknown since {0}", clockTime(at));

/** "unknown since 10:02:11 · engine gone". */
export const unknownText = (unknown: { at: number; failed: string }): string =>
  `${sinceText(unknown)} · ${unknown.failed}`;

function apiLight({ api, lastErrors }: LayersSnapshot): Light {
  const rejected = lastErrors.api;
  if (rejected?.type === "api.rejected") {
    const { status, detail } = rejected.details;
    return light("blocked", `${status} · ${detail}`);
  }
  const { lastAnswer, unreachable } = factsOf(api) ?? {};
  if (unreachable !== undefined) return light("blocked", l10n.t("does not answer ({0})", unreachable));
  if (!lastAnswer) return light("ok", l10n.t("listening"));
  const { status, elapsedMs, tenantCode } = lastAnswer;
  if (status === 401 || status === 403) return light("blocked", l10n.t("{0} · the token is not accepted", status));
  // The answer to a send that was refused stands in `lastErrors`; any other refusal is one of the look itself.
  const isRefused = tenantCode === undefined && status >= 400;
  return light(isRefused ? "blocked" : "ok", `${status} · ${formatDuration(elapsedMs)}`);
}

function queueLight({ name, counts, error }: QueueReading, { lastErrors }: LayersSnapshot): Light {
  if (!counts) return light("blocked", error ? error.code : l10n.t("no queue named {0}", name));
  const failed = lastErrors.queue;
  if (failed?.type === "api.enqueue-failed") return light("blocked", failed.details.code);
  const { visible, inFlight, dead = 0 } = counts;
  return light(dead > 0 ? "degraded" : "ok", l10n.t("{0} ready · {1} in flight · {2} dead", visible, inFlight, dead));
}

function workerLight(worker: WorkerFacts, at: number, { queue, lastErrors }: LayersSnapshot): Light {
  switch (worker.state) {
    case "stopped":
      return light("off", l10n.t("stopped"));
    case "missing":
      return light("blocked", l10n.t("there is no {0}", worker.origin));
    case "starting":
      return light("unknown", l10n.t("starting"));
    case "unknown":
      return light("unknown", l10n.t("its process is not told"));
    case "restarting":
    case "exited":
      return light("blocked", l10n.t("ended with {0}", endingOf(worker)));
    case "running":
      break;
  }
  const filled = factsOf(queue)?.name;
  if (worker.queueName !== undefined && filled !== undefined && worker.queueName !== filled) {
    return light("blocked", l10n.t("polls {0}, the API fills {1}", worker.queueName, filled));
  }
  const skipped = lastErrors.worker;
  if (skipped?.type === "worker.skipped" || skipped?.type === "worker.dead-lettered") {
    return light("blocked", skipped.details.reason);
  }
  if (worker.health === "unhealthy") return light("degraded", l10n.t("running, and its health check fails"));
  if (!worker.polls) return light("ok", l10n.t("running"));
  if (worker.polls.open > 0 || at - worker.polls.lastAt < POLL_EXPECTED_WITHIN_MS)
    return light("ok", l10n.t("polling"));
  return light("degraded", l10n.t("running, and does not poll"));
}

function endingOf({ signal, exitCode, oomKilled }: WorkerFacts): string {
  const how = signal ?? (exitCode === undefined ? "?" : `exit ${exitCode}`);
  return oomKilled ? l10n.t("{0}, out of memory", how) : how;
}

function providerLight({ mode, balance, senders }: ProviderFacts, { worker, lastErrors }: LayersSnapshot): Light {
  if (mode === "mock" || factsOf(worker)?.mock === true) {
    return light("blocked", l10n.t("mock mode: nothing is sent"));
  }
  const no = lastErrors.provider;
  if (no?.type === "provider.refused" || no?.type === "provider.undelivered") {
    return light("blocked", `${no.details.code} ${no.details.message}`);
  }
  if (no?.type === "provider.not-asked")
    return light("blocked", l10n.t("not asked: {0}", whyNotAsked(no.details.reason)));
  if (no?.type === "provider.ambiguous") return light("degraded", l10n.t("may have been sent: {0}", no.details.reason));
  if (mode === "sandbox") return light("ok", l10n.t("sandbox"));
  if (balance !== undefined && balance <= 0) return light("degraded", l10n.t("no balance"));
  if (!senders.some(isActive)) {
    return light("degraded", l10n.t("no active sender number"));
  }
  return light("ok", balance === undefined ? l10n.t("answers") : l10n.t("{0} won", balance.toLocaleString("en")));
}
