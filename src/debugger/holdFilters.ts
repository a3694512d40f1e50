import * as l10n from "@vscode/l10n";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { holdPoints } from "../runtime/holds/holdPoint";
import type { HoldPoint } from "../runtime/holds/holdPoint";

/** Where a message is held, in the reader's words. */
export function pointTitle(point: HoldPoint): string {
  switch (point) {
    case "request":
      return l10n.t("Request accepted");
    case "enqueued":
      return l10n.t("In the queue");
    case "received":
      return l10n.t("Received by the worker");
    case "sender":
      return l10n.t("Sender decided");
    case "provider-call":
      return l10n.t("Before Solapi is called");
    case "provider-answer":
      return l10n.t("Solapi's answer");
    case "row":
      return l10n.t("Before the row is written");
    case "delete":
      return l10n.t("Before it is deleted from the queue");
    case "refusal":
      return l10n.t("Any refusal");
  }
}

/** The check boxes; each takes a condition. Refusals are held from the start. */
export const exceptionFilters = (): DebugProtocol.ExceptionBreakpointsFilter[] =>
  holdPoints.map((point) => ({
    filter: point,
    label: pointTitle(point),
    description: l10n.t("Holds each message here. Function breakpoint: {0}", point),
    default: point === "refusal",
    supportsCondition: true,
    conditionDescription: 'tenant == "hakwonplus" && attempt > 1',
  }));
