import * as l10n from "@vscode/l10n";
import type { LeftOutReason, ResendPlan } from "./planResend";

/** Messages that need no second send, or that nobody wants. All others failed and wait for something. */
const settled = new Set<LeftOutReason>(["delivered", "duplicate", "already-resent", "on-purpose", "opted-out"]);

type LeftOut = Pick<ResendPlan, "leftOut">;

/** Of a plan that sends nothing: whether messages were found and none of them needs to be sent again. */
export const isSettled = ({ leftOut }: LeftOut): boolean =>
  leftOut.length > 0 && leftOut.every(({ reason }) => settled.has(reason));

/** Why a plan sends nothing. */
export function emptyPlanText(plan: LeftOut): string {
  if (plan.leftOut.length === 0) return l10n.t("No such message was found");
  return isSettled(plan) ? l10n.t("No message needs to be sent again") : l10n.t("No message can be sent again now");
}
