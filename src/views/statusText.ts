import * as l10n from "@vscode/l10n";
import { layerTitle } from "../runtime/layerLines";
import { layerStates } from "../runtime/layerStates";
import type { MessageTrace } from "../runtime/messageTrace";
import type { LiveState } from "./liveStack";
import { isStale } from "./freshness";
import { summaryOf } from "./messageSummary";

/** What the status bar says; undefined where it says nothing. */
export interface StatusText {
  /** With a codicon: `$(error) Messaging: Solapi 1062`. */
  text: string;
  tooltip: string;
  command:
    { id: "messaging.trace.open" | "messaging.stack.start" | "messaging.diagnosis.run"; traceId?: string } | "focus";
}

export function statusText(state: LiveState, now: number): StatusText | undefined {
  switch (state.kind) {
    case "absent":
      return undefined;
    case "starting":
      return {
        text: `$(loading~spin) ${l10n.t("Messaging")}`,
        tooltip: l10n.t("The local stack is starting"),
        command: "focus",
      };
    case "gone":
      return {
        text: `$(error) ${l10n.t("Messaging: stack ended")}`,
        tooltip: l10n.t("The local stack has ended. Click to start it again."),
        command: { id: "messaging.stack.start" },
      };
    case "live":
      break;
  }
  const { measurement } = state;
  const newest = measurement?.traces[0];
  const stopped = newest && stoppedText(newest);
  if (newest && stopped !== undefined) {
    return {
      text: `$(error) ${l10n.t("Messaging: {0}", stopped)}`,
      tooltip: l10n.t("The last message stopped at {0}. Click to open its trace.", stopped),
      command: { id: "messaging.trace.open", traceId: newest.traceId },
    };
  }
  const isFresh = measurement !== undefined && !isStale(measurement, now);
  if (!isFresh) {
    // Nobody watches the layers: no light without a measurement.
    return {
      text: `$(comment-discussion) ${l10n.t("Messaging")}`,
      tooltip: l10n.t("Click to measure the layers"),
      command: "focus",
    };
  }
  const bad = layerStates(measurement.snapshot).find(({ status }) => status === "blocked" || status === "off");
  if (bad) {
    const what = `${layerTitle[bad.layer]} ${bad.summary}`;
    return {
      text: `$(error) ${l10n.t("Messaging: {0}", what)}`,
      tooltip: what,
      command: { id: "messaging.diagnosis.run" },
    };
  }
  return { text: `$(pass) ${l10n.t("Messaging")}`, tooltip: l10n.t("The four layers are in order"), command: "focus" };
}

function stoppedText(trace: MessageTrace): string | undefined {
  const { outcome, text } = summaryOf(trace);
  return outcome === "stopped" || outcome === "notSent" ? text : undefined;
}
