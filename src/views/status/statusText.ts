import * as l10n from "@vscode/l10n";
import { titleWithCode } from "../../common/codedTitle";
import type { Layer } from "../../common/layer";
import { titleOfLayer } from "../../operations/layers/presentText";
import { layerTitle } from "../../runtime/message/layerLines";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { MOCK_MODE } from "../../runtime/message/messageVerdict";
import { breakOf } from "../../runtime/message/traceBreak";
import { causeTitle } from "../../targets/layers/causeTitles";
import { causeOfRefusal } from "../../targets/layers/errorCauses";
import { lightLayers } from "../../targets/layers/layerFact";
import { lightsOf, worse } from "../../targets/layers/lights";
import type { Light } from "../../targets/layers/lights";
import { isStale } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";
import type { ShownFinding } from "../../window/findings/findingStore";
import type { LayersState } from "../../window/environments/liveLayers";
import { summaryOf } from "../../runtime/message/messageSummary";

/** The status bar's text; undefined if there is nothing to show. */
export interface StatusText {
  /** With a codicon: `$(error) Messaging: Solapi 1062`. */
  text: string;
  tooltip: string;
  /** Red: every action affects production. */
  isAlarming?: boolean;
  command:
    | {
        id:
          "messaging.trace.open" | "messaging.stack.start" | "messaging.diagnosis.run" | "messaging.environment.select";
        traceId?: string;
      }
    | "focus";
}

/** `traces`: the environment's messages, newest first. `findings`: of the last diagnosis, without ignored ones. */
export function statusText(
  state: LayersState,
  traces: readonly MessageTrace[],
  now: number,
  findings: readonly ShownFinding[] = [],
): StatusText | undefined {
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
    case "invalid":
      return {
        text: `$(error) ${l10n.t("Messaging: {0}", state.name)}`,
        tooltip: state.why,
        command: { id: "messaging.environment.select" },
      };
    case "live":
      break;
  }
  const { snapshot } = state;
  const shown = liveText(
    snapshot,
    traces,
    now,
    findings.find(({ isVerdict }) => isVerdict),
  );
  if (!snapshot?.isProduction) return shown;
  const what = shown.what === undefined ? "" : ` · ${shown.what}`;
  return {
    text: `$(lock) ${productionText(snapshot.name)}${what}`,
    tooltip: l10n.t("{0} is production: read-only until you have typed the tenant's code", snapshot.name),
    isAlarming: true,
    command: shown.command,
  };
}

const productionText = (name: string) =>
  name === "production" ? l10n.t("Messaging: {0}", l10n.t("Production")) : l10n.t("Messaging: {0} production", name);

/**
 * `what`: the problem in a few words. The worst light decides, then the last verdict; without a measurement, the last
 * message does.
 */
function liveText(
  snapshot: LayersSnapshot | undefined,
  [newest]: readonly MessageTrace[],
  now: number,
  verdict: ShownFinding | undefined,
): StatusText & { what?: string } {
  const own = snapshot && !snapshot.isLocal ? l10n.t("Messaging: {0}", snapshot.name) : l10n.t("Messaging");
  const stopped = newest && stoppedText(newest);
  const openTrace = stopped !== undefined && { id: "messaging.trace.open" as const, traceId: newest!.traceId };
  if (!snapshot || lightLayers.some((layer) => snapshot[layer] && isStale(snapshot[layer], now))) {
    if (openTrace) {
      return {
        text: `$(error) ${l10n.t("Messaging: {0}", stopped!)}`,
        what: stopped!,
        tooltip: l10n.t("The last message stopped at {0}. Click to open its trace.", stopped!),
        command: openTrace,
      };
    }
    // The layers are not measured, or one is stale: no light without a fresh measurement.
    return { text: `$(comment-discussion) ${own}`, tooltip: l10n.t("Click to measure the layers"), command: "focus" };
  }
  const lights = lightsOf(snapshot).toSorted((one, other) => worse(one, other) || hasCause(other) - hasCause(one));
  const [worst] = lights;
  const fact = worst?.facts[0];
  // Of equally bad lights the verdict's counts: an older message may have given up meanwhile.
  const isOfVerdict =
    worst?.status === "ok" || lights.some((light) => light.status === worst?.status && isAbout(light, verdict));
  if (verdict?.layer && isOfVerdict) return verdictText(verdict, verdict.layer);
  if (!worst || worst.status === "ok") {
    return { text: `$(pass) ${own}`, tooltip: l10n.t("The layers are in order"), command: "focus" };
  }
  const title = titleOfLayer(worst.layer);
  if (worst.status === "unknown") {
    const what = `${title} ${l10n.t("unknown")}`;
    return { text: `$(question) ${own}`, what, tooltip: `${title} ${worst.summary}`, command: "focus" };
  }
  const what = `${title} · ${worst.summary}`;
  const icon = fact?.cause === MOCK_MODE ? NOT_SENT : worst.status === "degraded" ? "warning" : "error";
  return {
    text: `$(${icon}) ${l10n.t("Messaging: {0}", what)}`,
    what,
    tooltip: [what, fact?.detail].filter(Boolean).join("\n"),
    command: (fact?.traceId !== undefined && openTrace) || { id: "messaging.diagnosis.run" },
  };
}

/** Of two equally bad lights, the one that says why comes first. */
const hasCause = ({ facts }: Light): number => (facts[0]?.cause === undefined ? 0 : 1);

const isAbout = ({ layer, facts: [fact] }: Light, verdict: ShownFinding | undefined): boolean =>
  (fact?.cause !== undefined && fact.cause === verdict?.cause) ||
  (fact?.traceId !== undefined && fact.traceId === verdict?.traceId) ||
  (verdict?.sentence !== undefined && layer === verdict.layer);

const NOT_SENT = "circle-large-outline";

function verdictText(verdict: ShownFinding, layer: Layer): StatusText & { what: string } {
  const { cause, outcome, title, traceId, sentence } = verdict;
  const whole = sentence ?? `${layerTitle[layer]} · ${titleWithCode(title)}`;
  // "2 of 4 reached Solapi": VS Code cuts off a longer text without a sign.
  const what = sentence?.split("; ", 1)[0] ?? whole;
  return {
    text: `$(${verdictIcon(outcome, cause)}) ${l10n.t("Messaging: {0}", what)}`,
    what,
    tooltip: whole,
    command: traceId === undefined ? { id: "messaging.diagnosis.run" } : { id: "messaging.trace.open", traceId },
  };
}

function verdictIcon(outcome: ShownFinding["outcome"], cause: string): string {
  if (cause === MOCK_MODE) return NOT_SENT;
  switch (outcome) {
    case "degraded":
      return "warning";
    case "ambiguous":
      return "question";
    case "skipped":
      return "debug-step-over";
    default:
      return "error";
  }
}

/** Where the message stopped, as the title of its cause. */
function stoppedText(trace: MessageTrace): string | undefined {
  const { outcome, text } = summaryOf(trace);
  if (outcome === "notSent") return text;
  if (outcome !== "stopped") return undefined;
  const stop = breakOf(trace);
  const cause = stop && causeOfRefusal(stop.event);
  return cause ? `${layerTitle[stop.layer]} · ${causeTitle(cause)}` : text;
}
