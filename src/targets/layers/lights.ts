import * as l10n from "@vscode/l10n";
import { clockTime } from "../../common/clockTime";
import { formatDuration } from "../../common/durations";
import { layers } from "../../runtime/message/messageEvents";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import { apiFacts } from "./apiFacts";
import { dataFacts } from "./dataFacts";
import type { TitledCause } from "./causeTitles";
import { causeOfRefusal } from "./errorCauses";
import { causeFact, fact, lightLayers } from "./layerFact";
import type { LayerFact, LightLayer, LightStatus } from "./layerFact";
import { readingOf } from "./layersSnapshot";
import type { LayersSnapshot, Measured } from "./layersSnapshot";
import { accountOf, providerFacts } from "./providerFacts";
import { queueFacts } from "./queueFacts";
import { workerFacts } from "./workerFacts";

export interface Light {
  layer: LightLayer;
  status: LightStatus;
  /** One line in the reader's language: what is wrong, or what was measured. */
  summary: string;
  /** All measurements, worst first. */
  facts: readonly LayerFact[];
}

/** From the status that decides a light to the one that any other overrides. */
const severity: readonly LightStatus[] = ["blocked", "off", "degraded", "unknown", "ok"];
export const worse = (one: { status: LightStatus }, other: { status: LightStatus }): number =>
  severity.indexOf(one.status) - severity.indexOf(other.status);

/** The five lights: each layer's worst fact. Red means known, green means proven; neither is a default. */
export const lightsOf = (snapshot: LayersSnapshot): Light[] =>
  lightLayers.map((layer) => {
    const facts = factsAbout(layer, snapshot).toSorted(worse);
    const [worst = fact(layer, "unknown", l10n.t("not configured"))] = facts;
    return { layer, status: worst.status, summary: worst.title, facts };
  });

function factsAbout(layer: LightLayer, snapshot: LayersSnapshot): LayerFact[] {
  const { api, queue, worker, provider, data, lastErrors } = snapshot;
  const refused = layer === "data" ? undefined : lastErrors[layer];
  const refusal =
    refused && !isOnPurpose(refused) && !isConsequence(refused, lastErrors)
      ? [
          refusalFact(
            refused,
            layers.find((each) => each === layer)!,
          ),
        ]
      : [];
  switch (layer) {
    case "api":
      return [...seen(layer, api, apiFacts), ...refusal];
    case "queue":
      return [...seen(layer, queue, queueFacts), ...refusal];
    case "worker":
      return [...seen(layer, worker, (value, at) => workerFacts(value, at, readingOf(queue))), ...refusal];
    case "provider":
      return [
        ...seen(layer, seenAsWorker(provider, worker), (value) => providerFacts(value, readingOf(worker))),
        ...refusal,
      ];
    case "data":
      return seen(layer, data, (value) => dataFacts(value, readingOf(provider)?.senders));
  }
}

/** What this machine may not look at, the worker's own key may have shown. */
function seenAsWorker(
  provider: LayersSnapshot["provider"],
  worker: LayersSnapshot["worker"],
): LayersSnapshot["provider"] {
  if (!provider || !worker || !("failed" in provider) || !("value" in worker)) return provider;
  const account = accountOf(worker.value);
  const known = readingOf(provider) ?? { url: "", mode: "live", senders: [] };
  return account ? { ...worker, value: { ...known, ...account } } : provider;
}

/** Nothing is lit without a measurement. */
function seen<T>(
  layer: LightLayer,
  measured: Measured<T> | undefined,
  of: (value: T, at: number) => LayerFact[],
): LayerFact[] {
  if (!measured) return [];
  if ("failed" in measured) return [fact(layer, "unknown", unknownText(measured))];
  return of(measured.value, measured.at);
}

/** The layer's refusal of the last message. */
function refusalFact(event: SequencedEvent, layer: LightLayer): LayerFact {
  const cause = causeOfRefusal(event);
  const detail = wordsOf(event);
  const isAmbiguous = event.type === "provider.ambiguous" || (cause !== undefined && ambiguousCauses.has(cause));
  const status = isAmbiguous ? "degraded" : "blocked";
  const { traceId } = event;
  const said = cause ? causeFact(layer, cause, detail, status) : fact(layer, status, stopText(event), detail);
  return { ...said, traceId };
}

/** Nobody can tell whether the message was sent: the layer has not refused it. A test compares them with the diagnosis. */
export const ambiguousCauses: ReadonlySet<TitledCause> = new Set([
  "provider.timeout",
  "provider.server-error",
  "provider.reply-unreadable",
]);

/** Another layer refused the message until it was dead: that one is where it stopped. The queue counts its dead letters. */
const isConsequence = ({ type, traceId }: SequencedEvent, lastErrors: LayersSnapshot["lastErrors"]): boolean =>
  type === "queue.dead-lettered" &&
  Object.values(lastErrors).some((other) => other.type !== type && other.traceId === traceId);

/** The layer did what it should. */
const isOnPurpose = (event: SequencedEvent) => causeOfRefusal(event) === "worker.reservation-cancelled";

function stopText({ type, details }: SequencedEvent): string {
  switch (type) {
    case "api.rejected":
      return l10n.t("The API refused the last message ({0})", details.status);
    case "queue.expired":
      return l10n.t("A message vanished after {0} in the queue", formatDuration(details.retentionMs));
    default:
      return l10n.t("The last message stopped here");
  }
}

function wordsOf({ type, details }: SequencedEvent): string {
  switch (type) {
    case "api.rejected":
      return `${details.status}: ${details.detail}`;
    case "api.enqueue-failed":
    case "provider.refused":
    case "provider.undelivered":
      return `${details.code}: ${details.message}`;
    case "worker.skipped":
    case "worker.dead-lettered":
    case "provider.not-asked":
    case "provider.ambiguous":
      return details.reason;
    default:
      return "";
  }
}

/** "unknown since 10:02:11". */
export const sinceText = ({ at }: { at: number }): string => l10n.t("unknown since {0}", clockTime(at));

/** "cannot look since 10:02:11: no answer within 8 s". What this machine cannot see is no cause. */
export const unknownText = ({ at, failed }: { at: number; failed: string }): string =>
  l10n.t("cannot look since {0}: {1}", clockTime(at), failed);
