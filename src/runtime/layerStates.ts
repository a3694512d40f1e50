import * as l10n from "@vscode/l10n";
import type { Layer } from "./events";
import { POLL_EXPECTED_WITHIN_MS } from "./queue/pollerRegistry";
import type { StackSnapshot } from "./stackSnapshot";

/** How a layer is, as far as it was measured: `unknown` was not measured, `off` does not run on purpose. */
export type LayerStatus = "ok" | "degraded" | "blocked" | "unknown" | "off";

export interface LayerState {
  layer: Layer;
  status: LayerStatus;
  /** One line in the reader's language. */
  summary: string;
}

/** What the four layers' lights say, from what was measured; a light is red for what is known, never by default. */
export function layerStates(measured: StackSnapshot): LayerState[] {
  return [apiState(measured), queueState(measured), workerState(measured), providerState(measured)];
}

const state = (layer: Layer, status: LayerStatus, summary: string): LayerState => ({ layer, status, summary });

function apiState({ api, lastErrors }: StackSnapshot): LayerState {
  const rejected = lastErrors.api;
  if (rejected?.type === "api.rejected") {
    const { status, detail } = rejected.details;
    return state("api", "blocked", `${status} · ${detail}`);
  }
  if (!api.lastAnswer) return state("api", "ok", l10n.t("listening"));
  return state("api", "ok", `${api.lastAnswer.status} · ${Math.round(api.lastAnswer.elapsedMs)} ms`);
}

function queueState({ queue, lastErrors }: StackSnapshot): LayerState {
  if (!queue.counts) return state("queue", "blocked", l10n.t("no queue named {0}", queue.name));
  const failed = lastErrors.queue;
  if (failed?.type === "api.enqueue-failed") return state("queue", "blocked", failed.details.code);
  const { visible, inFlight, dead } = queue.counts;
  return state(
    "queue",
    dead > 0 ? "degraded" : "ok",
    l10n.t("{0} ready · {1} in flight · {2} dead", visible, inFlight, dead),
  );
}

function workerState({ at, queue, worker, lastErrors }: StackSnapshot): LayerState {
  switch (worker.state) {
    case "stopped":
      return state("worker", "off", l10n.t("stopped"));
    case "starting":
      return state("worker", "unknown", l10n.t("starting"));
    case "restarting":
    case "exited":
      return state("worker", "blocked", l10n.t("ended with {0}", worker.signal ?? `exit ${worker.exitCode}`));
    case "running":
      break;
  }
  if (worker.queueName !== undefined && worker.queueName !== queue.name) {
    return state("worker", "blocked", l10n.t("polls {0}, the API fills {1}", worker.queueName, queue.name));
  }
  const skipped = lastErrors.worker;
  if (skipped?.type === "worker.skipped" || skipped?.type === "worker.dead-lettered") {
    return state("worker", "blocked", skipped.details.reason);
  }
  const lastPollAt = Math.max(0, ...queue.pollers.map((poller) => poller.lastPollAt));
  if (at - lastPollAt < POLL_EXPECTED_WITHIN_MS) return state("worker", "ok", l10n.t("polling"));
  return state("worker", "degraded", l10n.t("running, and does not poll"));
}

function providerState({ provider, lastErrors }: StackSnapshot): LayerState {
  if (provider.mode === "mock") return state("provider", "blocked", l10n.t("mock mode: nothing is sent"));
  const no = lastErrors.provider;
  if (no?.type === "provider.refused" || no?.type === "provider.undelivered") {
    return state("provider", "blocked", `${no.details.code} ${no.details.message}`);
  }
  if (no?.type === "provider.ambiguous")
    return state("provider", "degraded", l10n.t("may have been sent: {0}", no.details.reason));
  return state("provider", "ok", l10n.t("sandbox"));
}
