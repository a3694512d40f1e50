import * as l10n from "@vscode/l10n";
import type { LeftOutReason, ResendPlan } from "./planResend";

/** Why messages are not sent again, in the reader's language. */
function leftOutReasonText(reason: LeftOutReason): string {
  switch (reason) {
    case "delivered":
      return l10n.t("reached Solapi");
    case "ambiguous":
      return l10n.t("may have been sent: look them up at Solapi first");
    case "opted-out":
      return l10n.t("the recipient opted out or is blocked");
    case "duplicate":
      return l10n.t("the same text to the same number");
    case "cause-holds":
      return l10n.t("the cause still holds");
    case "under-way":
      return l10n.t("still under way");
    case "dead-lettered":
      return l10n.t("in the dead-letter queue: redrive them");
    case "on-purpose":
      return l10n.t("skipped on purpose");
    case "already-resent":
      return l10n.t("already sent again");
    case "text-unknown":
      return l10n.t("never became a message: send them through the API");
  }
}

/** What is left out and why, most messages first: "12 left out: reached the provider". */
export const leftOutLines = ({ leftOut }: Pick<ResendPlan, "leftOut">): string[] =>
  leftOut.map(({ reason, count }) => l10n.t("{0} left out: {1}", count, leftOutReasonText(reason)));
