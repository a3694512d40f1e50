import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { titleWithCode } from "../../common/codedTitle";
import { layerTitle } from "./layerLines";
import { leftOutText } from "./leftOut";
import type { MessageTrace } from "./messageTrace";
import { MOCK_MODE } from "./messageVerdict";
import type { MessageVerdict } from "./messageVerdict";
import { breakOf } from "./traceBreak";

/**
 * The outcome of a message. `notSent`: looks sent but is not, because the worker was in mock mode. `degraded`: reached
 * the provider with a loss on the way. `leftOut`: the API sent nothing to this student. `skipped`: the worker left it
 * out on purpose.
 */
export type MessageOutcome =
  "reached" | "degraded" | "stopped" | "notSent" | "leftOut" | "skipped" | "unknown" | "waiting";

export interface MessageSummary {
  outcome: MessageOutcome;
  /** The outcome in a few words; for a stopped message, where it stopped: "Solapi 1062". */
  text: string;
  /** Milliseconds from the request to the provider's answer. */
  elapsedMs?: number;
}

const waiting = new Set<MessageTrace["state"]>(["queued", "claimed", "grouped", "submitted"]);

/** From the verdict where there is one, otherwise from the events. */
export function summaryOf(trace: MessageTrace): MessageSummary {
  const skipped = trace.events.find((event) => event.type === "api.recipient-skipped");
  if (skipped?.type === "api.recipient-skipped") {
    return { outcome: "leftOut", text: leftOutText(skipped.details.reason) };
  }
  const told = summaryOfEvents(trace);
  return trace.verdict ? summaryByVerdict(trace, told, trace.verdict) : told;
}

function summaryByVerdict(
  trace: MessageTrace,
  told: MessageSummary,
  { layer, outcome, cause, title: coded }: MessageVerdict,
): MessageSummary {
  const title = titleWithCode(coded);
  switch (outcome) {
    case "ok":
      return trace.sightings ? { outcome: "reached", text: l10n.t("accepted by Solapi") } : told;
    case "unknown":
      return told;
    case "degraded":
      return { ...told, outcome: "degraded", text: title };
    case "skipped":
      return { outcome: "skipped", text: title };
    case "ambiguous":
      return { outcome: "unknown", text: placed(layer, title) };
    case "blocked":
    case "silent":
      if (cause === MOCK_MODE) return { outcome: "notSent", text: notSentText() };
      return { outcome: "stopped", text: placed(layer, codeIn(trace, layer) ?? title) };
  }
}

const placed = (layer: MessageVerdict["layer"], what: string) => (layer ? `${layerTitle[layer]} ${what}` : what);

/** The provider's four-digit code, which people recognise; for any other code the title is clearer. */
function codeIn(trace: MessageTrace, layer: MessageVerdict["layer"]): string | undefined {
  const code = layer === "provider" ? breakOf(trace)?.code : undefined;
  return code !== undefined && /^\d{4}$/.test(code) ? code : undefined;
}

function summaryOfEvents(trace: MessageTrace): MessageSummary {
  const accepted = trace.events.findLast((event) => event.type === "provider.accepted");
  const stopped = breakOf(trace);
  if (stopped?.comesAgain && hasReached(trace)) {
    return { outcome: "degraded", text: l10n.t("reached Solapi, not recorded yet") };
  }
  if (stopped) {
    const text = `${layerTitle[stopped.layer]} ${stopped.code ?? shorten(stopped.text)}`.trim();
    const isUnknown = trace.state === "ambiguous";
    if (waiting.has(trace.state) && !stopped.comesAgain) return { outcome: "waiting", text };
    return { outcome: isUnknown ? "unknown" : "stopped", text };
  }
  if (accepted?.type === "provider.accepted") {
    if (accepted.details.groupId.startsWith("mock-")) return { outcome: "notSent", text: notSentText() };
    const { groupId } = accepted.details;
    // A message that comes again only to be recorded is accepted again, as the group that reached the phone before.
    const first = trace.events.find((each) => each.type === "provider.accepted" && each.details.groupId === groupId);
    const elapsedMs = Math.max(0, Math.round((first ?? accepted).at - startOf(trace)));
    return { outcome: "reached", text: formatDuration(elapsedMs), elapsedMs };
  }
  return waiting.has(trace.state)
    ? { outcome: "waiting", text: l10n.t("under way") }
    : { outcome: "unknown", text: l10n.t("no result is known") };
}

const notSentText = () => l10n.t("not sent (mock mode)");

/** When the request arrived: `api.accepted` is emitted at the end of the request. */
function startOf(trace: MessageTrace): number {
  const api = trace.events.find((event) => event.type === "api.accepted");
  return api?.type === "api.accepted" ? api.at - api.details.elapsedMs : trace.startedAt;
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** Whether the provider accepted the message; mock mode does not count. */
export const hasReached = ({ events, sightings, verdict }: MessageTrace): boolean =>
  sightings
    ? verdict?.outcome === "ok" || (verdict?.outcome === "degraded" && isAccepted(verdict))
    : events.some((event) => event.type === "provider.accepted" && !event.details.groupId.startsWith("mock-"));

const isAccepted = ({ layers }: MessageVerdict) =>
  layers.some(({ layer, status }) => layer === "provider" && status === "ok");
