import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { layerTitle } from "./layerLines";
import type { MessageTrace } from "./messageTrace";
import { breakOf } from "./traceBreak";

/** What became of a message. `notSent` looks sent and is not: the worker was in mock mode. */
export type MessageOutcome = "reached" | "stopped" | "notSent" | "unknown" | "waiting";

export interface MessageSummary {
  outcome: MessageOutcome;
  /** Of a message that was stopped: where, in few words: "Solapi 1062". */
  text: string;
  /** Milliseconds from the request to the provider's answer. */
  elapsedMs?: number;
}

const waiting = new Set<MessageTrace["state"]>(["queued", "claimed", "grouped", "submitted"]);

export function summaryOf(trace: MessageTrace): MessageSummary {
  const accepted = trace.events.findLast((event) => event.type === "provider.accepted");
  const stopped = breakOf(trace);
  if (stopped) {
    const text = `${layerTitle[stopped.layer]} ${stopped.code ?? shorten(stopped.text)}`.trim();
    const isUnknown = trace.state === "ambiguous";
    if (waiting.has(trace.state) && !stopped.comesAgain) return { outcome: "waiting", text };
    return { outcome: isUnknown ? "unknown" : "stopped", text };
  }
  if (accepted?.type === "provider.accepted") {
    if (accepted.details.groupId.startsWith("mock-"))
      return { outcome: "notSent", text: l10n.t("not sent (mock mode)") };
    const elapsedMs = Math.max(0, Math.round(accepted.at - startOf(trace)));
    return { outcome: "reached", text: formatDuration(elapsedMs), elapsedMs };
  }
  return waiting.has(trace.state)
    ? { outcome: "waiting", text: l10n.t("under way") }
    : { outcome: "unknown", text: l10n.t("no result is known") };
}

/** When the request came in: the API tells of it at its end. */
function startOf(trace: MessageTrace): number {
  const api = trace.events.find((event) => event.type === "api.accepted");
  return api?.type === "api.accepted" ? api.at - api.details.elapsedMs : trace.startedAt;
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** The provider took it, and not only a worker in mock mode. */
export const hasReached = ({ events }: MessageTrace): boolean =>
  events.some((event) => event.type === "provider.accepted" && !event.details.groupId.startsWith("mock-"));
