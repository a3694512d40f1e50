import * as l10n from "@vscode/l10n";
import type { LayerLine, LayerMark } from "./layerLine";
import type { Layer } from "./messageEvents";
import { layers } from "./messageEvents";
import type { MessageVerdict } from "./messageVerdict";
import type { Sighting } from "./sighting";
import { layerOfSighting } from "./sighting";

type Status = MessageVerdict["layers"][number]["status"];

const marks: Record<Status, LayerMark> = {
  ok: "passed",
  blocked: "stopped",
  degraded: "degraded",
  unknown: "unknown",
  "not-reached": "not-reached",
};

/** The four layers of a message without events: the diagnosis sets each mark, the sightings the text. */
export const sightingLines = (
  sightings: readonly Sighting[],
  verdict: Pick<MessageVerdict, "layers"> | undefined,
): LayerLine[] =>
  layers.map((layer) => {
    const seen = sightings.findLast((sighting) => layerOfSighting(sighting) === layer);
    const status = verdict?.layers.find((each) => each.layer === layer)?.status ?? "unknown";
    const elapsedMs = seen && "elapsedMs" in seen ? seen.elapsedMs : undefined;
    const text = seen ? sightingText(seen) : unseenText(layer, status);
    const mark = layer === "api" && !seen && status === "unknown" ? "passed" : marks[status];
    return { layer, mark, text, ...(elapsedMs !== undefined && { elapsedMs }) };
  });

/** A sighting in a few words. */
function sightingText(sighting: Sighting): string {
  switch (sighting.kind) {
    case "answer":
      return [sighting.status, sighting.detail].filter(Boolean).join(": ");
    case "silence":
      return l10n.t("no answer ({0})", sighting.code || sighting.message);
    case "put":
      return l10n.t("put on {0}", sighting.queueName);
    case "row":
      return sighting.success
        ? l10n.t("NotificationLog #{0}: success", sighting.id)
        : l10n.t("NotificationLog #{0}: {1}", sighting.id, sighting.failureReason || l10n.t("no reason was stored"));
    case "record":
      return [sighting.code, sighting.message].filter(Boolean).join(": ");
  }
}

function unseenText(layer: Layer, status: Status): string {
  switch (status) {
    case "not-reached":
      return l10n.t("not reached");
    case "unknown":
      return layer === "api" ? l10n.t("not through the API") : l10n.t("nothing was seen of it");
    case "ok":
    case "blocked":
    case "degraded":
      return l10n.t("came through here");
  }
}
