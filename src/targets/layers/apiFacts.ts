import { formatDuration } from "../../common/durations";
import * as l10n from "@vscode/l10n";
import type { InfoAnswer } from "../../runtime/stack/probes/stackReadings";
import type { TitledCause } from "./causeTitles";
import { causeFact, fact } from "./layerFact";
import type { LayerFact } from "./layerFact";
import type { ApiReading } from "./layersSnapshot";

/** What one harmless request, GET info/, proves: address, token, tenant and role. */
export function apiFacts({ info }: ApiReading): LayerFact[] {
  if (!info) return [fact("api", "unknown", l10n.t("not asked yet"))];
  if ("unreachable" in info) {
    const { unreachable } = info;
    return [causeFact("api", unreachable === "ETIMEDOUT" ? "api.timeout" : "api.unreachable", unreachable)];
  }
  const { status, elapsedMs, detail } = info;
  const answer = `${status} · ${formatDuration(elapsedMs)}`;
  if (status < 300) return [fact("api", "ok", answer)];
  const cause = causeOf(info);
  const said = detail ? `${status}: ${detail}` : answer;
  return [cause ? causeFact("api", cause, said) : fact("api", "blocked", answer, said)];
}

function causeOf({ status, code }: Extract<InfoAnswer, { status: number }>): TitledCause | undefined {
  if (code?.startsWith("tenant_")) return "api.tenant-not-resolved";
  switch (status) {
    case 401:
      return "api.unauthorized";
    case 403:
      return "api.forbidden";
    case 404:
    case 405:
      return "api.wrong-endpoint";
    case 429:
      return "api.rate-limited";
    case 502:
    case 503:
    case 504:
      return "api.gateway";
    default:
      return status >= 500 ? "api.server-error" : undefined;
  }
}
